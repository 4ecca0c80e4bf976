"""What programs may read: a report by its code, the categories, the areas."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Field, HeaderEx, P, PathEx, Schema
from ninja.errors import ValidationError

from kentongan.api.gate import caller, has_key
from kentongan.api.openapi import MachineAPI
from kentongan.api.problems import failure
from kentongan.api.words import deadline_text
from kentongan.cases import queries
from kentongan.cases.actions import open_by_pin
from kentongan.cases.queries.shapes import Limit, PublicStatus, Step
from kentongan.cases.workflow import State
from kentongan.core.errors import NotFound
from kentongan.core.ids import normal_code
from kentongan.partners.queries import Client
from kentongan.partners.scopes import Scope
from kentongan.places.queries import areas as all_areas
from kentongan.ui.pace import LOOKUPS, slow_down

api = MachineAPI()


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    """Ninja's own refusals, in the form all others have."""
    where = error.errors[0]["loc"][-1] if error.errors else None
    return failure(422, "invalid", _("This value does not fit."), str(where))


_KEEP = "public, max-age=300"
_ERRORS = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorOut"}}}


class StepOut(Schema):
    """Something that was done. `who`: reporter, coordinator, agency, system or partner; never a person's name."""

    at: datetime
    kind: str = Field(description="submitted, verified, routed, followed_up, asked, answered, closed, …")
    who: str
    agency: str = ""
    text: str | None = Field(None, description="What was said to the reporter; null where nothing was or it is erased.")


class DeadlineOut(Schema):
    """The limit that runs now."""

    at: datetime
    stage: str
    text: str


class DetailsOut(Schema):
    """What only the reporter and the client that sent the report may read."""

    agency: str = Field(description="Who has it now; empty while it is being verified.")
    deadline: DeadlineOut | None = None
    question: str | None = Field(None, description="Asked of the reporter and not answered yet.")
    timeline: list[StepOut] = Field(description="The newest first.")


class StatusOut(Schema):
    """Where a report stands. `details` is null unless a PIN or the sender's own key was sent."""

    code: str
    state: State
    state_text: str = Field(description="In the language of Accept-Language.")
    received_at: datetime
    verified_at: datetime | None
    routed_at: datetime | None
    first_follow_up_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    details: DetailsOut | None = None


class CategoryOut(Schema):
    """A category a report may name. A sensitive one makes the report confidential."""

    code: str
    name: str
    parent: str | None
    is_sensitive: bool
    is_emergency: bool


class AreaOut(Schema):
    """A kecamatan, kelurahan or desa of this city, by its Kemendagri code."""

    code: str
    name: str
    level: str
    parent: str | None
    lat: float
    lon: float


def _refusals(**reasons: str) -> dict[str, Any]:
    return {"responses": {int(status[1:]): {"description": why, "content": _ERRORS} for status, why in reasons.items()}}


@api.get(
    "/reports/{code}",
    response=StatusOut,
    summary="Where a report stands",
    openapi_extra={
        "security": [{}, {"key": []}],
        **_refusals(
            _401="The key is unknown.",
            _403="The key may not read reports.",
            _404="No such report, or code and PIN do not belong together.",
            _422="The code or the PIN is too long to be one.",
            _429="The allowance is used up, the address asks too fast, or ten wrong PINs closed the details.",
        ),
    },
)
def report(
    request: HttpRequest,
    code: PathEx[str, P(max_length=40)],
    pin: HeaderEx[str | None, P(alias="X-Report-Pin", max_length=40)] = None,
) -> dict[str, Any]:
    """The state by the bare code; with the header X-Report-Pin, or the key that sent it, what was done and answered."""
    client = caller(request, Scope.REPORTS_READ) if has_key(request) else None
    if client is None:
        slow_down(request, LOOKUPS)  # one with a key has its own allowance
    if pin is not None:
        by = open_by_pin(code, pin, language=get_language() or "id")
        page = queries.reporter_page(by)
        return _status(page.status, _details(page.agency, page.limit, page.timeline, page.question))
    normal = normal_code(code)
    status = queries.track(normal) if normal else None
    details = _of_client(client, normal) if client else None
    if status is None:
        raise NotFound
    return _status(status, details)


def _of_client(client: Client, code: str | None) -> dict[str, Any] | None:
    """What the client that sent it may read; None where the report is another's."""
    try:
        page = queries.case_page(code or "", by=client.actor)
    except NotFound:
        return None
    if not page.sight.own:
        return None
    lead = next((party.name for party in page.parties if party.until is None and party.role == "lead"), "")
    return _details(lead, page.row.limit, page.timeline, None)


def _status(status: PublicStatus, details: dict[str, Any] | None) -> dict[str, Any]:
    known = {name: getattr(status, name) for name in PublicStatus.__slots__}
    return {**known, "state_text": str(State(status.state).label), "details": details}


def _details(agency: str, limit: Limit | None, steps: tuple[Step, ...], question: str | None) -> dict[str, Any]:
    due = (
        {"at": limit.due_at, "stage": limit.stage, "text": deadline_text(limit.due_at, limit.stage)} if limit else None
    )
    timeline = [{"at": s.at, "kind": s.kind, "who": s.who, "agency": s.agency, "text": s.text} for s in steps]
    return {"agency": agency, "deadline": due, "question": question, "timeline": timeline}


@api.get("/categories", response=list[CategoryOut], summary="The categories")
def categories(request: HttpRequest, response: HttpResponse) -> list[dict[str, Any]]:
    """All categories a report may name, in the order of the form. `name` follows Accept-Language."""
    response["Cache-Control"], response["Vary"] = _KEEP, "Accept-Language"
    language = get_language() or "id"
    return [
        {
            "code": facts.code,
            "name": facts.label(language),
            "parent": facts.parent,
            "is_sensitive": facts.is_sensitive,
            "is_emergency": facts.is_emergency,
        }
        for facts in queries.category_facts().values()
        if facts.is_active
    ]


@api.get("/areas", response=list[AreaOut], summary="The areas")
def areas(request: HttpRequest, response: HttpResponse) -> list[Any]:
    """The city, its kecamatan, its kelurahan and desa, in the order of their codes."""
    response["Cache-Control"] = _KEEP
    return [area for area in all_areas().values() if area.is_active]
