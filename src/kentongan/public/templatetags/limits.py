"""How long things take here, as the city's own rules say today."""

from django import template

from kentongan.cases.queries.limits import usual

register = template.Library()


@register.simple_tag
def limit_of(stage: str, classification: str = "") -> str:
    """`3 hari kerja`."""
    return usual(stage, classification)
