"""A city's own words: checked before they are kept, used from the next message on, given up again."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kentongan.core.actor import Actor, Role, system
from kentongan.core.conflicts import Wanted
from kentongan.core.errors import Conflict, NotFound, Refused
from kentongan.history.queries import stream_of
from kentongan.notifications import actions, texts
from kentongan.notifications.models import OwnText
from kentongan.notifications.queries import own_texts, text_now, texts_now
from kentongan.notifications.texts import for_mailboxes, for_staff, for_supporters
from kentongan.notifications.texts.catalogue import entries, paragraphs_of, sample_of, sms_parts

pytestmark = pytest.mark.django_db
SYSTEM = system("tests")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
LINK = "https://lapor.example.id/lacak"


def change(name: str = "verified", language: str = "id", **fields: str) -> None:
    now = text_now(name, language)
    wanted = {field: Wanted(getattr(now, field), value) for field, value in fields.items()}
    actions.change_text(name, language, wanted, by=SYSTEM)


def written(name: str, language: str = "id") -> texts.Written:
    values = dict.fromkeys(texts.values_of(name), "x")
    return texts.write(name, language, values, city="Kota", link=LINK, own=own_texts())


def test_own_words_go_out_from_then_on_in_that_language_alone() -> None:
    change(title="Laporan {code}: sudah kami baca", body="Salam.\n\nKode: {code}\nTerima kasih, {city}.")
    said = written("verified")
    assert said.title == "Laporan x: sudah kami baca"
    assert said.body.startswith("Salam.\n\nKode: x Terima kasih, Kota.\n\n")
    assert "112" in said.body
    assert written("verified", "en") == texts.write("verified", "en", {"code": "x"}, city="Kota", link=LINK)
    event = stream_of("text:verified:id")[-1]
    assert event.kind == "notifications.text_changed"
    assert event.body["after"]["title"] == "Laporan {code}: sudah kami baca"
    assert event.body["before"]["title"] == "Laporan {code} sudah diverifikasi"


def test_every_kind_of_text_can_be_the_citys_own() -> None:
    change("new_device", body="Masuk sebagai {username}.")
    change("report_link", body="Buka: {link}")
    change("support_routed", body="Kini pada {agency}.")
    change("closing", body="Lihat {link}.\n\nDarurat? Telepon 112. {city}")
    own = own_texts()
    values = {"username": "rina", "at": "x", "device": "x", "place": "x"}
    assert "Masuk sebagai rina." in for_staff.write("new_device", "id", values, city="Kota", own=own).body
    link = for_mailboxes.write("report_link", "id", {"minutes": "30"}, city="Kota", links={"link": LINK}, own=own)
    assert link.body == f"Buka: {LINK}\n\nDarurat? Telepon 112. Kota\n"
    told = for_supporters.write(
        "support_routed", "id", subject="Lampu", agency="Dishub", city="Kota", link=LINK, stop="https://x.id/s", own=own
    )
    assert "Kini pada Dishub." in told.body
    assert "https://x.id/s" in told.body
    assert f"Lihat {LINK}." in written("receipt").body


@pytest.mark.parametrize(
    ("name", "fields", "field"),
    [
        ("verified", {"body": "Tanpa kode.", "title": "Sudah"}, "body"),
        ("verified", {"title": ""}, "title"),
        ("verified", {"body": " "}, "body"),
        ("verified", {"body": "{code} {nomor}"}, "body"),
        ("verified", {"body": "{code} {due_at}"}, "body"),
        ("verified", {"body": "{code"}, "body"),
        ("verified", {"body": "{code.__class__}"}, "body"),
        ("verified", {"body": "{code!r}"}, "body"),
        ("verified", {"body": "{0} {code}"}, "body"),
        ("verified", {"title": "x" * 121}, "title"),
        ("answered", {"title": "{code} sampai {reply_by}"}, "title"),
        ("closing", {"body": "Lihat {link}."}, "body"),
        ("closing", {"body": "Telepon 112."}, "body"),
        ("report_link", {"body": "Tidak ada tautan."}, "body"),
    ],
)
def test_what_would_go_out_broken_is_refused_beside_its_field(name: str, fields: dict[str, str], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        change(name, **fields)
    assert refusal.value.field == field
    assert not OwnText.objects.exists()


def test_a_text_that_moved_is_a_conflict() -> None:
    change(body="Kode {code}.")
    with pytest.raises(Conflict):
        actions.change_text("verified", "id", {"body": Wanted("lain", "{code} lagi")}, by=SYSTEM)
    with pytest.raises(NotFound):
        actions.change_text("nothing", "id", {}, by=SYSTEM)


def test_back_to_the_house_keeps_the_words_in_the_history() -> None:
    change(body="Kode {code}.")
    actions.reset_text("verified", "id", by=SYSTEM)
    assert not text_now("verified", "id").is_own
    assert stream_of("text:verified:id")[-1].body["before"] == {"body": "Kode {code}."}
    with pytest.raises(Refused):
        actions.reset_text("verified", "id", by=SYSTEM)
    change(body="Lagi {code}.")
    assert text_now("verified", "id").body == "Lagi {code}."


def test_it_is_said_when_the_houses_words_changed_since_and_saving_again_settles_it() -> None:
    change(body="Kode {code}.")
    OwnText.objects.update(default_mark="an older one")
    own_texts.forget()
    from kentongan.core.cached import forget_all

    forget_all()
    assert text_now("verified", "id").is_outdated
    actions.change_text("verified", "id", {"body": Wanted("Kode {code}.", "Kode {code}.")}, by=SYSTEM)
    assert not text_now("verified", "id").is_outdated


def test_every_text_of_the_house_passes_its_own_check_and_can_be_shown() -> None:
    for entry in entries().values():
        actions.check_text(entry, entry.title, entry.body)
        sample = sample_of(entry, entry.title, entry.body, now=NOW)
        assert "{" not in sample.title + sample.body
    assert len(texts_now()) == len(entries())
    assert {entry.language for entry in entries().values()} == {"id", "en"}


def test_paragraphs_lie_between_blank_lines() -> None:
    assert paragraphs_of("Satu\nbaris\n\n  \nDua\n") == ("Satu baris", "Dua")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a" * 160, (160, 1)),
        ("a" * 161, (161, 2)),
        ("a" * 306, (306, 2)),
        ("a" * 307, (307, 3)),
        ("€" * 80, (160, 1)),
        ("“" + "a" * 69, (70, 1)),
        ("“" + "a" * 70, (71, 2)),
        ("😀" * 35, (70, 1)),
    ],
)
def test_parts_of_an_sms_are_counted_as_the_network_does(text: str, expected: tuple[int, int]) -> None:
    assert sms_parts(text) == expected


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.OFFICER])
def test_nobody_but_an_administrator_changes_any(role: Role) -> None:
    by = Actor(label="user:5", roles=frozenset({role}), user=5)
    acts: list[Any] = [
        lambda: actions.change_text("verified", "id", {}, by=by),
        lambda: actions.reset_text("verified", "id", by=by),
    ]
    for act in acts:
        with pytest.raises(Refused):
            act()
