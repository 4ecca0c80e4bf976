"""The categories, held in memory."""

from dataclasses import dataclass, replace

from kentongan.cases.models import Category, Classification
from kentongan.core.cached import Cached

EDITION = "categories"


@dataclass(frozen=True, slots=True)
class CategoryFacts:
    """One category as forms and rules need it. `classification` is its usual one, blank where it has none.

    `is_sensitive`: its reports are confidential from the first moment; every category with oversight content is (R6).
    """

    code: str
    name: str
    name_en: str
    parent: str | None
    icon: str
    classification: str
    is_sensitive: bool
    is_emergency: bool
    is_active: bool
    successor: str | None

    def label(self, language: str) -> str:
        return self.name_en if language == "en" else self.name


def _load() -> dict[str, CategoryFacts]:
    rows = Category.objects.order_by("position", "code").values_list(
        "code",
        "name",
        "name_en",
        "parent_id",
        "icon",
        "classification",
        "is_sensitive",
        "is_emergency",
        "is_active",
        "successor_id",
    )
    return {row[0]: _facts(CategoryFacts(*row)) for row in rows}


def _facts(kept: CategoryFacts) -> CategoryFacts:
    is_overseen = kept.classification == Classification.SUPERVISED
    return replace(kept, is_sensitive=True) if is_overseen else kept


category_facts = Cached(EDITION, _load)


def current(code: str) -> CategoryFacts | None:
    """What answers for a code today: the category itself, or what follows it since it was retired. None: nothing."""
    found = category_facts().get(code)
    for _ in category_facts():
        if found is None or found.is_active:
            return found
        found = category_facts().get(found.successor or "")
    return None


def current_code(code: str) -> str:
    """The code to use instead of one that was retired; the same one where nothing follows it."""
    found = current(code)
    return found.code if found else code


def codes_with(code: str) -> list[str]:
    """The codes a filter by this one means: what answers for it, what stands below that, and all that was before."""
    wanted = current_code(code)
    meant = [wanted, *(facts.code for facts in category_facts().values() if facts.parent == wanted)]
    former = (facts.code for facts in category_facts().values() if not facts.is_active)
    return list(dict.fromkeys([*meant, *(one for one in former if current_code(one) in meant)]))


@dataclass(frozen=True, slots=True)
class CategoryNode:
    """A category of the first level with the active ones below it."""

    facts: CategoryFacts
    children: tuple[CategoryFacts, ...]


def categories() -> tuple[CategoryNode, ...]:
    """The active categories as the tree forms show, from memory."""
    active = [facts for facts in category_facts().values() if facts.is_active]
    return tuple(
        CategoryNode(top, tuple(facts for facts in active if facts.parent == top.code))
        for top in active
        if top.parent is None
    )
