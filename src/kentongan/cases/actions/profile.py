"""Loading a city profile: missing categories and deadline rules are inserted, the others stay as the city made them."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any, Literal

import msgspec
from django.db import transaction

from kentongan.agencies.queries import agency
from kentongan.cases.actions.time_rules import load_time_rules
from kentongan.cases.models import Category, DeadlineRule
from kentongan.cases.queries.categories import EDITION as CATEGORIES
from kentongan.cases.queries.rules import EDITION as RULES
from kentongan.core.actions import new_edition
from kentongan.core.actor import Actor
from kentongan.places.actions import record_on_city
from kentongan.places.profile import Profile

Classification = Literal["", "supervised", "unsupervised", "aspiration", "information"]


class CategoryRow(msgspec.Struct, forbid_unknown_fields=True):
    """One category of `categories.json`; parents before children."""

    code: str
    name: str
    name_en: str
    icon: str
    classification: Classification
    parent: str = ""
    is_sensitive: bool = False
    is_emergency: bool = False


class DeadlineRow(msgspec.Struct, forbid_unknown_fields=True):
    """One rule of `deadlines.json`; `agency` is a code."""

    stage: Literal["verify", "follow_up", "resolve", "close", "complete", "ombudsman"]
    amount: int
    unit: Literal["working_days", "calendar_days", "hours"]
    valid_from: date
    source: str
    classification: Classification = ""
    agency: str = ""
    valid_to: date | None = None


@transaction.atomic
def load_profile(profile: Profile, *, by: Actor) -> dict[str, int]:
    """Insert the categories and deadline rules that are missing; returns how many of each.

    The agencies of the profile are loaded before. A rule is missing where the city has none for its stage,
    classification and agency: what an administrator has changed is not put back.
    """
    counts = {
        "categories": _load_categories(profile.rows("categories.json", CategoryRow)),
        "deadline_rules": _load_rules(profile.rows("deadlines.json", DeadlineRow)),
        "time_rules": load_time_rules(_time_rules(profile)),
    }
    if any(counts.values()):
        record_on_city(by, "cases.profile_loaded", counts)
        new_edition(CATEGORIES)
        new_edition(RULES)
    return counts


def _time_rules(profile: Profile) -> dict[str, Any]:
    city = profile.city()
    opens, closes = (time.fromisoformat(hour) for hour in city.decent_hours)
    return {"opens_at": opens, "closes_at": closes, "ombudsman_contact": city.ombudsman_contact}


def _load_categories(rows: Iterable[CategoryRow]) -> int:
    there = set(Category.objects.values_list("code", flat=True))
    new = [
        Category(
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            parent_id=row.parent or None,
            icon=row.icon,
            classification=row.classification,
            is_sensitive=row.is_sensitive,
            is_emergency=row.is_emergency,
            position=position,
        )
        for position, row in enumerate(rows)
        if row.code not in there
    ]
    return len(Category.objects.bulk_create(new))


def _load_rules(rows: Iterable[DeadlineRow]) -> int:
    there = {tuple(row) for row in DeadlineRule.objects.values_list("stage", "classification", "agency__code")}
    new = [
        DeadlineRule(
            stage=row.stage,
            classification=row.classification,
            agency_id=agency(row.agency).id if row.agency else None,
            amount=row.amount,
            unit=row.unit,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            source=row.source,
        )
        for row in rows
        if (row.stage, row.classification, row.agency or None) not in there
    ]
    return len(DeadlineRule.objects.bulk_create(new))
