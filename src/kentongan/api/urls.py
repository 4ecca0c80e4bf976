"""The machine door."""

from typing import Any

from django.urls import URLPattern, include, path

from kentongan.api.views import reading, reference, reports
from kentongan.ui.gate import open_to_all

app_name = "api"


def _open(patterns: list[Any]) -> list[Any]:
    """Ninja makes the view functions, so the decision is put on them here: a key only shows more."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            open_to_all(pattern.callback)
    return patterns


urlpatterns = [
    path("v1/reports", reports.submit, name="reports"),
    path("", reference.page, name="reference"),
    path("v1/", include((_open(reading.api.urls[0]), "v1"))),
]
