"""Cities loaded once for the tests of a module."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from kentongan.core.actor import system
from kentongan.core.tests.rows import kept_for_a_module
from kentongan.places.actions import load_profile
from kentongan.places.profile import open_profile


@pytest.fixture(scope="module")
def kediri(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with kept_for_a_module(django_db_blocker):
        load_profile(open_profile("kediri"), by=system("tests"))
        yield


@pytest.fixture(scope="module")
def banyuwangi(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with kept_for_a_module(django_db_blocker):
        load_profile(open_profile("banyuwangi"), by=system("tests"))
        yield
