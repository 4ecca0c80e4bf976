"""Cases made for tests, row by row, in any condition a reader can find them in."""

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, TextField, Value
from django.db.models.functions import Cast

from kentongan.cases import actions, search
from kentongan.cases.models import Attachment, Case, CaseParty, CaseText, Entry, Report
from kentongan.cases.workflow import OPEN_STATES
from kentongan.core import clock
from kentongan.core.actor import Actor, Role
from kentongan.core.ids import tracking_code
from kentongan.people.models import Contact, Person

_numbers = itertools.count(1)

NAME, PHONE, EMAIL = "Wulan Sekarjati", "+628110000047", "wulan@example.id"


def new_case(
    *,
    title: str = "Jalan berlubang dekat sekolah",
    text: str = "Lubang dalam di depan sekolah, anak jatuh.",
    lead: int | None = None,
    support: Sequence[int] = (),
    consulted: Sequence[int] = (),
    former: Sequence[int] = (),
    is_verified: bool = True,
    report: dict[str, Any] | None = None,
    received_at: datetime | None = None,
    **columns: Any,
) -> Case:
    """A case with its text, its words, one report, and the parts its agencies have or had."""
    received_at = received_at or clock.now()
    case = Case.objects.create(
        number=tracking_code(),
        title=title,
        channel=columns.pop("channel", "web"),
        received_at=received_at,
        verified_at=received_at if is_verified else None,
        routed_at=received_at if lead else None,
        lead_id=lead,
        **columns,
    )
    roles = {lead: "lead"} | dict.fromkeys(support, "support") | dict.fromkeys(consulted, "consulted")
    for agency, role in roles.items():
        if agency is not None:
            new_party(case, agency, role)
    for agency in former:
        new_party(case, agency, "lead", until=received_at + timedelta(hours=1), last_seq=3)
    new_report(case, code=case.number, **(report or {}))
    index(case, text, [agency for agency in roles if agency is not None])
    return case


def new_party(case: Case, agency: int, role: str, **columns: Any) -> CaseParty:
    return CaseParty.objects.create(
        case=case,
        agency_id=agency,
        role=role,
        since=case.received_at,
        first_seq=columns.pop("first_seq", 2),
        case_state=case.state,
        case_received_at=case.received_at,
        due_at=case.due_at,
        exercise=case.exercise,
        **columns,
    )


def new_report(case: Case, **columns: Any) -> Report:
    number = next(_numbers)
    made: dict[str, Any] = {
        "code": tracking_code(),
        "client": "web",
        "external_id": f"made-{number}",
        "channel": case.channel,
        "title": case.title,
        "text": f"Saya {NAME}, nomor {PHONE}. Lubang dalam sekali.",
        "received_at": case.received_at,
        "recorded_at": clock.now(),
        "exercise": case.exercise,
    }
    return Report.objects.create(case=case, **{**made, **columns})


def new_person(name: str = NAME, phone: str = PHONE) -> Person:
    person = Person.objects.create(name=name, created_at=clock.now())
    Contact.objects.create(person=person, kind="phone", value=phone, created_at=clock.now())
    return person


def new_entry(case: Case, kind: str, text: str, *, seq: int = 2, **columns: Any) -> Entry:
    spoken = {"told": text} if kind == "reply" else {"text": text}
    return Entry.objects.create(case=case, kind=kind, seq=seq, created_at=clock.now(), **spoken, **columns)


def index(case: Case, text: str, agencies: Sequence[int] = ()) -> None:
    """The words of a case, as the acts write them."""
    terms = search.terms_of(
        case.pk,
        case.title,
        text,
        agencies,
        place=case.place_text,
        area=case.area_id,
        category=case.category_id,
        tags=case.tags,
        is_open=case.state in OPEN_STATES,
        is_public=case.verified_at is not None and not case.is_confidential,
    )
    vector = Func(Cast(Value(terms), ArrayField(TextField())), function="array_to_tsvector")
    CaseText.objects.update_or_create(case=case, defaults={"text": text, "terms": vector})


def pk_of(number: str) -> int:
    """The id of the case with this number."""
    return Case.objects.values_list("pk", flat=True).get(number=number)


def released(*, is_released: bool = True) -> None:
    """Every file published, or taken back, as by the coordinator."""
    coordinator = Actor(label="system:test", roles=frozenset({Role.COORDINATOR}))
    for number, key in Attachment.objects.values_list("case__number", "key"):
        actions.release_attachment(number, key, is_released=is_released, by=coordinator)
