"""What was told already is offered before it is told again; whoever supports it is counted once and hears of it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kentongan.cases import actions as cases
from kentongan.cases.actions.supporting import support
from kentongan.cases.models import Case, Report, Support
from kentongan.cases.queries.categories import category_facts
from kentongan.cases.queries.supporting import similar, support_count
from kentongan.cases.tests.factories import pk_of
from kentongan.history.models import Event
from kentongan.history.queries import stream_of
from kentongan.intake.supporters import stop_token, tell_supporters
from kentongan.notifications.models import Message
from kentongan.public.tests.conftest import TEXT, Told, report
from kentongan.ui.pace import SUPPORTS

pytestmark = pytest.mark.django_db

MINE = "Lampu di gang dekat musala kami padam."


def supported(client: Client, number: int, **typed: str) -> Any:
    return client.post(f"/laporan/{number}/dukung/", typed)


def told_until_place(client: Client, *, area: str, text: str = MINE, category: str = "") -> Any:
    """The first two steps; gives where the second leads."""
    first = client.post("/lapor/", {"text": text, "category": category, "act": "next"})
    return client.post(first["Location"], {"area": area, "act": "next"})


def begun(client: Client, **told: str) -> str:
    """A checked report of someone else, and mine on its way; gives where the second step leads."""
    report().routed()
    return str(told_until_place(client, area=Case.objects.get().area_id or "", **told)["Location"])


def news(number: int) -> list[str]:
    tell_supporters(stream_of(f"case:{number}"))
    bodies = Message.objects.filter(text_name__startswith="support_").order_by("id").values_list("body", flat=True)
    return [body or "" for body in bodies]


def test_a_like_report_of_the_same_kelurahan_is_offered_once(city: None, client: Client) -> None:
    address = begun(client)
    assert address.endswith("/serupa/")
    page = client.get(address).content.decode()
    assert "Apakah ini laporan yang sama?" in page
    assert "Lampu gang dekat musala" in page
    assert "Belum ada yang mendukung" in page
    onward = client.post(address.replace("serupa", "di-mana"), {"area": Case.objects.get().area_id, "act": "next"})
    assert onward["Location"].endswith("/siapa/")


def test_nothing_like_it_leads_straight_on(city: None, client: Client) -> None:
    assert begun(client, text="Sampah menumpuk di pasar.").endswith("/siapa/")


def test_who_tells_of_a_sensitive_subject_is_offered_nothing(city: None, client: Client) -> None:
    sensitive = next(code for code, facts in category_facts().items() if facts.is_sensitive and facts.is_active)
    assert begun(client, category=sensitive).endswith("/siapa/")


def test_the_same_subject_is_enough(city: None) -> None:
    report().routed()
    area = Case.objects.get().area_id or ""
    assert len(similar(text="Aspal rusak", category="jalan", area=area)) == 1
    assert similar(text="Aspal rusak", category="sampah", area=area) == ()
    assert similar(text=TEXT, category="", area="35.71.01.1001") == ()
    assert similar(text=TEXT, category="jalan", area="") == ()


def test_unchecked_confidential_closed_and_old_reports_are_not_offered(city: None) -> None:
    report("1")
    report("2").verified(is_confidential=True)
    report("3").closed()
    report("4").routed()
    Case.objects.filter(number=Report.objects.get(external_id="4").code).update(
        received_at=Case.objects.latest("pk").received_at - timedelta(days=31)
    )
    area = Case.objects.latest("pk").area_id or ""
    assert similar(text=TEXT, category="jalan", area=area) == ()


def test_a_draft_of_another_browser_is_not_found(city: None, client: Client) -> None:
    assert Client().get(begun(client)).status_code == 404


def test_a_browser_is_counted_once_and_the_page_says_how_many(city: None, client: Client) -> None:
    number = pk_of(report().routed().code)
    for browser in (client, client, Client()):
        assert supported(browser, number)["Location"] == f"/laporan/{number}/"
    assert support_count(number) == 2
    assert "2 orang mendukung laporan ini." in client.get(f"/laporan/{number}/").content.decode()
    assert Event.objects.filter(kind="cases.supported").count() == 2


def test_an_address_is_counted_once_from_any_browser(city: None) -> None:
    number = pk_of(report().routed().code)
    for typed in ("Ibu@example.id", "ibu@example.id "):
        supported(Client(), number, email=typed)
    assert support_count(number) == 1


def test_an_address_may_be_added_later(city: None, client: Client) -> None:
    number = pk_of(report().routed().code)
    supported(client, number)
    supported(client, number, email="ibu@example.id")
    assert support_count(number) == 1
    assert Support.objects.get().person_id is not None


def test_no_event_and_no_row_holds_the_address_or_the_browser(city: None, client: Client) -> None:
    number = pk_of(report().routed().code)
    supported(client, number, email="ibu@example.id")
    event = Event.objects.get(kind="cases.supported")
    assert event.actor == "public"
    assert "ibu" not in event.body
    kept = str(client.cookies["kentongan_browser"].value)
    assert kept.split(":")[0].encode() not in bytes(Support.objects.get().browser)


@pytest.mark.parametrize("typed", [{"email": "bukan surel"}, {"website": "x"}])
def test_what_cannot_be_taken_is_refused_beside_its_field(city: None, client: Client, typed: dict[str, str]) -> None:
    number = pk_of(report().routed().code)
    response = supported(client, number, **typed)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not Support.objects.exists()


def test_what_is_not_public_cannot_be_supported(city: None, client: Client) -> None:
    for told in (report("1"), report("2").verified(is_confidential=True)):
        assert supported(client, pk_of(told.code)).status_code == 404


def test_a_closed_matter_takes_no_support(city: None, client: Client) -> None:
    number = pk_of(report().closed().code)
    page = client.post(f"/laporan/{number}/dukung/", follow=True).content.decode()
    assert "Masalah ini sudah selesai." in page
    assert "Dukung laporan ini" not in page
    assert support_count(number) == 0


def _supported_by_mail(told: Told) -> int:
    number = pk_of(told.code)
    support(number, browser="a", email="ibu@example.id")
    return number


def test_supporters_hear_what_comes_after_and_each_word_once(city: None) -> None:
    told = report().routed()
    number = _supported_by_mail(told)
    support(number, browser="b")
    cases.follow_up(told.code, text="Regu dijadwalkan.", by=told.officer)
    bodies = [*news(number)]
    assert len(bodies) == len(news(number)) == 2
    assert "Kami mengabari Anda" in bodies[0]
    assert "menindaklanjuti" in bodies[1]
    assert f"/laporan/{number}/" in bodies[1]
    assert told.code not in "".join(bodies)


def test_no_news_of_what_is_not_public_any_more(city: None) -> None:
    told = report().routed()
    number = _supported_by_mail(told)
    Case.objects.filter(pk=number).update(is_confidential=True)
    assert news(number) == []


def test_news_end_by_a_button_behind_the_link_of_the_message(city: None, client: Client) -> None:
    told = report().routed()
    number = _supported_by_mail(told)
    (body,) = news(number)
    (path,) = re.findall(r"https?://[^/\s]+(/dukungan/\S+)", body)
    assert client.get(path).status_code == 200
    assert Support.objects.get().person_id is not None
    client.post(path)
    cases.follow_up(told.code, text="Regu dijadwalkan.", by=told.officer)
    assert len(news(number)) == 1
    assert support_count(number) == 1


def test_a_link_we_never_gave_is_not_found(city: None, client: Client) -> None:
    assert client.get(f"/dukungan/{stop_token(1)[:-2]}xx/").status_code == 404


def test_those_of_a_joined_case_are_counted_and_told_with_it(city: None) -> None:
    one, other = report("1").routed(), report("2").routed()
    _supported_by_mail(one)
    cases.merge(one.code, into=other.code, by=one.coordinator)
    number = pk_of(other.code)
    assert support_count(number) == 1
    cases.follow_up(other.code, text="Regu dijadwalkan.", by=other.officer)
    assert any("menindaklanjuti" in body for body in news(number))


def test_one_address_counts_no_crowd_in_a_minute(city: None) -> None:
    number = pk_of(report().routed().code)
    answers = [supported(Client(), number).status_code for _ in range(SUPPORTS.limit + 1)]
    assert (answers[-2], answers[-1]) == (302, 429)
    assert support_count(number) == SUPPORTS.limit
