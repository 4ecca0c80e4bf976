"""A city to report in, and reports that have gone some way."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from PIL import Image

from kentongan.agencies.models import Agency, User
from kentongan.agencies.queries import actor_for
from kentongan.cases import actions as cases
from kentongan.cases.actions import Upload, Verification
from kentongan.core import actor as actors
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.intake.actions import Received, Submission, receive
from kentongan.public import figures

TEXT = "Lampu gang dekat musala padam sudah tiga malam."
NAME, PHONE, EMAIL = "Wulan Sekarjati", "0811-0000-047", "wulan@example.id"
NGRONGGO = (-7.8385, 112.0325)


@pytest.fixture
def city(db: None) -> Iterator[None]:
    call_command("load_city", "kediri", verbosity=0)
    figures.forget()
    yield
    figures.forget()


def jpeg(size: tuple[int, int] = (320, 240), *, gps: bool = False) -> bytes:
    """A photo, with a position in it where asked."""
    picture = Image.effect_noise(size, 60).convert("RGB")
    exif = Image.Exif()
    if gps:
        exif[0x010F] = "PenandaKamera"
        exif.get_ifd(0x8825)[1] = "S"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


@dataclass
class Told:
    """A report, and the acts of those who work on it."""

    receipt: Received
    coordinator: Actor
    officer: Actor
    agency: int

    @property
    def code(self) -> str:
        return self.receipt.code

    def verified(self, **flags: bool) -> "Told":
        answers = Verification(
            "unsupervised",
            "jalan",
            is_anonymous=flags.get("is_anonymous", False),
            is_confidential=flags.get("is_confidential", False),
        )
        cases.verify(self.code, answers, by=self.coordinator)
        return self

    def routed(self, **flags: bool) -> "Told":
        self.verified(**flags)
        cases.route(self.code, lead=self.agency, by=self.coordinator)
        return self

    def followed_up(self) -> "Told":
        self.routed()
        cases.follow_up(self.code, text="Regu dijadwalkan Senin pagi.", by=self.officer)
        return self

    def answered(self) -> "Told":
        self.followed_up()
        cases.answer(self.code, text="Tiga lampu sudah diganti.", by=self.officer)
        return self

    def closed(self) -> "Told":
        self.answered()
        cases.close(self.code, by=self.coordinator)
        return self


def report(external_id: str = "1", *, files: tuple[Upload, ...] = (), **changes: Any) -> Told:
    """A report that has just come in."""
    agency = Agency.objects.get(code="dpupr").pk
    number = User.objects.count()
    coordinator = User.objects.create(username=f"k{number}", name="Koordinator Satu", roles=["coordinator"])
    officer = User.objects.create(username=f"p{number}", name="Petugas Rahadi", roles=["officer"], agency_id=agency)
    plain = Submission("test", external_id, "web", TEXT, name=NAME, phone=PHONE, email=EMAIL, files=files)
    pinned = replace(plain, lat=NGRONGGO[0], lon=NGRONGGO[1])
    receipt = receive(replace(pinned, **changes), by=actors.PUBLIC)
    return Told(receipt, actor_for(coordinator), actor_for(officer), agency)


def opened(client: Client, told: Told) -> Client:
    """The report opened in this browser with its PIN."""
    client.post("/lacak/", {"code": told.code, "factor": told.receipt.pin})
    return client


@pytest.fixture
def one_minute() -> Iterator[None]:
    """The clock stands: what is counted by the minute is counted in one."""
    with clock.standing_at(clock.now()):
        yield
