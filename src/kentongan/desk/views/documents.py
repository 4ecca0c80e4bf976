"""*Berkas saya*: lists as sheets, at once where they are short, else when the worker has made them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from kentongan.cases.queries.queues import queues_of
from kentongan.core.errors import Refused
from kentongan.desk import queues, words
from kentongan.desk.listing import Listing
from kentongan.desk.page import show
from kentongan.desk.views.inbox import listing_of
from kentongan.statistics import actions, queries
from kentongan.statistics.listing import Asked
from kentongan.ui.gate import actor_of, any_staff
from kentongan.ui.words import STAGES, STATES


def _headings() -> dict[str, str]:
    return {
        "number": _("Code"),
        "title": _("Title"),
        "state": pgettext("column", "State"),
        "channel": _("Channel"),
        "classification": _("Classification"),
        "category": _("Category"),
        "district": _("Kecamatan"),
        "area": _("Kelurahan"),
        "agencies": _("Agencies"),
        "received_at": pgettext("column", "Received"),
        "stage": _("Running limit"),
        "due_at": pgettext("column", "Due"),
        "is_anonymous": _("Anonymous"),
        "is_confidential": _("Confidential"),
        "report_count": _("Number of reports"),
        "returns": _("Times sent back"),
        "tags": _("Tags"),
    }


def _words() -> dict[str, dict[str, str]]:
    return {
        "state": {code: capfirst(str(word)) for code, (_icon, word) in STATES.items()},
        "channel": {code: str(mark.word) for code, mark in words.CHANNELS.items()},
        "classification": {code: str(word) for code, word in words.CLASSIFICATIONS.items()},
        "stage": {code: capfirst(str(word)) for code, word in STAGES.items()},
        "flag": {"yes": pgettext("cell", "yes"), "no": pgettext("cell", "no")},
    }


def _asked(listing: Listing) -> Asked:
    return Asked(listing.queue, listing.filters, listing.order, _headings(), _words())


@any_staff
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The list of this address as a file: now, or in *Berkas saya* when it is made."""
    actor, listing = actor_of(request), listing_of(request)
    if listing.queue not in queues_of(actor):
        raise Refused(_("Open the list first, then download it."))
    name = slugify(str(queues.word(listing.queue, actor)))
    key, is_ready = actions.export_list(_asked(listing), form=request.POST.get("form", ""), name=name, by=actor)
    if is_ready:
        return _sent(queries.document_file(str(key), by=actor))
    messages.success(request, _("The list is long: the file is being made. It appears here."))
    return redirect("desk:documents")


def _sent(file: queries.File) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{file.filename}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(file.data, content_type=file.media_type, headers=headers)


@any_staff
@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """What he asked for: how far it is, until when it is kept."""
    found = queries.documents(actor_of(request))
    return show(request, "desk/documents.html", {"documents": found, "is_busy": any(d.is_pending for d in found)})


@any_staff
@require_GET
def document(request: HttpRequest, key: str) -> HttpResponse:
    """The file, to the one who asked for it."""
    return _sent(queries.document_file(key, by=actor_of(request)))


@any_staff
@require_POST
def delete(request: HttpRequest, key: str) -> HttpResponse:
    """Away with it."""
    actions.delete_document(key, by=actor_of(request))
    messages.success(request, _("File deleted."))
    return redirect("desk:documents")
