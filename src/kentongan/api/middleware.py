"""The machine door's own short way in: no session, cookie, form token, template or message is made for a program.

Stands first in MIDDLEWARE. Every other address goes the long way.
"""

import logging
from collections.abc import Callable

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import ResolverMatch, resolve
from django.utils import translation
from django.utils.translation import gettext as _

from kentongan.api import problems
from kentongan.core.errors import KentonganError

PREFIX = "/api/v"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

log = logging.getLogger(__name__)


class MachineDoor:
    """Answers requests below /api/v1 itself, in JSON whatever happens; hands on all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._long_way = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self._long_way(request)
        with translation.override(language_of(request)):
            response = _answered(request)
        for name, value in HEADERS.items():
            response[name] = value
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Content-Length", str(len(response.content)))
        return response


def language_of(request: HttpRequest) -> str:
    """Indonesian, unless English is asked for first."""
    wanted: str = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
    return "en" if wanted[:2].lower() == "en" else "id"


_fixed: dict[str, ResolverMatch] = {}  # addresses without a variable part need no search; there are a handful


def _match(path: str) -> ResolverMatch:
    match = _fixed.get(path)
    if match is None:
        match = resolve(path)
        if not match.kwargs:
            _fixed[path] = match
    return match


def _answered(request: HttpRequest) -> HttpResponse:
    try:
        match = _match(request.path_info)
        request.resolver_match = match
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    except problems.Unfit as error:
        return problems.of_unfit(error)
    except KentonganError as error:
        return problems.of_domain(error)
    except Http404:
        return problems.failure(404, "not_found", _("There is nothing at this address."))
    except RequestDataTooBig:
        return problems.failure(413, "too_large", _("This is too large."))
    except (BadRequest, SuspiciousOperation, OSError):
        return problems.failure(400, "malformed", _("This request could not be read."))
    except Exception:
        log.exception("a request at the machine door failed")
        return problems.broken()
    return _in_json(response)


def _in_json(response: HttpResponse) -> HttpResponse:
    """A refusal that was not made here, in the form all others have."""
    if response.status_code < 400 or response.headers["Content-Type"].startswith("application/json"):
        return response
    plain = problems.failure(response.status_code, "refused", _("This address does not do that."))
    if "Allow" in response.headers:
        plain["Allow"] = response.headers["Allow"]
    return plain
