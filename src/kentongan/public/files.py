"""Files from the store to the reader, after the access rule was asked."""

from django.http import HttpResponse

from kentongan.cases import queries
from kentongan.core.actor import Actor

_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src 'self'"


def served(key: str, *, by: Actor) -> HttpResponse:
    """The file, harmless even where a browser misreads it: no script, no guessing, no cache of others."""
    media_type, data = queries.file(key, by=by)
    return harmless(data, media_type)


def harmless(data: bytes, media_type: str) -> HttpResponse:
    """Bytes from outside: shown, never run."""
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
