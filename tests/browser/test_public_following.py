"""Following a kelurahan in a browser: from the list to the letter, and out again."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kentongan.cases.models import Case
from kentongan.core import clock
from kentongan.intake.actions import send_digests
from kentongan.intake.rounds import next_round
from kentongan.notifications.models import Message
from kentongan.public.tests.conftest import report
from tests.browser.conftest import BOTH, Opener, no_sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def link(text: str, way: str) -> str:
    body = Message.objects.filter(text_name=text).latest("id").body or ""
    return str(re.findall(rf"https?://[^/\s]+(/ikuti/{way}/\S+)", body)[0])


@BOTH
@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_a_kelurahan_is_followed_and_left_again(
    open_page: Opener, violations: Callable[[Page], list[str]], size: Any, scheme: str, javascript: bool
) -> None:
    page = open_page("/", size, scheme=scheme, javascript=javascript)
    told = report()
    area = str(Case.objects.get().area_id)
    found: list[str] = []

    def look() -> None:
        if javascript:
            found.extend(violations(page))
            assert no_sideways(page), page.url

    page.goto(f"/laporan/?kelurahan={area}")
    page.get_by_role("link", name="Ikuti kabar kelurahan lewat surel").click()
    expect(page.get_by_label("Kelurahan")).to_have_value(area)
    page.get_by_role("button", name="Ikuti").click()
    expect(page.get_by_text("Tulis alamat surel Anda.")).to_be_visible()
    look()
    page.get_by_label("Surel").fill("ibu@example.id")
    page.get_by_label("Seberapa sering?").select_option("daily")
    page.get_by_role("button", name="Ikuti").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Periksa kotak surel Anda")
    look()
    page.goto(link("follow_confirm", "setuju"))
    look()
    page.get_by_role("button", name="Ya, kirimi saya kabar").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Anda mengikuti Kelurahan")
    look()
    told.routed()
    with clock.standing_at(next_round("daily", clock.local(clock.now())) + timedelta(seconds=5)):
        send_digests()
    page.goto(link("follow_digest", "berhenti"))
    look()
    page.get_by_role("button", name="Jangan kirim lagi").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anda tidak lagi menerima kabar kelurahan ini.")
    look()
    assert found == []
