"""The categories, held in memory."""

from dataclasses import dataclass

from kentongan.cases.models import Category
from kentongan.core.cached import Cached

EDITION = "categories"


@dataclass(frozen=True, slots=True)
class CategoryFacts:
    """One category as forms and rules need it. `classification` is its usual one, blank where it has none."""

    code: str
    name: str
    name_en: str
    parent: str | None
    icon: str
    classification: str
    is_sensitive: bool
    is_emergency: bool
    is_active: bool

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
    )
    return {row[0]: CategoryFacts(*row) for row in rows}


category_facts = Cached(EDITION, _load)


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
