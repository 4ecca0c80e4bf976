"""A small city and its people, for tests of cases."""

from dataclasses import dataclass
from datetime import date

import pytest

from kentongan.agencies.models import Agency, CalendarVersion, User
from kentongan.cases.models import Category, DeadlineRule
from kentongan.core import cached, clock
from kentongan.core.actor import Actor, Role
from kentongan.places.models import Area, City


@dataclass(frozen=True)
class Town:
    """Three agencies, one category, the rules of the field, and someone of every role."""

    roads: Agency
    lamps: Agency
    water: Agency
    category: Category
    coordinator: Actor
    supervisor: Actor
    roads_officer: Actor
    lamps_officer: Actor
    water_officer: Actor


def actor(role: Role, agency: Agency | None = None) -> Actor:
    number = User.objects.count() + 1
    user = User.objects.create(username=f"{role}{number}", name=f"Petugas {number}", roles=[role], agency=agency)
    return Actor(label=f"user:{user.pk}", roles=frozenset({role}), user=user.pk, agency=agency.pk if agency else None)


@pytest.fixture
def town(db: None) -> Town:
    City.objects.create(
        pk=1,
        code="35.71",
        name="Kota Kediri",
        short_name="Kediri",
        government="Pemerintah Kota Kediri",
        mail_domain="kediri.example.id",
        holder="Dinas Komunikasi dan Informatika",
        neighbour_name="Kabupaten Kediri",
        lat=-7.82,
        lon=112.01,
    )
    city = Area.objects.create(code="35.71", name="Kota Kediri", level="city", lat=-7.82, lon=112.01)
    district = Area.objects.create(
        code="35.71.01", name="Mojoroto", level="district", parent=city, lat=-7.8, lon=111.98
    )
    Area.objects.create(code="35.71.01.1001", name="Bandar Lor", level="village", parent=district, lat=-7.81, lon=112.0)
    CalendarVersion.objects.get_or_create(number=1, defaults={"published_at": clock.now()})
    rules = (("verify", 3), ("follow_up", 5), ("resolve", 14), ("close", 10))
    for stage, amount in rules:
        DeadlineRule.objects.create(stage=stage, amount=amount, unit="working_days", valid_from=date(2000, 1, 1))
    roads, lamps, water = (
        Agency.objects.create(code=code, name=code.title(), short_name=code.title(), kind="department")
        for code in ("roads", "lamps", "water")
    )
    cached.forget_all()
    return Town(
        roads,
        lamps,
        water,
        category=Category.objects.create(code="jalan-rusak", name="Jalan rusak", name_en="Damaged road"),
        coordinator=actor(Role.COORDINATOR),
        supervisor=actor(Role.SUPERVISOR),
        roads_officer=actor(Role.OFFICER, roads),
        lamps_officer=actor(Role.OFFICER, lamps),
        water_officer=actor(Role.OFFICER, water),
    )
