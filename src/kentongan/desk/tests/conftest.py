"""Kediri with someone of every role, and cases that have gone some way."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from pytest_django import DjangoDbBlocker

from kentongan.agencies.models import Agency, User
from kentongan.agencies.queries import actor_for
from kentongan.cases import actions
from kentongan.cases.actions import Upload, Verification
from kentongan.cases.models import Case
from kentongan.core.actor import PUBLIC, Actor
from kentongan.core.tests.rows import kept_for_a_module
from kentongan.intake.actions import Submission, receive

PASSWORD = "kentongan-uji-coba"
TEXT = "Jalan berlubang di depan sekolah, anak jatuh dari sepeda."
NAME, PHONE = "Wulan Sekarjati", "+628110000047"
WORK = "Regu menambal lubang pertama hari ini."
CHECKED = {"is_answering": "on", "personal": "none", "evidence": "not_needed", "is_plain": "on"}


@pytest.fixture(scope="module")
def kediri(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with kept_for_a_module(django_db_blocker):
        call_command("load_city", "kediri", verbosity=0)
        yield


def new_user(username: str, role: str, agency: str = "") -> User:
    user = User(username=username, name=f"Petugas {username.title()}", roles=[role], email=f"{username}@example.com")
    user.agency = Agency.objects.get(code=agency) if agency else None
    user.set_unusable_password()  # hashing one takes longer than most tests
    user.save()
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@dataclass
class Desk:
    """A coordinator, two officers of different agencies, and their browsers."""

    coordinator: User
    roads: User
    lamps: User

    @property
    def by(self) -> Actor:
        return actor_for(self.coordinator)

    @property
    def by_roads(self) -> Actor:
        return actor_for(self.roads)

    def received(self, key: str = "1", **told: Any) -> str:
        """A report that has just come in; gives the number of its case."""
        base = Submission("test", key, "web", TEXT, category="jalan", area="35.71.01.1001", place_text="Jl. Kenanga")
        return receive(replace(base, **told), by=PUBLIC).code

    def verified(self, key: str = "1", *, anonymous: bool = False, confidential: bool = False, **told: Any) -> str:
        number = self.received(key, **told)
        answers = Verification("unsupervised", "jalan", is_anonymous=anonymous, is_confidential=confidential)
        actions.verify(number, answers, by=self.by)
        return number

    def routed(self, key: str = "1", **told: Any) -> str:
        number = self.verified(key, **told)
        actions.route(number, lead=self.roads.agency_id or 0, by=self.by)
        return number

    def in_progress(self, key: str = "1", **told: Any) -> str:
        number = self.routed(key, **told)
        actions.follow_up(number, text=WORK, by=self.by_roads)
        return number

    def answered(self, key: str = "1", **told: Any) -> str:
        number = self.in_progress(key, **told)
        actions.answer(number, text="Jalan sudah ditambal.", by=self.by_roads)
        return number


@pytest.fixture
def desk(kediri: None, db: None) -> Desk:
    return Desk(
        new_user("koordinator", "coordinator"),
        new_user("jalan", "officer", "dpupr"),
        new_user("lampu", "officer", "dishub"),
    )


@pytest.fixture
def coordinator(desk: Desk) -> Client:
    return signed_in(desk.coordinator)


@pytest.fixture
def officer(desk: Desk) -> Client:
    return signed_in(desk.roads)


@pytest.fixture
def stranger(desk: Desk) -> Client:
    return signed_in(desk.lamps)


def cost_of(client: Client, address: str) -> int:
    """The queries a page costs, without those that ask once in a while for all pages (clock, editions)."""
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    now_and_then = ("core_clockoffset", "core_edition")
    return sum(not any(table in query["sql"] for table in now_and_then) for query in asked.captured_queries)


def state_of(number: str) -> str:
    return Case.objects.get(number=number).state


def photo() -> Upload:
    out = io.BytesIO()
    Image.effect_noise((320, 240), 60).convert("RGB").save(out, "JPEG")
    return Upload("foto.jpg", out.getvalue())
