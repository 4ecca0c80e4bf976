"""Who may open a view. The decision stands on the view as `view.access`, so that a test can walk every address.

A door names one for each view: `@open_to_all`, `@staff(Role.OFFICER)`, `@any_staff`, `@client("reports:write")`.
What a row shows to whom is decided below, in the `access` room of its part.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any, Literal, TypeVar
from urllib.parse import urlencode

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.cache import patch_cache_control
from django.utils.module_loading import import_string

from kentongan.core.actor import PUBLIC, Actor, Role
from kentongan.core.roles import NOT_STAFF

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Access:
    """`everyone`, signed-in `staff` with one of `roles`, or another system's `client` whose key holds `scope`."""

    kind: Literal["everyone", "staff", "client"]
    roles: frozenset[Role] = frozenset()
    scope: str = ""

    def admits(self, actor: Actor) -> bool:
        """Whether this actor may open the view. A client's key is judged by the door that reads keys."""
        if self.kind == "staff":
            return actor.user is not None and actor.has(*self.roles)
        return self.kind == "everyone" or actor.client is not None


def actor_of(request: HttpRequest) -> Actor:
    """Who sends this request: the signed-in user's actor, read once, else the public."""
    known: Actor | None = getattr(request, "kentongan_actor", None)
    if known is None:
        user = getattr(request, "user", None)
        is_signed_in = user is not None and user.is_authenticated
        known = import_string(settings.KENTONGAN_ACTOR_FOR)(user) if is_signed_in else PUBLIC
        request.kentongan_actor = known  # type: ignore[attr-defined]
    return known


def _marked(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def open_to_all(view: View) -> View:
    """Anyone may open it, signed in or not."""
    return _marked(view, Access("everyone"))


def client(scope: str) -> Callable[[View], View]:
    """Another system may open it with a key that holds the scope. The API's own authentication enforces it."""

    def mark(view: View) -> View:
        return _marked(view, Access("client", scope=scope))

    return mark


def staff(*roles: Role) -> Callable[[View], View]:
    """A signed-in user with one of the roles. Strangers are sent to sign in; other roles are refused (403)."""
    access = Access("staff", roles=frozenset(roles))

    def mark(view: View) -> View:
        wrapper = _guarded_async(view, access) if iscoroutinefunction(view) else _guarded(view, access)
        return _marked(wrapper, access)  # type: ignore[return-value]

    return mark


def any_staff(view: View) -> View:
    """Any signed-in user of the city, whatever the role."""
    return staff(*(role for role in Role if role not in NOT_STAFF))(view)


def _refusal(request: HttpRequest, access: Access) -> HttpResponseBase | None:
    """None where the request may pass; raises PermissionDenied where signing in would not help."""
    actor = actor_of(request)
    if access.admits(actor):
        return None
    if actor.user is not None:
        raise PermissionDenied
    return _sign_in_first(request)


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    where = resolve_url(settings.LOGIN_URL)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": where})
    back = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
    return HttpResponseRedirect(where + back)


def _unkept(response: HttpResponseBase) -> HttpResponseBase:
    """Pages of the desk stay in no cache: the next user of the machine must not go back to them."""
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True, no_store=True)
    return response


def _guarded(view: Callable[..., Any], access: Access) -> Callable[..., Any]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refusal = _refusal(request, access)
        return refusal if refusal is not None else _unkept(view(request, *args, **kwargs))

    return guarded


def _guarded_async(view: Callable[..., Any], access: Access) -> Callable[..., Any]:
    @wraps(view)
    async def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refusal = await sync_to_async(_refusal)(request, access)
        return refusal if refusal is not None else _unkept(await view(request, *args, **kwargs))

    return guarded
