"""Who knocks at the machine door: a key in the Authorization header, its scope, its allowance."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kentongan.api.problems import Unfit, unauthorised
from kentongan.partners.actions import admit
from kentongan.partners.queries import Client, client_of
from kentongan.partners.scopes import Scope
from kentongan.ui import gate

ClientView = Callable[[HttpRequest, Client], HttpResponse]


def caller(request: HttpRequest, scope: Scope) -> Client:
    """The client whose key this request bears, counted against its allowance. Unfit or TooMany: it may not pass."""
    kind, _space, key = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    client = client_of(key.strip()) if kind.lower() == "bearer" else None
    if client is None:
        raise unauthorised()
    if scope not in client.scopes:
        raise Unfit(403, "forbidden", _("This key may not do that; it needs “%(scope)s”.") % {"scope": scope})
    admit(client)
    return client


def has_key(request: HttpRequest) -> bool:
    return "HTTP_AUTHORIZATION" in request.META


def for_clients(scope: Scope) -> Callable[[ClientView], Callable[[HttpRequest], HttpResponse]]:
    """The view takes the client as its second argument; only a key with the scope reaches it."""

    def mark(view: ClientView) -> Callable[[HttpRequest], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest) -> HttpResponse:
            return view(request, caller(request, scope))

        return gate.client(scope)(guarded)

    return mark
