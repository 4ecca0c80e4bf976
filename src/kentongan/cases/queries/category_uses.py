"""What hangs on a category, and who leads on it: also after it was retired."""

from dataclasses import dataclass
from typing import Any

from kentongan.agencies.queries import route_for, routes_of
from kentongan.agencies.routing import Routed
from kentongan.cases.models import Case, Category
from kentongan.cases.queries.categories import category_facts, current_code
from kentongan.cases.workflow import OPEN_STATES
from kentongan.core import clock
from kentongan.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class CategoryUses:
    """How many things name a category today. `cases`: also closed ones; `routes`: in force now or later."""

    open_cases: int
    published: int
    cases: int
    routes: int
    below: int

    @property
    def is_used(self) -> bool:
        return bool(self.cases or self.routes or self.below)


def uses_of_category(code: str) -> CategoryUses:
    """What a change of this category reaches; cases of exercises are counted with the closed ones only."""
    mine = Case.objects.filter(category=code)
    real = mine.filter(state__in=OPEN_STATES, exercise__isnull=True)
    today = clock.today()
    return CategoryUses(
        open_cases=real.count(),
        published=real.filter(verified_at__isnull=False, is_confidential=False).count(),
        cases=mine.count(),
        routes=sum(1 for rule in routes_of(code) if rule.valid_to is None or rule.valid_to >= today),
        below=sum(1 for facts in category_facts().values() if facts.parent == code),
    )


def order_of(code: str) -> list[str]:
    """The codes of the active categories of the same level and parent, in the order of the forms."""
    own = category_facts()[code]
    return [f.code for f in category_facts().values() if f.parent == own.parent and (f.is_active or f.code == code)]


def routed_for(code: str, *, area: str | None = None, road_class: str = "") -> Routed | None:
    """Who leads on a category today; of a retired one nobody speaks of any more, who leads on its successor."""
    own = route_for(code, area=area, road_class=road_class)
    after = current_code(code)
    return own or (route_for(after, area=area, road_class=road_class) if after != code else None)


def former_codes(code: str) -> list[str]:
    """The categories this one answers for since they were retired, in the order of their codes."""
    return sorted(facts.code for facts in category_facts().values() if facts.successor == code)


def kept_values(code: str) -> dict[str, Any]:
    """The fields of a category as they are kept, also where its classification alone makes it sensitive."""
    fields = ("name", "name_en", "icon", "classification", "is_sensitive", "is_emergency")
    row = Category.objects.values(*fields, "parent").filter(code=code).first()
    if row is None:
        raise NotFound(code)
    return dict(row)
