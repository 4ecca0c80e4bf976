"""The templates one may put into an answer, filled in for the case."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import override

from kentongan.cases.queries.shapes import CasePage
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.desk.words import PURPOSES
from kentongan.places.queries import city
from kentongan.workspace.queries import templates_for
from kentongan.workspace.variables import filled

register = template.Library()
REPORTER = "Bapak/Ibu"  # answers are public: never a name


@dataclass(frozen=True, slots=True)
class Offer:
    name: str
    text: str


@register.inclusion_tag("desk/offered.html")
def answer_templates(page: CasePage, by: Actor, *purposes: str) -> dict[str, Any]:
    """A choice of templates for these purposes; nothing where there are none."""
    values = values_of(page)
    groups: dict[str, list[Offer]] = {purpose: [] for purpose in purposes}
    for one in templates_for(by):
        if one.purpose in groups:
            groups[one.purpose].append(Offer(one.name, filled(one.text, values)))
    return {"groups": [(PURPOSES[purpose], offers) for purpose, offers in groups.items() if offers]}


def values_of(page: CasePage) -> dict[str, str]:
    """What the variables mean in this case. The reporter of an anonymous one is left out."""
    row = page.row
    with override("id"):
        return {
            "kode": row.number,
            "judul": row.title or "",
            "opd": row.agencies[0] if row.agencies else city().government,
            "pelapor": "" if row.is_anonymous else REPORTER,
            "tenggat": date_format(clock.local(row.limit.due_at).date(), "l, j F Y") if row.limit else "",
            "kategori": row.category,
            "kelurahan": row.area,
            "kota": capfirst(city().name),
            "tanggal": date_format(clock.today(), "l, j F Y"),
        }
