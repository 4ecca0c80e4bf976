"""What was newly published in a kelurahan, and answered, between two moments: as its public pages show it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from kentongan.cases.models import Entry
from kentongan.cases.queries import public

MOST = 20


@dataclass(frozen=True, slots=True)
class DigestItem:
    """One public case; `answer` is what was answered in that time, empty where nothing was."""

    case: int
    title: str
    is_new: bool
    answer: str


@dataclass(frozen=True, slots=True)
class Digest:
    """The first twenty, the newest first, and how many more there are."""

    items: tuple[DigestItem, ...]
    more: int


def digest(area: str, *, since: datetime, until: datetime) -> Digest:
    """What happened after `since` and not after `until`. Nothing that everyone may not read now."""
    published = Q(verified_at__gt=since, verified_at__lte=until)
    answered = Entry.objects.filter(kind=Entry.Kind.ANSWER, created_at__gt=since, created_at__lte=until)
    wanted = public.published().filter(area=area).filter(published | Q(pk__in=answered.values("case")))
    ids = list(wanted.order_by("-verified_at", "-pk").values_list("pk", flat=True))
    return Digest(tuple(_item(pk, since, until) for pk in ids[:MOST]), max(0, len(ids) - MOST))


def _item(case_id: int, since: datetime, until: datetime) -> DigestItem:
    found = public.public_case(case_id)
    answers = [
        step.text or "" for step in found.timeline if step.text_kind == Entry.Kind.ANSWER and since < step.at <= until
    ]
    return DigestItem(
        case=found.row.case,
        title=found.row.title,
        is_new=since < found.row.verified_at <= until,
        answer=answers[-1] if answers else "",
    )
