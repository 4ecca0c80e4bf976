"""Reports told and handled by the acts themselves, for tests of what readers find."""

from typing import Any

from kentongan.cases import actions
from kentongan.cases.actions import Told, Verification
from kentongan.cases.tests.conftest import Town
from kentongan.cases.tests.factories import EMAIL, NAME, PHONE
from kentongan.core import actor as actors
from kentongan.core import clock
from kentongan.core.actor import PUBLIC, Actor
from kentongan.people.identity import Told as Teller
from kentongan.places.geometry import Located

HERE = Located("35.71.01.1001", "35.71.01", None, is_outside=False, neighbour="")
TEXT = "Jalan depan sekolah berlubang dalam, anak saya jatuh dari sepeda."


def told(n: int = 1, *, text: str = TEXT, **flags: Any) -> tuple[str, Actor]:
    """A report with a name and a number, by the door of the public."""
    teller = Teller(name=NAME, phone=PHONE, email=EMAIL)
    receipt = actions.submit(
        Told(
            client="web",
            external_id=str(n),
            channel="web",
            title=f"Jalan berlubang {n}",
            text=text,
            received_at=clock.now(),
            place=HERE,
            place_text="Jl. Kenanga",
            lat=-7.812345,
            lon=112.012345,
            teller=teller,
            **flags,
        ),
        by=PUBLIC,
    )
    return receipt.code, actors.reporter(receipt.report)


def verified(town: Town, number: str, *, anonymous: bool = False, confidential: bool = False) -> None:
    answers = Verification("unsupervised", town.category.code, is_anonymous=anonymous, is_confidential=confidential)
    actions.verify(number, answers, by=town.coordinator)


def handled(town: Town, *, n: int = 1, anonymous: bool = False, confidential: bool = False) -> tuple[str, Actor]:
    """Verified, sent back by one agency, routed to another with support and advice, followed up and answered."""
    number, reporter = told(n)
    verified(town, number, anonymous=anonymous, confidential=confidential)
    actions.route(number, lead=town.lamps.pk, by=town.coordinator)
    actions.send_back(number, reason="Bukan lampu, ini jalan.", suggested=town.roads.pk, by=town.lamps_officer)
    actions.route(number, lead=town.roads.pk, support=[town.water.pk], by=town.coordinator)
    actions.follow_up(number, text="Sudah kami survei tadi pagi.", by=town.roads_officer)
    actions.answer(number, text="Lubang sudah ditambal.", by=town.roads_officer)
    return number, reporter


def kinds(page: Any) -> list[str]:
    return [step.kind for step in reversed(page.timeline)]


def texts(page: Any) -> list[str]:
    return [step.text for step in reversed(page.timeline) if step.text]


FLAGS = {
    "biasa": {},
    "anonim": {"anonymous": True},
    "rahasia": {"confidential": True},
    "both": {"anonymous": True, "confidential": True},
}
