"""What is asked before an answer goes out, and what in it could be personal."""

from collections.abc import Mapping
from typing import Any

from django import forms, template
from django.utils.translation import gettext_lazy as _

from kentongan.cases.checklist import parts
from kentongan.cases.queries.checking import personal_marks
from kentongan.cases.queries.shapes import CasePage
from kentongan.core.actor import Actor, Role
from kentongan.desk.words import Text
from kentongan.places.queries import are_answers_checked

register = template.Library()

KINDS: Mapping[str, Text] = {
    "nik": _("identity number"),
    "phone": _("telephone number"),
    "email": _("e-mail address"),
    "plate": _("number plate"),
    "name": _("name of the reporter"),
}
SAID: Mapping[str, Text] = {
    "none": _("no personal data"),
    "needed": _("personal data that is needed"),
    "attached": _("evidence attached"),
    "earlier": _("evidence with a follow-up"),
    "not_needed": _("no evidence needed"),
}


@register.filter
def mark_word(kind: str) -> Text:
    return KINDS.get(kind, kind)


@register.filter
def check_word(answer: str) -> Text:
    return SAID.get(answer, answer)


def marked_context(page: CasePage, by: Actor, text: str) -> dict[str, Any]:
    found = personal_marks(page.row.number, text, by=by) if text else ()
    return {"parts": parts(text, found) if found else [], "kinds": dict.fromkeys(mark.kind for mark in found)}


@register.inclusion_tag("desk/marked.html")
def marked(page: CasePage, by: Actor, text: str) -> dict[str, Any]:
    """The text with what could be personal marked; nothing where nothing is."""
    return marked_context(page, by, text)


@register.inclusion_tag("desk/checklist.html")
def checklist(page: CasePage, by: Actor, form: forms.Form) -> dict[str, Any]:
    """The four questions beside an answer, the marks of what is written, and what the case's flags mean for it."""
    written = str(form["text"].value() or "") if form.is_bound else ""
    waits = are_answers_checked() and not by.has(Role.COORDINATOR)
    open_tasks = [task for task in page.tasks if task.state == "open"]
    return {"page": page, "form": form, "waits": waits, "open_tasks": open_tasks, **marked_context(page, by, written)}
