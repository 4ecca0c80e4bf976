"""*Laporkan lagi*: a new report that goes on from one whose time to reply has passed."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from kentongan.cases import actions as cases
from kentongan.cases import queries
from kentongan.cases.queries.retelling import beginning
from kentongan.core import actor
from kentongan.core.errors import NotFound, Refused
from kentongan.public import drafts
from kentongan.public.drafts import Draft
from kentongan.public.views.track import opened_by
from kentongan.ui.gate import open_to_all
from kentongan.ui.pace import DRAFTS, slow_down

EARLIER, SESSION, MOST_DRAFTS = "earlier", "drafts", 5
_log = logging.getLogger(__name__)


@open_to_all
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Begin a draft with the subject and the place of the report that is open in this browser."""
    by = opened_by(request)
    if not queries.reporter_page(by).can_tell_again:
        raise NotFound
    slow_down(request, DRAFTS)
    draft = drafts.start()
    draft.values = {**beginning(by), EARLIER: str(by.report)}
    drafts.save(draft)
    request.session[SESSION] = [*request.session.get(SESSION, []), draft.key][-MOST_DRAFTS:]
    return redirect("public:step", key=draft.key, slug="apa")


def link(draft: Draft, code: str) -> None:
    """Link what was just sent to the report it goes on from. That report has entered: its receipt is not lost here."""
    earlier = draft.values.get(EARLIER)
    if not earlier:
        return
    try:
        cases.link_retelling(code, by=actor.reporter(int(earlier), language=get_language() or "id"))
    except (Refused, NotFound):
        _log.warning("a report told again was not linked to the one before it")
