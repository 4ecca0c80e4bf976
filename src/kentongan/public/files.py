"""Files from the store to the reader, after the access rule was asked."""

from django.http import HttpRequest, HttpResponse

from kentongan.cases.queries.files import opened
from kentongan.core.actor import Actor
from kentongan.public import thumbnails

_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src 'self'"


def served(request: HttpRequest, key: str, *, by: Actor) -> HttpResponse:
    """The file, or a small copy of a picture where the address ends in `?kecil`."""
    found = opened(key, by=by)
    mark = f'"{found.name[:16]}"'
    if request.headers.get("If-None-Match") == mark:
        response = HttpResponse(status=304)
    elif "kecil" in request.GET and found.media_type.startswith("image/"):
        response = harmless(thumbnails.small(found.name, found.read()), "image/jpeg")
    else:
        response = harmless(found.read(), found.media_type)
    response["ETag"] = mark
    response["Cache-Control"] = "private, no-cache"  # asked for again each time: what was taken back is not shown
    return response


def harmless(data: bytes, media_type: str) -> HttpResponse:
    """Bytes from outside: shown, never run, kept by this browser alone."""
    return HttpResponse(
        data,
        content_type=media_type,
        headers={
            "Content-Security-Policy": _SANDBOX,
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": "inline",
            "Cache-Control": "private, max-age=3600",
        },
    )
