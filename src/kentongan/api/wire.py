"""What travels through the machine door: shapes of requests and answers. Pure; the published schema is made of them."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

LONGEST_BODY = 262_144  # bytes: 10,000 characters, each as two escapes, and room for the rest

Text = Annotated[str, Meta(min_length=1, max_length=10_000, description="What happened, in the citizen's own words.")]
ExternalId = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=120,
        pattern=r"^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$",
        description="Your own id of this report. Sending it again changes nothing and answers with the same code.",
    ),
]


Moment = Annotated[datetime, Meta(tz=True)]


class PlaceIn(Struct, forbid_unknown_fields=True):
    """Where: a position, the code of an area, a description. A position counts more than an area."""

    lat: Annotated[float, Meta(ge=-90, le=90, description="Latitude, WGS 84. 0,0 means: not known.")] | None = None
    lon: Annotated[float, Meta(ge=-180, le=180, description="Longitude, WGS 84.")] | None = None
    area: Annotated[str, Meta(max_length=13, pattern=r"^[0-9.]*$", description="Kemendagri code; see /areas.")] = ""
    description: Annotated[str, Meta(max_length=300, description="How to find it.")] = ""


class ContactIn(Struct, forbid_unknown_fields=True):
    """Who tells it. Nothing of this is ever needed; it is kept encrypted."""

    name: Annotated[str, Meta(max_length=200, description="Seen by those who handle the report.")] = ""
    phone: Annotated[str, Meta(max_length=40, description="As typed, e.g. 0811-0000-047.")] = ""
    email: Annotated[str, Meta(max_length=254, description="News of the report is sent here.")] = ""


class ReportIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """One citizen's report. Fields not named here are refused, so that a misspelt one is noticed."""

    external_id: ExternalId
    text: Text
    title: Annotated[str, Meta(max_length=200, description="In a few words; made from the text where empty.")] = ""
    category: Annotated[str, Meta(max_length=60, description="Code of a category; see /categories.")] = ""
    occurred_on: Annotated[date, Meta(description="The day it happened, on the city's calendar.")] | None = None
    occurred_at: (
        Annotated[datetime, Meta(tz=True, description="Instead of occurred_on: the moment; its day is kept.")] | None
    ) = None
    place: PlaceIn = field(default_factory=PlaceIn)
    contact: ContactIn = field(default_factory=ContactIn)
    anonymous: Annotated[bool, Meta(description="Agencies do not see who told it.")] = False
    confidential: Annotated[bool, Meta(description="Nothing of it is published.")] = False
    language: Annotated[Literal["id", "en"], Meta(description="In which the reporter is written to.")] = "id"


class DeadlineOut(Struct):
    """The limit that runs now."""

    at: Moment
    text: str


class EmergencyOut(Struct):
    """Words of danger were found: tell the citizen to call, at once."""

    words: tuple[str, ...]
    message: str


class LinksOut(Struct):
    """Where this report is read on: self by programs, tracking by the citizen, who types code and PIN there."""

    this: str = field(name="self")
    tracking: str


class ReceiptOut(Struct, omit_defaults=True):
    """The receipt."""

    code: Annotated[str, Meta(description="The citizen's: shows how far the report is.")]
    pin: Annotated[str | None, Meta(description="With the code it opens the details; null where they were erased.")]
    received_at: Moment
    links: LinksOut
    deadline: DeadlineOut | None = None
    emergency: EmergencyOut | None = None


class ErrorDetail(Struct):
    """`code` for programs, `message` for people in the language of Accept-Language, `field` the input at fault."""

    code: str
    message: str
    field: str | None = None


class ErrorOut(Struct):
    """Any answer from 400 on. Nothing was written."""

    error: ErrorDetail
