"""The city the walk goes through: three agencies, colleagues and strangers, limits in all three units, days off."""

from dataclasses import dataclass
from datetime import date

from kentongan.agencies.models import Agency, CalendarDay, CalendarVersion
from kentongan.cases.models import Category, DeadlineRule
from kentongan.cases.tests.conftest import actor
from kentongan.cases.tests.walk.days import DAYS_OFF
from kentongan.core import actor as actors
from kentongan.core import cached, clock
from kentongan.core.actor import Actor, Role
from kentongan.people import identity
from kentongan.places.models import Area, City

OPEN, SENSITIVE = "jalan-rusak", "kekerasan"
ROADS, LAMPS, WATER = "roads", "lamps", "water"
AGENCIES = (ROADS, LAMPS, WATER)
# stage, classification, agency, amount, unit: blank means any
RULES: tuple[tuple[str, str, str, int, str], ...] = (
    ("verify", "", "", 3, "working_days"),
    ("follow_up", "", "", 5, "working_days"),
    ("follow_up", "", WATER, 3, "hours"),
    ("resolve", "", "", 14, "working_days"),
    ("resolve", "information", "", 5, "working_days"),
    ("resolve", "supervised", "", 60, "working_days"),
    ("resolve", "", LAMPS, 20, "calendar_days"),
    ("close", "", "", 10, "working_days"),
)
TELLERS = (
    identity.told("Budi Santoso", "0811-0000-001"),
    identity.told("Siti Contoh", "0811-0000-002"),
    identity.told(),
)


@dataclass(frozen=True)
class Town:
    """`staff`: by a short name. `agencies`: ids by code."""

    staff: dict[str, Actor]
    agencies: dict[str, int]
    names: dict[int, str]


def build() -> Town:
    """Rows of a city in an empty database."""
    City.objects.create(
        pk=1, code="35.71", name="Kota Kediri", short_name="Kediri", government="Pemerintah Kota Kediri",
        mail_domain="kediri.example.id", holder="Kominfo", neighbour_name="Kab. Kediri", lat=-7.82, lon=112.01,
    )  # fmt: skip
    _places()
    version, _is_new = CalendarVersion.objects.get_or_create(number=1, defaults={"published_at": clock.now()})
    days = [CalendarDay(version=version, day=day, name=name, kind="public") for day, name in DAYS_OFF.items()]
    CalendarDay.objects.bulk_create(days)
    rows = {code: Agency.objects.create(code=code, name=code, short_name=code, kind="department") for code in AGENCIES}
    for stage, classification, agency, amount, unit in RULES:
        DeadlineRule.objects.create(
            stage=stage, classification=classification, agency=rows.get(agency), amount=amount, unit=unit,
            valid_from=date(2000, 1, 1),
        )  # fmt: skip
    Category.objects.create(code=OPEN, name="Jalan rusak", name_en="Damaged road")
    Category.objects.create(code=SENSITIVE, name="Kekerasan", name_en="Violence", is_sensitive=True)
    cached.forget_all()
    return Town(_staff(rows), {c: a.pk for c, a in rows.items()}, {a.pk: c for c, a in rows.items()})


def _places() -> None:
    city = Area.objects.create(code="35.71", name="Kota Kediri", level="city", lat=-7.82, lon=112.01)
    below = Area.objects.create(code="35.71.01", name="Mojoroto", level="district", parent=city, lat=-7.8, lon=111.98)
    Area.objects.create(code="35.71.01.1001", name="Bandar Lor", level="village", parent=below, lat=-7.81, lon=112.0)


def _staff(rows: dict[str, Agency]) -> dict[str, Actor]:
    """Two of the agency that mostly leads, one of each other, and one of every role of the city."""
    found = {name: actor(role) for role in Role for name in [role.value]}
    for name in ("officer", "field_officer", "partner", "reporter", "system"):
        found.pop(name)
    for code, agency in rows.items():
        found[code] = actor(Role.OFFICER, agency)
    found["colleague"] = actor(Role.OFFICER, rows[ROADS])
    found["field"] = actor(Role.FIELD_OFFICER, rows[ROADS])
    return {**found, "timers": actors.system("timers"), "public": actors.PUBLIC}
