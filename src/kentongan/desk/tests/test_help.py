"""Help inside: the manual, the words, the tour."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from kentongan.agencies.queries import actor_for
from kentongan.core.actor import Role
from kentongan.core.roles import NOT_STAFF
from kentongan.desk import manual, tours
from kentongan.desk.terms import TERMS
from kentongan.desk.tests.conftest import Desk, new_user

pytestmark = pytest.mark.django_db


def test_everyone_begins_with_the_chapter_of_his_own_work(officer: Client, coordinator: Client) -> None:
    assert "<h1>Admin penghubung OPD dan petugas lapangan</h1>" in officer.get("/desk/help/").content.decode()
    assert "<h1>Admin penghubung" not in coordinator.get("/desk/help/").content.decode()


@pytest.mark.parametrize("chapter", manual.CHAPTERS, ids=lambda chapter: chapter.name)
def test_every_link_of_a_chapter_leads_somewhere_and_every_picture_is_there(
    coordinator: Client, chapter: manual.Chapter
) -> None:
    page = coordinator.get(f"/desk/help/{chapter.name}/").content.decode()
    article = page.split('<article class="prose"', 1)[1].split("</article>")[0]
    assert article.count("<h1>") == 1
    assert "&lt;" not in article  # nothing was written as raw HTML
    for address in re.findall(r'href="(/[^"#]*)"', article):
        assert coordinator.get(address).status_code == 200, address
    for source in re.findall(r'src="/static/(manual/[^"]+?)(?:\.[0-9a-f]{12})?\.(?:png|webp)"', article):
        assert any(finders.find(f"{source}.{kind}") for kind in ("png", "webp")), source


def test_a_chapter_that_is_not_there_is_not_found(coordinator: Client) -> None:
    assert coordinator.get("/desk/help/rahasia-dapur/").status_code == 404


def test_every_word_of_the_field_stands_in_the_glossary(officer: Client) -> None:
    page = officer.get("/desk/help/words/").content.decode()
    assert all(f'<dt id="{name}">' in page for name in TERMS)


def test_a_case_says_what_its_words_mean(desk: Desk, coordinator: Client) -> None:
    page = coordinator.get(f"/desk/cases/{desk.verified()}/").content.decode()
    assert str(TERMS["deadline"].meaning) in page or 'role="tooltip">Saat terakhir' in page


def test_the_tour_is_offered_until_it_was_seen_or_declined(desk: Desk, officer: Client) -> None:
    assert "data-tour-offer" in officer.get("/desk/").content.decode()
    officer.post("/desk/help/tour/end/")
    assert "data-tour-offer" not in officer.get("/desk/").content.decode()
    assert "<li>" in officer.get("/desk/help/tour/").content.decode()  # it stays in the help


@pytest.mark.parametrize("role", sorted(set(Role) - NOT_STAFF))
def test_every_role_has_a_tour_that_ends_with_where_help_is(role: Role) -> None:
    stops = tours.tour_of(actor_for(new_user("seseorang", role.value)))
    assert len(stops) >= 3
    assert stops[-1].at == ".bar .me > summary"
