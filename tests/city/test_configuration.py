"""All configuration as one file: the same bytes again in an empty city, twice changes nothing, nothing is unmade."""

import base64
import io
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from PIL import Image
from pytest_django import DjangoDbBlocker

from config.configured import SECTIONS
from kentongan.agencies.actions import end_agency
from kentongan.agencies.models import Agency, Route, User
from kentongan.agencies.queries import actor_for, agencies, agency
from kentongan.cases.actions.categories import retire_category
from kentongan.cases.actions.tags import know_tags, merge_tag
from kentongan.cases.models import Category, Deadline, DeadlineRule, Tag
from kentongan.cases.queries.rules import rules
from kentongan.core import cached, clock
from kentongan.core.actor import PUBLIC, Actor, system
from kentongan.core.conflicts import Wanted
from kentongan.core.errors import Refused
from kentongan.core.tests.rows import kept_for_a_module
from kentongan.history.models import Event
from kentongan.history.queries import stream_of
from kentongan.intake.actions import Submission, receive
from kentongan.notifications.actions import change_text
from kentongan.notifications.queries import text_now
from kentongan.places import actions as places
from kentongan.places import logo
from kentongan.places.configuration import Change
from kentongan.places.profile import open_profile
from kentongan.workspace.actions import create_template, keep_view
from kentongan.workspace.models import AnswerTemplate, SavedView

Told = dict[str, Any]


def picture() -> str:
    """A coat of arms as the file holds one."""
    out = io.BytesIO()
    Image.new("RGBA", (80, 80), "#005755").save(out, "PNG")
    return base64.b64encode(logo.read(out.getvalue()).data).decode()


PICTURE = picture()


@pytest.fixture(scope="module")
def kediri(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with kept_for_a_module(django_db_blocker):
        call_command("load_city", "kediri", verbosity=0)
        yield


@pytest.fixture
def by(kediri: None, db: None) -> Actor:
    """An administrator, and some things of every kind that the city has made its own."""
    administrator = actor_for(User.objects.create(username="pengelola", name="Pengelola", roles=["administrator"]))
    roads, coordinator = (
        agency("dpupr").id,
        actor_for(User.objects.create(username="k", name="Koordinator", roles=["coordinator"])),
    )
    text = {"name": "Salam", "purpose": "answer", "text": "Yth. {pelapor}, {kode}", "agency": roads}
    create_template(text, by=coordinator)
    know_tags(["banjir", "genangan"], by=coordinator)
    merge_tag(str(Tag.objects.get(name="genangan").pk), into=str(Tag.objects.get(name="banjir").pk), by=coordinator)
    said = text_now("receipt", "id").body
    change_text("receipt", "id", {"body": Wanted(said, f"Matur nuwun.\n\n{said}")}, by=system("tests"))
    keep_view("Jalan", f"queue=all&agency={roads}", by=coordinator, audience="role", role="coordinator")
    end_agency(agency("satpolpp").id, last_day=clock.today(), by=system("tests"))
    retire_category("umkm", successor="lainnya", by=system("tests"))
    return administrator


def exported(by: Actor, **more: Any) -> Told:
    told: Told = json.loads(places.export_configuration(by=by, **more))
    return told


def text_of(told: Told) -> str:
    return json.dumps(told)


def changed(by: Actor, change: Callable[[Told], object]) -> Told:
    told = exported(by)
    change(told["sections"])
    return told


def said(changes: list[Change]) -> list[tuple[str, str, str]]:
    return [(change.section, change.key, change.kind) for change in changes]


def test_the_same_configuration_is_the_same_bytes(by: Actor) -> None:
    one, two = places.export_configuration(by=by), places.export_configuration(by=by)
    assert one == two
    assert one == json.dumps(json.loads(one), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    assert json.loads(one)["sections"].keys() == {section.name for section in SECTIONS} - {"users"}


def test_the_file_names_things_by_codes_and_holds_no_ids_and_no_secrets(by: Actor) -> None:
    told = exported(by, with_users=True)["sections"]
    assert told["shared_views"]["coordinator / Jalan"]["query"] == "queue=all&agency=dpupr"
    assert told["answer_templates"]["dpupr / answer / Salam"]["agency"] == "dpupr"
    assert set(told["users"]["pengelola"]) == {"agency", "area", "email", "is_active", "name", "roles"}
    assert told["categories"]["umkm"]["successor"] == "lainnya"


@pytest.mark.django_db
def test_an_empty_city_becomes_the_same_and_says_the_same_byte_for_byte(
    by: Actor, django_db_blocker: DjangoDbBlocker
) -> None:
    text = places.export_configuration(with_users=True, by=by)
    emptied()
    administrator = system("tests")
    places.load_profile(open_profile("kediri"), by=administrator)
    changes = places.import_configuration(text, by=administrator)
    assert {change.kind for change in changes} <= {"new", "changed"}
    assert places.export_configuration(with_users=True, by=administrator) == text
    assert places.import_configuration(text, by=administrator) == []


def emptied() -> None:
    """As if nothing but the tables were there."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table history_event disable trigger user")  # it refuses this, and rightly
        cursor.execute("set session_replication_role = replica")
        for model in apps.get_models():
            if model.__module__.startswith("kentongan."):
                cursor.execute(f'delete from "{model._meta.db_table}"')
        cursor.execute(f'delete from "{Route.support.through._meta.db_table}"')
        cursor.execute("set session_replication_role = origin")
    cached.forget_all()


def test_twice_changes_nothing_and_writes_nothing(by: Actor) -> None:
    told = changed(by, lambda s: s["agencies"]["dishub"].update(name="Dinas Perhubungan Kota"))
    assert said(places.import_configuration(text_of(told), by=by)) == [("agencies", "dishub", "changed")]
    before = Event.objects.count()
    assert places.import_configuration(text_of(told), by=by) == []
    assert Event.objects.count() == before


def test_a_rehearsal_tells_before_and_after_and_changes_nothing(by: Actor) -> None:
    told = changed(by, lambda s: s["agencies"]["dishub"].update(name="Dinas Perhubungan Kota"))
    before, events = Agency.objects.get(code="dishub").name, Event.objects.count()
    (change,) = places.rehearse_configuration(text_of(told), by=by)
    assert change.fields == (("name", before, "Dinas Perhubungan Kota"),)
    assert Agency.objects.get(code="dishub").name == before
    assert agency("dishub").name == before
    assert Event.objects.count() == events


def test_every_change_is_an_event_of_its_thing_with_before_and_after(by: Actor) -> None:
    told = changed(by, lambda s: s["agencies"]["dishub"].update(name="Dinas Perhubungan Kota"))
    places.import_configuration(text_of(told), by=by)
    event = list(stream_of(f"agency:{agency('dishub').id}"))[-1]
    assert (event.kind, event.actor) == ("agencies.agency_changed", by.label)
    assert event.body["after"] == {"name": "Dinas Perhubungan Kota"}
    last = list(stream_of("city:1"))[-1]
    assert (last.kind, last.body["counts"]) == ("places.configuration_imported", {"changed": 1})


@pytest.mark.parametrize(
    ("section", "key", "change"),
    [
        ("city", "35.71", {"short_name": "Kota Kediri", "are_answers_checked": True}),
        ("city", "35.71", {"logo": PICTURE}),
        ("calendar", "days_off", {"collective_leave_counts": True}),
        ("sign_in", "second_factor", {"required_roles": ["administrator"]}),
        ("categories", "pju", {"name": "Lampu penerangan jalan"}),
        ("answer_templates", "dpupr / answer / Salam", {"text": "Laporan {kode}."}),
        ("tags", "banjir", {"is_offered": False}),
        ("time_rules", "time", {"closes_at": "19:00:00", "before_days": 2}),
        ("shared_views", "coordinator / Jalan", {"query": "queue=all&agency=dishub"}),
    ],
)
def test_one_field_of_a_section_changes_alone(by: Actor, section: str, key: str, change: Told) -> None:
    told = changed(by, lambda s: s[section][key].update(change))
    changes = places.import_configuration(text_of(told), by=by)
    assert (section, key, "changed") in said(changes)
    assert {one.section for one in changes} == {section}
    assert exported(by)["sections"] == told["sections"]


def test_a_day_off_is_told_as_its_own_line(by: Actor) -> None:
    told = changed(by, lambda s: s["calendar"]["days_off"]["days"].update({"2027-07-27": "local: Hari jadi kota"}))
    (change,) = places.import_configuration(text_of(told), by=by)
    assert change.fields == (("days.2027-07-27", None, "local: Hari jadi kota"),)


def test_what_the_file_does_not_name_ends_and_is_not_deleted(by: Actor) -> None:
    line = next(key for key in exported(by)["sections"]["routes"] if key.startswith("pju / "))

    def without(told: Told) -> None:
        del told["agencies"]["bpbd"], told["routes"][line], told["answer_templates"]["dpupr / answer / Salam"]

    count = Route.objects.count()
    changes = places.import_configuration(text_of(changed(by, without)), by=by)
    assert ("agencies", "bpbd", "retired") in said(changes)
    assert Agency.objects.get(code="bpbd").valid_to == clock.today()
    assert Route.objects.count() == count
    assert not AnswerTemplate.objects.get().is_used
    assert places.import_configuration(text_of(changed(by, without)), by=by) == []


def test_a_category_the_file_does_not_name_is_retired(by: Actor) -> None:
    def without(told: Told) -> None:
        for row in told["categories"].values():
            if row["after"] == "pungli":
                row["after"] = told["categories"]["pungli"]["after"]
        del told["categories"]["pungli"]

    places.import_configuration(text_of(changed(by, without)), by=by)
    assert not Category.objects.get(code="pungli").is_active


def test_categories_are_put_in_the_files_order(by: Actor) -> None:
    told = exported(by)
    rows = told["sections"]["categories"]
    first = next(c for c, row in rows.items() if row["parent"] and not row["after"] and row["is_active"])
    second = next(c for c, row in rows.items() if row["after"] == first)
    third = next((c for c, row in rows.items() if row["after"] == second), None)
    rows[second]["after"], rows[first]["after"] = "", second
    if third:
        rows[third]["after"] = first
    places.import_configuration(text_of(told), by=by)
    assert exported(by)["sections"]["categories"] == rows


def test_words_the_file_does_not_name_are_the_houses_again(by: Actor) -> None:
    def without(told: Told) -> None:
        del told["texts"]["receipt / id"]

    places.import_configuration(text_of(changed(by, without)), by=by)
    assert not text_now("receipt", "id").is_own


def test_a_section_the_file_lacks_stays_as_it_is(by: Actor) -> None:
    told = exported(by)
    told["sections"] = {"sign_in": told["sections"]["sign_in"]}
    assert places.import_configuration(text_of(told), by=by) == []


def test_users_come_without_passwords_and_none_is_closed_by_a_file(by: Actor) -> None:
    told = exported(by, with_users=True)
    new = {"name": "Wulan Sekarjati", "roles": ["officer"], "agency": "dishub", "email": "w@example.com"}
    told["sections"]["users"] = {"wulan": new}
    assert said(places.import_configuration(text_of(told), by=by)) == [("users", "wulan", "new")]
    assert User.objects.get(username="wulan").agency_id == agency("dishub").id
    assert User.objects.get(username="pengelola").is_active
    assert "Wulan" not in json.dumps(list(Event.objects.values_list("body", flat=True)))


def test_all_refusals_are_told_at_once_and_nothing_is_changed(by: Actor) -> None:
    def wrong(told: Told) -> None:
        told["agencies"]["dishub"].update(parent="tidak-ada")
        told["agencies"]["dpupr"].update(short_name="")
        told["categories"]["pju"].update(classification="salah")
        told["routes"]["bukan kunci"] = {"subject": "jalan", "lead": "dpupr"}
        told["agencies"]["Kode Salah"] = {"name": "x", "short_name": "x", "kind": "department"}
        told["calendar"]["days_off"]["days"]["besok"] = "public: x"
        told["agencies"]["bpbd"].update(name="Nama baru")

    told, before = changed(by, wrong), exported(by)["sections"]
    found = {(c.section, c.key) for c in places.rehearse_configuration(text_of(told), by=by) if c.kind == "refused"}
    assert found == {
        ("agencies", "dishub"),
        ("agencies", "dpupr"),
        ("agencies", "Kode Salah"),
        ("categories", "pju"),
        ("routes", "bukan kunci"),
        ("calendar", "days_off"),
    }
    with pytest.raises(Refused, match="6"):
        places.import_configuration(text_of(told), by=by)
    assert exported(by)["sections"] == before


def test_what_would_be_kept_otherwise_than_written_is_refused(by: Actor) -> None:
    told = changed(by, lambda s: s["agencies"]["dishub"].update(name="  Dinas Perhubungan  Kota "))
    (change,) = places.rehearse_configuration(text_of(told), by=by)
    assert change.kind == "refused"


def test_a_rule_limits_were_promised_with_changes_only_its_last_day(by: Actor) -> None:
    receive(Submission("web", "1", "web", "Jalan berlubang"), by=PUBLIC)
    promised = Deadline.objects.get().rule
    key = f"verify / * / * / {promised.valid_from}"
    told = changed(by, lambda s: s["deadline_rules"][key].update(amount=9))
    assert places.rehearse_configuration(text_of(told), by=by)[0].kind == "refused"
    last, first = clock.today(), clock.today() + timedelta(days=1)

    def renewed(told: Told) -> None:
        new = {**told["deadline_rules"][key], "amount": 9, "valid_from": first.isoformat()}
        told["deadline_rules"][key]["valid_to"] = last.isoformat()
        told["deadline_rules"][f"verify / * / * / {first}"] = new

    places.import_configuration(text_of(changed(by, renewed)), by=by)
    assert DeadlineRule.objects.get(pk=promised.pk).amount == promised.amount
    assert max(rules(), key=lambda rule: rule.id).amount == 9


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"format": 99}, "format 99"),
        ({"city": "35.10"}, "35.10"),
        ({"product": "lain"}, "Kentongan"),
        ({"sections": []}, "bagian"),
        ({"sections": {"cuaca": {}}}, "cuaca"),
    ],
)
def test_a_file_that_is_not_for_here_is_refused_in_words(by: Actor, change: Told, says: str) -> None:
    for act in (places.rehearse_configuration, places.import_configuration):
        with pytest.raises(Refused, match=says):
            act(text_of({**exported(by), **change}), by=by)


def test_what_is_no_json_is_refused_in_words(by: Actor) -> None:
    with pytest.raises(Refused, match="JSON"):
        places.rehearse_configuration("bukan json", by=by)


@pytest.mark.parametrize("role", ["coordinator", "officer", "auditor"])
def test_only_an_administrator_takes_or_brings_it(by: Actor, role: str) -> None:
    stranger = actor_for(User.objects.create(username="lain", roles=[role]))
    with pytest.raises(Refused):
        places.export_configuration(by=stranger)
    with pytest.raises(Refused):
        places.import_configuration(text_of(exported(by)), by=stranger)


def test_shared_views_keep_their_owner_or_get_the_one_who_brings_them(by: Actor) -> None:
    told = changed(by, lambda s: s["shared_views"].update({"officer / Baru": view("officer", "Baru")}))
    places.import_configuration(text_of(told), by=by)
    assert SavedView.objects.get(name="Baru").owner == by.user


def view(role: str, name: str) -> Told:
    return {"name": name, "role": role, "query": "queue=new"}


def test_what_one_thread_rehearses_another_does_not_see(by: Actor) -> None:
    import threading

    seen: list[int] = []
    count = len(agencies())
    with cached.apart():
        agencies()
        thread = threading.Thread(target=lambda: seen.append(int(getattr(cached._apart, "held", None) is None)))
        thread.start()
        thread.join()
    assert seen == [1]
    assert len(agencies()) == count


def test_a_limit_that_a_file_changes_is_told_where_the_page_of_limits_tells_it(by: Actor) -> None:
    key = next(key for key in exported(by)["sections"]["deadline_rules"] if key.startswith("close / "))
    told = changed(by, lambda s: s["deadline_rules"][key].update(source="Perwali 1/2026"))
    places.import_configuration(text_of(told), by=by)
    event = stream_of("time-rules:1")[-1]
    assert event.kind == "cases.deadline_rule_set"
    assert event.body["after"] == {**event.body["before"], "source": "Perwali 1/2026"}
