"""The acts: one address each, open to the roles of the life cycle's table; a dialog, or a page without JavaScript."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kentongan.cases.queries.shapes import CasePage
from kentongan.cases.workflow import Act
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import Conflict, Moved, NotFound, Refused
from kentongan.desk import shown, undoing
from kentongan.desk.clashes import in_words
from kentongan.desk.forms.acts import TaskForm
from kentongan.desk.moves import MOVES, WRITTEN, Move
from kentongan.desk.page import is_fragment, show
from kentongan.desk.views.acting import acted, once, told_beside
from kentongan.desk.views.case import case_page
from kentongan.desk.views.showing import case_of, suggestion_for
from kentongan.desk.words import Text
from kentongan.places.queries import are_answers_checked
from kentongan.ui.gate import actor_of, staff

Files = MultiValueDict[str, Any]


def act_view(slug: str) -> Callable[..., HttpResponse]:
    """The view of one act, with the access decision its line in the table makes."""
    move = MOVES[slug]

    @staff(*move.roles)
    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, number: str) -> HttpResponse:
        page = case_of(request, number)
        if request.method == "GET":
            return _dialog(request, page, move, _fitted(page, _first_form(page, move)))
        form, by = _fitted(page, move.form(*_posted(request))), actor_of(request)
        before = undoing.before_of(move.slug, page.row.number, by=by)
        try:
            if form.is_valid() and _performed(request, page, move, form):
                undo = undoing.keep(move.slug, page.row.number, before, since=page.head_seq, by=by)
                return acted(request, page.row.number, _done(request, move), undo=undo)
        except Conflict as conflict:
            return _dialog(request, case_of(request, number), move, form, moved=conflict.fields, status=409)
        return _dialog(request, page, move, form, status=422)

    view.__name__ = view.__qualname__ = slug.replace("-", "_")
    return view


def _done(request: HttpRequest, move: Move) -> Text:
    """What is said afterwards; an answer may wait to be read."""
    waits = move.act is Act.ANSWER and are_answers_checked() and not actor_of(request).has(Role.COORDINATOR)
    return _("Handed in: the coordinator reads it before it goes out.") if waits else move.done


def _posted(request: HttpRequest) -> tuple[QueryDict, Files]:
    return request.POST, request.FILES


def _first_form(page: CasePage, move: Move) -> forms.Form:
    if move.act is not Act.ROUTE:
        return move.form()
    suggestion = suggestion_for(page, page.category_code)
    initial: dict[str, Any] = {"lead": page.lead}
    if page.lead is None and suggestion:
        initial = {"lead": suggestion.id, "support": list(suggestion.support_ids)}
    elif page.lead:
        initial["support"] = [p.agency for p in page.parties if p.until is None and p.role == "support"]
    return move.form(initial=initial)


def _fitted(page: CasePage, form: forms.Form) -> forms.Form:
    """A task is for those who handle the case now."""
    if isinstance(form, TaskForm):
        now = [party for party in page.parties if party.until is None and party.role != "consulted"]
        form.fit((party.agency, party.name) for party in now)
    return form


def _performed(request: HttpRequest, page: CasePage, move: Move, form: forms.Form) -> bool:
    """Do it; what is refused is said in the form."""
    actor, number = actor_of(request), page.row.number
    data = {**form.cleaned_data, "codes": [report.code for report in page.reports]}
    if move.act is Act.ROUTE:
        data["shown"] = shown.standing(shown.of_form(request.POST, page))
    text = str(data.get(move.text) or "")
    try:
        once(
            number,
            move.act,
            lambda: move.perform(number, data, actor),
            since=request.POST.get("seq", ""),
            text=text,
            by=actor,
        )
    except Refused as refusal:
        told_beside(form, refusal)
        return False
    return True


def _dialog(
    request: HttpRequest,
    page: CasePage,
    move: Move,
    form: forms.Form,
    *,
    moved: Mapping[str, Moved] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "shown": _shown(request, page, move, is_renewed=moved is not None),
        "clashes": in_words(moved, form) if moved else [],
        "page": page,
        "move": move,
        "form": form,
        "trail": request.GET.urlencode(),
        "warning": _warning(page, move),
        "is_bound": move.act is Act.SEND_BACK and any(p.is_bound for p in page.parties if p.until is None),
        "suggested_by": _sent_back_to(page),
    }
    if is_fragment(request):
        return show(request, "desk/act_dialog.html", context, status=status)
    return show(request, "desk/act.html", context, status=status)


def _shown(request: HttpRequest, page: CasePage, move: Move, *, is_renewed: bool) -> shown.Shown:
    """With whom the case is, as the form shows it; a form that comes back for another reason showed what it showed."""
    if move.act is not Act.ROUTE:
        return {}
    return shown.of_page(page) if is_renewed else shown.of_form(request.POST, page)


def _warning(page: CasePage, move: Move) -> int:
    """Which return this would be, where it is one that the supervisor must decide."""
    return page.row.returns + 1 if move.act is Act.SEND_BACK and page.row.returns else 0


def _sent_back_to(page: CasePage) -> str:
    """Whom the agency that sent the case back suggested."""
    step = next((step for step in page.timeline if step.kind == "sent_back"), None)
    return ", ".join(step.to) if step and page.row.state == "received" else ""


@staff(Role.OFFICER, Role.COORDINATOR)
@require_POST
def write(request: HttpRequest, number: str) -> HttpResponse:
    """The box below the history: a follow-up, an answer or a question, whichever was chosen."""
    page = case_of(request, number)
    move = _chosen(request.POST.get("kind", ""), actor_of(request))
    form = move.form(*_posted(request))
    if form.is_valid() and _performed(request, page, move, form):
        return acted(request, page.row.number, _done(request, move))
    return case_page(request, page, written=form, kind=move.slug, status=422)


def _chosen(kind: str, actor: Actor) -> Move:
    move = MOVES.get(kind)
    if move is None or move.act not in WRITTEN or not actor.has(*move.roles):
        raise NotFound(kind)
    return move
