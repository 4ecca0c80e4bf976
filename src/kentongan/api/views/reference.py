"""The machine door's own page for people who write programs; nothing of it comes from another host."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kentongan.api.shapes import operations
from kentongan.api.views.reading import api
from kentongan.ui.gate import open_to_all

_EXAMPLE = """curl {base}/api/v1/reports \\
  -H 'Authorization: Bearer ktg_…' \\
  -H 'Content-Type: application/json' \\
  -d '{{"external_id": "lampu-1047", "text": "Lampu jalan mati di depan balai RW 5.",
       "category": "pju", "place": {{"lat": -7.8161, "lon": 112.0119}}}}'"""


@open_to_all
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The reference, made of the same description that programs read."""
    document = api.get_openapi_schema()
    context = {
        "introduction": document["info"]["description"].strip().split("\n\n"),
        "operations": operations(document),
        "example": _EXAMPLE.format(base=settings.KENTONGAN_PUBLIC_URL),
    }
    return render(request, "api/reference.html", context)
