"""*Tugas untuk kami*: the tasks of an agency and what it is asked to advise on; one task and what became of it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kentongan.cases import actions
from kentongan.cases.queries import tasks
from kentongan.cases.queries.shapes import CasePage, TaskView
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound, Refused
from kentongan.core.ids import row_id
from kentongan.desk.forms.acts import SettleForm
from kentongan.desk.page import TASK_ROLES, show
from kentongan.desk.views.acting import acted, told_beside
from kentongan.desk.views.showing import case_of
from kentongan.ui.gate import actor_of, staff


@staff(*TASK_ROLES)
@require_GET
def own_tasks(request: HttpRequest) -> HttpResponse:
    """The open tasks by their day, or those that are over; above the open ones what advice is asked for."""
    actor, is_open = actor_of(request), request.GET.get("show") != "settled"
    page = tasks.task_list(is_open=is_open, by=actor, after=request.GET.get("after") or None)
    told = {"show": "" if is_open else "settled", "after": page.after or ""}
    context = {
        "here": "tasks",
        "is_open": is_open,
        "tasks": page.rows,
        "questions": tasks.questions(actor) if is_open else [],
        "next": f"{reverse('desk:tasks')}?{urlencode(told)}" if page.after else "",
    }
    return show(request, "desk/tasks.html", context)


@staff(Role.OFFICER, Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """One task: its agency says that it is done or declines it, the lead or the coordinator takes it back."""
    page, by = case_of(request, number), actor_of(request)
    found = next((one for one in page.tasks if one.id == row_id(key)), None)
    if found is None:
        raise NotFound(key)
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _settled(request.POST.get("act", ""), page, found, form, by):
        return acted(request, page.row.number, _SAID[request.POST["act"]]())
    context = {
        "page": page,
        "task": found,
        "form": form,
        "may_withdraw": by.has(Role.COORDINATOR) or page.lead == by.agency,
        "trail": request.GET.urlencode(),
    }
    return show(request, "desk/task.html", context, status=422 if request.method == "POST" else 200)


_SAID = {
    "done": lambda: _("The task is done."),
    "return": lambda: _("Task declined; the leading agency reads why."),
    "withdraw": lambda: _("Task taken back."),
}


def _settled(act: str, page: CasePage, found: TaskView, form: SettleForm, by: Actor) -> bool:
    """Do it; what is refused is said in the form."""
    number, text = page.row.number, form.cleaned_data["text"]
    try:
        if act == "withdraw":
            actions.withdraw_task(number, found.id, text=text, by=by)
        elif act in _SAID:
            actions.settle_task(number, found.id, is_done=act == "done", text=text, by=by)
        else:
            raise Refused(_("Choose what became of it."))
    except Refused as refusal:
        told_beside(form, refusal)
        return False
    return True
