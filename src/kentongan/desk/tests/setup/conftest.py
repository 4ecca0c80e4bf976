"""The administrator's browser."""

from typing import Any

import pytest
from django.test import Client

from kentongan.agencies.models import User
from kentongan.agencies.queries import actor_for
from kentongan.core.actor import Actor
from kentongan.desk.tests.conftest import new_user, signed_in


@pytest.fixture
def administrator(kediri: None, db: None) -> User:
    return new_user("administrator", "administrator")


@pytest.fixture
def admin(administrator: User) -> Client:
    return signed_in(administrator)


@pytest.fixture
def by_admin(administrator: User) -> Actor:
    return actor_for(administrator)


def text_of(response: Any) -> str:
    text: str = response.content.decode()
    return text
