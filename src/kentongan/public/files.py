"""Files from the store to the reader, after the access rule was asked."""

from django.http import HttpRequest, HttpResponse

from kentongan.cases import queries
from kentongan.core.actor import Actor
from kentongan.public import thumbnails

_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src 'self'"


def served(request: HttpRequest, key: str, *, by: Actor) -> HttpResponse:
    """The file, or a small copy of a picture where the address ends in `?kecil`."""
    media_type, data = queries.file(key, by=by)
    if "kecil" in request.GET and media_type.startswith("image/"):
        return harmless(thumbnails.small(key, data), "image/jpeg")
    return harmless(data, media_type)


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
