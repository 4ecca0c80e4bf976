"""Cities with their agencies, loaded once for the tests of a module."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from kentongan.agencies import actions
from kentongan.core.actor import system
from kentongan.core.tests.rows import kept_for_a_module
from kentongan.places import actions as places
from kentongan.places.profile import open_profile


def load(name: str) -> None:
    profile = open_profile(name)
    places.load_profile(profile, by=system("tests"))
    actions.load_profile(profile, by=system("tests"))


@pytest.fixture(scope="module")
def kediri(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with kept_for_a_module(django_db_blocker):
        load("kediri")
        yield


@pytest.fixture(scope="module")
def banyuwangi(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with kept_for_a_module(django_db_blocker):
        load("banyuwangi")
        yield
