"""When people are told of time, as a section of the configuration file."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import time
from typing import Any, ClassVar

import msgspec

from kentongan.cases.actions.time_rules import change_time_rules
from kentongan.cases.queries.timing import time_rules
from kentongan.core.actor import Actor
from kentongan.core.conflicts import Wanted


class TimeShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fields of `queries.timing.TimeFacts`."""

    opens_at: time
    closes_at: time
    list_at: time
    before_days: int
    coordinator_after: int
    supervisor_after: int
    pausing: list[str]
    extension_days: int
    extension_most: int
    ombudsman_contact: str


class TimeSection:
    name = "time_rules"
    tables: ClassVar = ("cases.TimeRules",)
    shape = TimeShape
    is_personal = False
    retires_first = False

    def rows(self) -> dict[str, TimeShape]:
        facts = asdict(time_rules())
        return {"time": TimeShape(**{**facts, "pausing": list(facts["pausing"])})}

    def order(self, wanted: Mapping[str, Any]) -> Sequence[str]:
        return list(wanted)

    def put(self, key: str, row: TimeShape, before: TimeShape | None, *, by: Actor) -> None:
        now = self.rows()["time"]
        names = TimeShape.__struct_fields__
        change_time_rules({name: Wanted(getattr(now, name), getattr(row, name)) for name in names}, by=by)

    def retire(self, key: str, row: TimeShape, *, by: Actor) -> bool:
        return False
