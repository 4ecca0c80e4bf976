"""Attachments: served after the access rule was asked, harmless in every browser; and their release."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kentongan.cases import actions
from kentongan.cases.queries.files import opened
from kentongan.core.actor import Role
from kentongan.desk.views.acting import acted
from kentongan.ui.gate import actor_of, any_staff, staff

_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'"


@any_staff
@require_GET
def file(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """The file, if this reader may open it. The number in the address is for people; the key decides."""
    found = opened(key, by=actor_of(request), as_published="published" in request.GET)
    return harmless(found.read(), found.media_type, f"{number}-{key[:8]}", is_saved="save" in request.GET)


def harmless(data: bytes, media_type: str, name: str, *, is_saved: bool = False) -> HttpResponse:
    """Bytes from outside: shown, never run, kept by this browser alone."""
    is_shown = media_type.startswith(("image/", "video/")) or media_type == "application/pdf"
    place = "inline" if is_shown and not is_saved else "attachment"
    return HttpResponse(
        data,
        content_type=media_type,
        headers={
            "Content-Security-Policy": _SANDBOX,
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": f'{place}; filename="{name}"',
            "Cache-Control": "private, max-age=600",
        },
    )


@staff(Role.COORDINATOR, Role.OFFICER)
@require_POST
def release(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Let the public and the reporter see a file, or no longer."""
    is_released = request.POST.get("released") == "yes"
    actions.release_attachment(number, key, is_released=is_released, by=actor_of(request))
    said = _("Released: the public may see this file.") if is_released else _("The release was taken back.")
    return acted(request, number, said)
