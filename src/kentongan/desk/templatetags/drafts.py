"""What was typed into a form before and not sent, offered again; and who else is writing."""

from typing import Any

from django import template

from kentongan.core.actor import Actor
from kentongan.desk.subjects import subject_of
from kentongan.workspace.queries import draft

register = template.Library()


@register.inclusion_tag("desk/draft.html")
def draft_of(number: str, by: Actor, kind: str, is_bound: bool) -> dict[str, Any]:
    """The draft of one form of a case; not where the form came back with what was typed."""
    kept = None if is_bound else draft(subject_of(number), kind, by=by)
    return {"number": number, "kind": kind, "draft": kept}
