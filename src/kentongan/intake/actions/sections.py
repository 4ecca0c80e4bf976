"""Saved mappings of imports as a section of the configuration file."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import msgspec
from django.utils.translation import gettext as _

from kentongan.core.actor import Actor
from kentongan.core.errors import Refused
from kentongan.intake.importing.mapping import FIELDS, READY, Plan
from kentongan.intake.models import SavedPlan


class PlanShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    plan: Plan


class PlanSection:
    name = "import_mappings"
    tables: ClassVar = ("intake.SavedPlan",)
    shape = PlanShape
    is_personal = False
    retires_first = False

    def rows(self) -> dict[str, PlanShape]:
        rows = SavedPlan.objects.order_by("name").values_list("name", "plan")
        return {name: PlanShape(msgspec.convert(plan, Plan)) for name, plan in rows}

    def order(self, wanted: Mapping[str, Any]) -> Sequence[str]:
        return sorted(wanted)

    def put(self, key: str, row: PlanShape, before: PlanShape | None, *, by: Actor) -> None:
        if not key or len(key) > 60 or key in READY or set(row.plan.columns) - set(FIELDS):
            raise Refused(_("Give the mapping a name of its own."))
        SavedPlan.objects.update_or_create(name=key, defaults={"plan": msgspec.to_builtins(row.plan)})

    def retire(self, key: str, row: PlanShape, *, by: Actor) -> bool:
        """Nothing refers to a mapping: it goes."""
        return bool(SavedPlan.objects.filter(name=key).delete()[0])
