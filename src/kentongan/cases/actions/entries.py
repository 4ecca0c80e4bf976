"""Words in the life of a case, each tied to the event that carries its mark."""

import os
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, TextField, Value
from django.db.models.functions import Cast

from kentongan.cases import search
from kentongan.cases.models import Case, CaseParty, CaseText, Entry
from kentongan.cases.workflow import OPEN_STATES
from kentongan.core.actor import Actor
from kentongan.history.chain import text_mark

_SALT = 16


def say(case: Case, kind: str, text: str, *, by: Actor, at: datetime) -> dict[str, str]:
    """Keep a word of someone who works here; gives the mark for the event that follows."""
    entry = Entry.objects.create(
        case=case,
        kind=kind,
        seq=case.head_seq + 1,
        author_id=by.user,
        agency_id=by.agency,
        text=text,
        salt=os.urandom(_SALT),
        created_at=at,
        exercise=case.exercise,
    )
    return {f"entry:{entry.pk}": text_mark(bytes(entry.salt or b""), text)}


def tell(case: Case, report: int, text: str, *, at: datetime) -> dict[str, str]:
    """Keep a word of the reporter, encrypted; gives the mark for the event that follows."""
    entry = Entry.objects.create(
        case=case,
        kind=Entry.Kind.REPLY,
        seq=case.head_seq + 1,
        report_id=report,
        told=text,
        salt=os.urandom(_SALT),
        created_at=at,
        exercise=case.exercise,
    )
    return {f"entry:{entry.pk}": text_mark(bytes(entry.salt or b""), text)}


def index(case: Case) -> None:
    """Renew the words and the agencies the case is found by."""
    body = CaseText.objects.get(case=case)
    agencies = CaseParty.objects.filter(case=case, until__isnull=True).values_list("agency_id", flat=True)
    is_public = case.verified_at is not None and not case.is_confidential
    terms = search.terms_of(
        case.pk,
        case.title,
        body.text,
        agencies,
        place=case.place_text,
        area=case.area_id,
        category=case.category_id,
        tags=case.tags,
        is_open=case.state in OPEN_STATES,
        is_public=is_public,
    )
    vector = Func(Cast(Value(terms), ArrayField(TextField())), function="array_to_tsvector")
    CaseText.objects.filter(case=case).update(terms=vector)
