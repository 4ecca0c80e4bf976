"""*receive*: the one front door. Every report enters here, checked, located, once and only once."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.cases import actions as cases
from kentongan.cases.actions import Told, Upload
from kentongan.cases.queries.categories import CategoryFacts, current
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.errors import Refused
from kentongan.core.text import clean
from kentongan.people import identity
from kentongan.places.geometry import NOWHERE, Located
from kentongan.places.queries import city, locate, located_area
from kentongan.triage import alarm_words

LONGEST_TEXT = 10_000
LONGEST_TITLE = 200
LONGEST_PLACE = 300
LONGEST_ID = 120
_OLDEST = timedelta(days=366 * 30)


@dataclass(frozen=True, slots=True)
class Submission:
    """A report as a door hands it in. Nothing personal is mandatory; only `client`, `external_id` and `text` are.

    `client`: the door (`web`, `desk`) or the API client (`client:3`); `external_id`: unique in it, so that sending
    twice is harmless. Times aware; `received_at` only where the past is entered.
    """

    client: str
    external_id: str
    channel: str
    text: str
    title: str = ""
    category: str = ""
    area: str = ""
    place_text: str = ""
    lat: float | None = None
    lon: float | None = None
    occurred_on: date | None = None
    name: str = ""
    phone: str = ""
    email: str = ""
    is_anonymous: bool = False
    is_confidential: bool = False
    wants_news: bool = True
    language: str = "id"
    received_at: datetime | None = None
    received_at_is_estimated: bool = False
    is_outside: bool = False
    tags: tuple[str, ...] = ()
    files: tuple[Upload, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Received:
    """The receipt. `emergency` holds the words that sound like an emergency: then say "telepon 112" at once."""

    code: str
    pin: str
    received_at: datetime
    due_at: datetime | None
    is_new: bool
    emergency: tuple[str, ...] = ()


def receive(submission: Submission, *, by: Actor) -> Received:
    """Take one report in. Refused in words where it cannot be read; then nothing at all is written."""
    told = read(submission)
    if not submission.files:
        receipt = cases.submit(told, by=by)
    else:
        clean = cases.cleaned(submission.files)
        with transaction.atomic():
            receipt = cases.submit(told, by=by)
            if receipt.is_new:
                cases.attach_to_report(receipt.report, clean, at=told.received_at)
    return _received(receipt, submission.text)


def receive_many(submissions: Sequence[Submission], *, by: Actor) -> list[Received | Refused]:
    """Take a batch in, in one statement. What is refused stands in its place and stops nothing else."""
    checked: list[Told | Refused] = []
    for submission in submissions:
        try:
            checked.append(read(submission))
        except Refused as refusal:
            checked.append(refusal)
    receipts = iter(cases.submit_many([told for told in checked if isinstance(told, Told)], by=by))
    return [
        entry if isinstance(entry, Refused) else _received(next(receipts), submission.text)
        for entry, submission in zip(checked, submissions, strict=True)
    ]


def _received(receipt: cases.Submitted, text: str) -> Received:
    return Received(
        code=receipt.code,
        pin=receipt.pin,
        received_at=receipt.received_at,
        due_at=receipt.due_at,
        is_new=receipt.is_new,
        emergency=alarm_words.found(text),
    )


def read(submission: Submission) -> Told:
    """The report as it would enter, checked and located; nothing is written. Refused in words."""
    now = clock.now()
    category = _category(submission.category)
    lat, lon, place = _place(submission)
    return Told(
        client=submission.client,
        external_id=_limited(submission.external_id, "external_id", LONGEST_ID, is_required=True),
        channel=submission.channel,
        title=_limited(submission.title, "title", LONGEST_TITLE),
        text=_limited(submission.text, "text", LONGEST_TEXT, is_required=True),
        received_at=_moment(submission.received_at, now),
        received_at_is_estimated=submission.received_at_is_estimated,
        place=place,
        place_text=_limited(submission.place_text, "place_text", LONGEST_PLACE),
        lat=lat,
        lon=lon,
        occurred_on=_day(submission.occurred_on, now),
        category=category.code if category else None,
        classification=category.classification if category else "",
        teller=identity.told(submission.name, submission.phone, submission.email),
        is_anonymous=submission.is_anonymous,
        is_confidential=submission.is_confidential or bool(category and category.is_sensitive),
        wants_news=submission.wants_news,
        language=submission.language if submission.language in {"id", "en"} else "id",
        tags=submission.tags,
        prefix=city().code_prefix,
    )


def _limited(typed: str, name: str, limit: int, *, is_required: bool = False) -> str:
    text = clean(typed)
    if is_required and not text:
        raise Refused(_("This must not be empty."), field=name)
    if len(text) > limit:
        raise Refused(_("At most %(limit)s characters, please.") % {"limit": limit}, field=name)
    return text


def _category(code: str) -> CategoryFacts | None:
    if not code:
        return None
    found = current(code)
    if found is None:
        raise Refused(_("There is no category “%(code)s”.") % {"code": clean(code)[:60]}, field="category")
    return found


def _place(submission: Submission) -> tuple[float | None, float | None, Located]:
    """The position, where there is one, and where it lies. A position counts more than a chosen area."""
    lat, lon = submission.lat, submission.lon
    if (lat is None) != (lon is None):
        raise Refused(_("A position needs latitude and longitude."), field="lat")
    if lat is not None and lon is not None:
        if not (math.isfinite(lat) and math.isfinite(lon)):
            raise Refused(_("This is not a position."), field="lat")
        place = locate(lat, lon)
        if place is not NOWHERE:
            return lat, lon, place
    if submission.area:
        return None, None, located_area(submission.area)
    return None, None, replace(NOWHERE, is_outside=True) if submission.is_outside else NOWHERE


def _moment(received_at: datetime | None, now: datetime) -> datetime:
    if received_at is None:
        return now
    if received_at > now + timedelta(minutes=5) or received_at < now - _OLDEST:
        raise Refused(_("This moment cannot be right: it lies in the future or too far back."), field="received_at")
    return received_at


def _day(occurred_on: date | None, now: datetime) -> date | None:
    if occurred_on is not None and not (clock.local(now - _OLDEST).date() <= occurred_on <= clock.local(now).date()):
        raise Refused(_("The day it happened cannot lie in the future."), field="occurred_on")
    return occurred_on
