"""The receipt: code and PIN, once, in the session that sent the report; and the paper to take home."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from kentongan.cases import queries
from kentongan.cases.actions import open_by_pin
from kentongan.core import clock
from kentongan.core.addresses import public_address
from kentongan.core.errors import NotFound
from kentongan.history.queries import latest_checkpoint
from kentongan.public.drafts import Draft, Receipt
from kentongan.public.views.report import RECEIPT_SECONDS, own_draft
from kentongan.ui.gate import open_to_all
from kentongan.ui.qr import qr


def _fresh(draft: Draft) -> Receipt:
    receipt = draft.receipt
    if receipt is None or (clock.now() - receipt.received_at).total_seconds() > RECEIPT_SECONDS:
        raise NotFound
    return receipt


def _shown(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context)
    patch_cache_control(response, private=True, no_store=True)
    return response


@open_to_all
@require_GET
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    """Code and PIN on the screen, for an hour."""
    draft = own_draft(request, key)
    if draft.receipt is None:
        return redirect("public:step", key=key, slug="apa")
    shown = _fresh(draft)
    return _shown(request, "public/receipt.html", {"receipt": shown, "key": key, "alarms": shown.alarms})


@open_to_all
@require_GET
def slip(request: HttpRequest, key: str) -> HttpResponse:
    """The *tanda terima* on paper (UU 25/2009 Ps 44), with the marks by which its history can be proved."""
    shown = _fresh(own_draft(request, key))
    address = public_address(reverse("public:track"))
    page = queries.reporter_page(open_by_pin(shown.code, shown.pin), with_name=True)
    context = {
        "receipt": shown,
        "key": key,
        "page": page,
        "address": address,
        "qr": qr(address),
        "seal": latest_checkpoint(),
    }
    return _shown(request, "public/slip.html", context)
