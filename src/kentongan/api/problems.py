"""What goes wrong at the machine door, as JSON in the caller's language. Nothing was written then."""

import re
from collections.abc import Callable

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kentongan.api.wire import ErrorDetail, ErrorOut
from kentongan.core.errors import Conflict, KentonganError, NotFound, Refused, TooMany

_encode = msgspec.json.Encoder().encode


class Unfit(Exception):
    """A request this door cannot take: status, code for programs, message for people, the field at fault."""

    def __init__(self, status: int, code: str, message: str, field: str | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.message, self.field = status, code, message, field
        self.headers: dict[str, str] = {}


def answer(status: int, body: msgspec.Struct) -> HttpResponse:
    """A JSON answer."""
    return HttpResponse(_encode(body), status=status, content_type="application/json")


def failure(status: int, code: str, message: str, field: str | None = None) -> HttpResponse:
    """A JSON answer that says what was wrong."""
    return answer(status, ErrorOut(ErrorDetail(code=code, message=message, field=field)))


def of_unfit(error: Unfit) -> HttpResponse:
    response = failure(error.status, error.code, error.message, error.field)
    for name, value in error.headers.items():
        response[name] = value
    return response


def of_domain(error: KentonganError) -> HttpResponse:
    """The few errors of the house, as this door answers them."""
    match error:
        case TooMany():
            response = failure(429, "too_many", str(error.reason))
            response["Retry-After"] = str(error.retry_after)
            return response
        case Refused():
            return failure(422, "refused", str(error.reason), error.field)
        case NotFound():
            return failure(404, "not_found", _("There is no such thing here."))
        case Conflict():
            return failure(409, "conflict", _("Someone else changed this at the same time. Read it again."))
    return broken()


def broken() -> HttpResponse:
    return failure(500, "broken", _("Something broke on our side. Send the same again in a moment."))


def unauthorised() -> Unfit:
    """No key, or one that nobody holds."""
    error = Unfit(401, "unauthorised", _("Send your key in the header: Authorization: Bearer ktg_…"))
    error.headers["WWW-Authenticate"] = 'Bearer realm="kentongan"'
    return error


def not_allowed(request: HttpRequest, *methods: str) -> Unfit:
    error = Unfit(405, "method_not_allowed", _("This address does not do that."))
    error.headers["Allow"] = ", ".join(methods)
    return error


def of_json(error: Exception) -> Unfit:
    """Why a body could not be read, in the caller's words; the decoder's own are English and meant for programmers."""
    text = str(error)
    if not isinstance(error, msgspec.ValidationError):
        where = re.search(r"\(byte (\d+)\)", text)
        place = _(" (byte %(number)s)") % {"number": where[1]} if where else ""
        return Unfit(400, "malformed", _("The body is not valid JSON in UTF-8%(place)s.") % {"place": place})
    path = re.search(r" - at `\$\.?([^`]*)`$", text)
    field = path[1] if path else None
    for pattern, code, words in _WORDS:
        if found := re.match(pattern, text):
            name = found.groupdict().get("name")
            if name:
                field = f"{field}.{name}" if field else name
            return Unfit(422, code, words(found), field)
    return Unfit(422, "invalid", _("This value does not fit."), field)


_KINDS = {"str": "text", "float": "number", "int": "number", "bool": "true/false", "object": "object", "array": "list"}


def _kind(names: str) -> str:
    return " / ".join(dict.fromkeys(_KINDS.get(n.strip(), n.strip()) for n in names.split("|")))


_WORDS: tuple[tuple[str, str, Callable[[re.Match[str]], str]], ...] = (
    (r"Object missing required field `(?P<name>[^`]*)`", "missing", lambda m: _("This field is needed.")),
    (r"Object contains unknown field `(?P<name>[^`]*)`", "unknown_field", lambda m: _("There is no such field.")),
    (r"Expected `str` of length >= ", "empty", lambda m: _("This must not be empty.")),
    (
        r"Expected `str` of length <= (\d+)",
        "too_long",
        lambda m: _("At most %(limit)s characters, please.") % {"limit": m[1]},
    ),
    (r"Expected `float` ([<>]=) ([-\d.]+)", "out_of_range", lambda m: _("This number is out of range.")),
    (r"Number out of range|Integer value out of range", "out_of_range", lambda m: _("This number is out of range.")),
    (r"Expected `str` matching regex", "invalid", lambda m: _("These characters are not possible here.")),
    (r"Invalid RFC3339 encoded date\b", "invalid", lambda m: _("Write the day like 2026-08-17.")),
    (
        r"Invalid RFC3339 encoded datetime|Expected `datetime` with a timezone",
        "invalid",
        lambda m: _("Write the moment with its zone, like 2026-08-17T10:00:00+07:00."),
    ),
    (r"Invalid enum value", "invalid", lambda m: _("This is none of the possible values.")),
    (
        r"Expected `([^`]*)`, got `([^`]*)`",
        "wrong_type",
        lambda m: _("Expected %(expected)s, got %(got)s.") % {"expected": _kind(m[1]), "got": _kind(m[2])},
    ),
)
