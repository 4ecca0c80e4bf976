"""The words and marks of the look."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from kentongan.ui import deadline, words

pytestmark = pytest.mark.django_db  # the clock reads its offset

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # 10.00 WIB, a Tuesday
ICONS = set(re.findall(r'<symbol id="([^"]+)"', (Path(__file__).parents[4] / "frontend" / "icons.svg").read_text()))
TEMPLATES = list(Path(__file__).parents[2].rglob("templates/**/*.html"))


@pytest.fixture(autouse=True)
def _indonesian() -> Iterator[None]:
    with translation.override("id"):
        yield


def drawn(template: str, **context: object) -> str:
    return Template("{% load ui %}" + template).render(Context(context))


def pill(due_in: timedelta, started_ago: timedelta = timedelta(days=1), **more: Any) -> deadline.Pill:
    return deadline.pill(NOW + due_in, now=NOW, started_at=NOW - started_ago, **more)


def test_a_state_is_icon_and_word_and_not_colour_alone() -> None:
    html = drawn("{% state value %}", value="closed")
    assert 'data-state="closed"' in html
    assert "#check" in html
    assert html.endswith("Selesai</span>")


def test_every_icon_named_in_a_table_or_template_is_drawn() -> None:
    named = {icon for icon, _ in [*words.STATES.values(), *words.FLAGS.values()]} | set(deadline.ICONS.values())
    for path in TEMPLATES:
        named |= set(re.findall(r'{% icon "([^"]+)"', path.read_text()))
    assert named - ICONS == set()


def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in drawn('{% icon "pin" %}')
    assert 'role="img" aria-label="Lokasi"' in drawn('{% icon "pin" "Lokasi" %}')


@pytest.mark.parametrize(
    ("due_in", "started_ago", "level", "used"),
    [
        (timedelta(days=9), timedelta(days=1), "", 10),
        (timedelta(days=2), timedelta(days=8), "near", 80),
        (timedelta(hours=6), timedelta(hours=1), "near", 15),
        (timedelta(seconds=-1), timedelta(days=3), "late", 100),
    ],
)
def test_the_pill_fills_with_the_time_used(due_in: timedelta, started_ago: timedelta, level: str, used: int) -> None:
    result = pill(due_in, started_ago)
    assert (result.level, result.used) == (level, used)


def test_the_fill_moves_in_steps_the_style_sheet_has() -> None:
    steps = {pill(timedelta(days=10 - n), timedelta(days=n)).used for n in range(10)}
    assert all(step % 5 == 0 for step in steps)


@pytest.mark.parametrize(
    ("due_in", "more", "text"),
    [
        (timedelta(days=9), {"working_days": 7}, "7 hari kerja"),
        (timedelta(days=9), {}, "sampai 3 Des"),
        (timedelta(hours=6), {}, "hari ini 16.00"),
        (timedelta(hours=-2), {}, "lewat 2 jam"),
        (timedelta(days=-3, hours=-1), {}, "lewat 3 hari"),
        (timedelta(days=2), {"met_at": NOW}, "tepat waktu"),
        (timedelta(days=-2), {"met_at": NOW}, "lewat 2 hari"),
        (timedelta(days=2), {"is_stopped": True}, "waktu berhenti"),
    ],
)
def test_the_words_give_working_days_or_the_hour(due_in: timedelta, more: dict[str, Any], text: str) -> None:
    with translation.override("id"):
        assert pill(due_in, **more).text == text


def test_a_deadline_needs_no_inline_style() -> None:
    html = drawn("{% due due_at=due_at started_at=start stage='verify' %}", due_at=NOW, start=NOW - timedelta(days=1))
    assert "style=" not in html
    assert "used-" in html


@pytest.mark.parametrize(("language", "text"), [("id", "24 Nov 2026, 10.00 WIB"), ("en", "24 Nov 2026, 10:00 WIB")])
def test_a_moment_is_told_on_the_citys_clock(language: str, text: str) -> None:
    with translation.override(language):
        html = drawn("{% when moment %}", moment=NOW)
    assert f">{text}</time>" in html
    assert 'datetime="2026-11-24T03:00:00+00:00"' in html


def test_a_day_is_the_local_one() -> None:
    assert 'datetime="2026-11-25"' in drawn("{% day moment %}", moment=datetime(2026, 11, 24, 18, 30, tzinfo=UTC))
    with translation.override("id"):
        assert "Selasa, 24 November 2026" in drawn("{% day value 'full' %}", value=date(2026, 11, 24))


def test_nothing_is_drawn_for_a_moment_that_is_not_known() -> None:
    assert drawn("{% when nothing %}{% day nothing %}{% due due_at=nothing %}", nothing=None) == ""


def test_no_template_carries_style_or_script_of_its_own() -> None:
    for path in TEMPLATES:
        text = path.read_text()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", text), path
