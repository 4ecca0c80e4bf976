"""The tags the city knows as a section of the configuration file."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

import msgspec
from django.utils.translation import gettext as _

from kentongan.cases.actions.tags import know_tags, merge_tag, offer_tag
from kentongan.cases.models import Tag
from kentongan.core.actor import Actor
from kentongan.core.errors import Refused


class TagShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tag; `stands_for`: the one it was renamed or joined to."""

    stands_for: str = ""
    is_offered: bool = True


class TagSection:
    name = "tags"
    tables: ClassVar = ("cases.Tag",)
    shape = TagShape
    is_personal = False
    retires_first = False

    def rows(self) -> dict[str, TagShape]:
        rows = Tag.objects.order_by("name").values_list("name", "stands_for__name", "is_offered")
        return {name: TagShape(target or "", is_offered) for name, target, is_offered in rows}

    def order(self, wanted: Mapping[str, TagShape]) -> Sequence[str]:
        return sorted(wanted, key=lambda name: (bool(wanted[name].stands_for), name))

    def put(self, key: str, row: TagShape, before: TagShape | None, *, by: Actor) -> None:
        if before is not None and before.stands_for and before.stands_for != row.stands_for:
            raise Refused(_("A tag that was joined to another stays joined."))
        know_tags([key], by=by)
        if (before.is_offered if before else True) != row.is_offered:
            offer_tag(_id(key), is_offered=row.is_offered, by=by)
        if row.stands_for and (before is None or not before.stands_for):
            merge_tag(_id(key), into=_id(row.stands_for), by=by)

    def retire(self, key: str, row: TagShape, *, by: Actor) -> bool:
        is_ended = bool(row.stands_for) or not row.is_offered
        if not is_ended:
            offer_tag(_id(key), is_offered=False, by=by)
        return not is_ended


def _id(name: str) -> str:
    return str(Tag.objects.filter(name=name).values_list("pk", flat=True).first() or 0)
