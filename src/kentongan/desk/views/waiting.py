"""What the page shows of an answer that waits to be checked."""

from typing import Any

from django.http import HttpRequest

from kentongan.cases.queries.checking import handed_in
from kentongan.cases.queries.shapes import CasePage
from kentongan.core.actor import Role
from kentongan.desk.forms.acts import CheckForm
from kentongan.ui.gate import actor_of


def waiting_context(request: HttpRequest, page: CasePage, form: CheckForm | None = None) -> dict[str, Any]:
    """The answer, what was answered of the four questions, and the form of who checks it; nothing where none waits."""
    if not page.row.is_handed_in:
        return {}
    waiting = handed_in(page.row.number, by=actor_of(request))
    if waiting is None:
        return {}
    step = next((step for step in page.timeline if step.seq == waiting.seq), None)
    return {
        "waiting": waiting,
        "waiting_step": step,
        "waiting_checks": step.details.get("checks") if step else None,
        "may_check": actor_of(request).has(Role.COORDINATOR),
        "checking": form or CheckForm(initial={"handed_in": waiting.id}),
    }
