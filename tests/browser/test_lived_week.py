"""Two weeks and a half of the desk with a moved clock, a weekend and a holiday in them: forty reports by every way, and
at the end every number on every screen against the exported history, folded by a reader of the tests' own."""

import json
import re
import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import expect

from kentongan.agencies.models import Agency, User
from kentongan.cases.actions import timers
from kentongan.cases.models import Case
from kentongan.core import clock
from kentongan.core.actor import PUBLIC, system
from kentongan.history.actions import sequence_now
from kentongan.intake.actions import Submission, receive
from kentongan.partners.actions import create_client
from kentongan.partners.scopes import Scope
from kentongan.people.models import Person
from kentongan.public import figures
from tests.browser.desk import Office, new_user
from tests.browser.lived.desk import Week, fill
from tests.browser.lived.ledger import Ledger, Told, count, queues, read

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHECKED = {"is_answering": "on", "personal": "none", "evidence": "not_needed", "is_plain": "on"}


@dataclass
class People:
    coordinator: User
    supervisor: User
    lamps: User
    roads: User
    leader: User
    auditor: User
    operator: User
    privacy: User


@pytest.fixture
def people(office: Office) -> People:
    more = [new_user(n, r) for n, r in (("penyelia", "supervisor"), ("wali", "leader"), ("auditor", "auditor"))]
    roads, operator = new_user("dpupr", "officer", "dpupr"), new_user("operator", "call_taker", "diskominfo")
    privacy = new_user("pdp", "privacy_officer")
    return People(office.coordinator, more[0], office.officer, roads, more[1], more[2], operator, privacy)


def told(week: Week, people: People, live_server: Any, day: str, size: int) -> list[str]:
    """Reports of one day: by the web, by another system, by staff, by other channels."""
    key = create_client(f"Mitra {day}", list(Scope), 6000, by=system("test"))
    numbers = []
    for n in range(size):
        if n % 5 == 0:
            body = json.dumps({"external_id": f"{day}-{n}", "text": f"Lampu jalan mati di RW {n}, {day}."})
            answer = Client().post(
                "/api/v1/reports", body, content_type="application/json", headers={"Authorization": f"Bearer {key}"}
            )
            code, pin = answer.json()["code"], answer.json()["pin"]
        elif n % 5 == 1:
            code, pin = _by_staff(week, people, f"Trotoar rusak nomor {n}, {day}.")
        else:
            base = Submission("test", f"{day}-{n}", ("web", "sms", "whatsapp")[n % 3], f"Jalan berlubang {n}, {day}.")
            receipt = receive(_replaced(base, n, day), by=PUBLIC)
            code, pin = receipt.code, receipt.pin
            week.placed.add(code)
        week.pins[code] = pin
        numbers.append(code)
    return numbers


def _replaced(base: Submission, n: int, day: str) -> Submission:
    return Submission(
        base.client, base.external_id, base.channel, base.text, category="jalan", lat=-7.8385, lon=112.0325,
        is_anonymous=n % 7 == 2, is_confidential=n % 9 == 3, name=f"Pelapor {day} {n}",
        phone=f"0811-0000-0{n:02d}{day[-1]}",
    )  # fmt: skip


def _by_staff(week: Week, people: People, text: str) -> tuple[str, str]:
    data = {"channel": "phone", "text": text, "area": "35.71.01.1001"}
    if "entry" not in week.clicked:
        week.clicked.add("entry")
        page = week.office.at(people.operator, "/desk/new/")
        fill(page, 'form[action="/desk/new/"]', data)
        html = page.content()
        page.context.close()
    else:
        html = week.client(people.operator).post("/desk/new/", {**data, "token": str(uuid.uuid4())}).content.decode()
    code, pin = re.findall(r'class="big code">([^<]+)<', html)[:2]
    return code, pin


def passed_on(week: Week, people: People, number: str, lead: User, **flags: str) -> None:
    flags = {"is_anonymous": "no", "is_confidential": "no", **flags}
    case = Case.objects.get(number=number)
    flags |= {name: "yes" for name in ("is_anonymous", "is_confidential") if getattr(case, name)}
    week.act(
        people.coordinator, number, "verify",
        classification="unsupervised", category="jalan", lead=lead.agency_id, **flags,
    )  # fmt: skip


def lived(week: Week, people: People, live_server: Any) -> list[str]:
    """The week, day by day; gives the numbers of the cases."""
    boss, roads, lamps = people.coordinator, people.roads, people.lamps
    week.on("08-14")  # a Friday
    n = told(week, people, live_server, "08-14", 20)
    for number in n[:10]:
        passed_on(week, people, number, roads)
    for number in n[:6]:
        week.act(roads, number, "follow-up", text="Regu kami menyurvei tempatnya pagi ini.")
    week.act(boss, n[10], "postpone", reason="unclear_place", missing="Di depan rumah siapa?")
    week.act(boss, n[11], "postpone", reason="incomplete", missing="Kirim foto, mohon.")
    week.act(boss, n[12], "archive", reason="too_general", text="Mohon ditulis lebih rinci.")
    week.act(boss, n[13], "refer", body="PLN UP3 Kediri", contact="0354-000123", text="Kami teruskan kepada PLN.")
    week.act(boss, n[14], "refer", body="PLN UP3 Kediri", contact="0354-000123", text="Kami teruskan kepada PLN.")
    week.on("08-15", 10)  # Saturday; Monday the 17th is a holiday
    n += told(week, people, live_server, "08-15", 10)
    week.reporter(n[10], "lengkapi", text="Di depan rumah nomor 7.")
    week.on("08-18")
    n += told(week, people, live_server, "08-18", 9)
    for number in n[:4]:
        week.act(roads, number, "answer", text="Jalan sudah ditambal, terima kasih.", **CHECKED)
    week.act(roads, n[4], "ask", text="Lubangnya berapa?")
    week.act(roads, n[5], "ask", text="Sejak kapan?")
    week.act(roads, n[6], "share", agency=Agency.objects.get(code="perkim").pk, passage="Pipa bocor di bawahnya?")
    for number in n[7:10]:
        week.act(roads, number, "send-back", reason="Bukan jalan kota.")
    _thrice(week, people, n[7])
    week.act(boss, n[13], "referral-answered", text="PLN sudah mengganti tiangnya.")
    week.act(boss, n[14], "take-back", reason="Ternyata milik kota.")
    week.act(people.supervisor, n[12], "restore", reason="Keliru diarsipkan.")
    week.on("08-19", 14)
    week.reporter(n[4], "balas", text="Tiga lubang.")
    week.reporter(n[0], "nilai", stars="5", text="Cepat sekali")
    week.reporter(n[1], "nilai", stars="2")
    week.act(boss, n[2], "close")
    week.reporter(n[3], "balas", text="Masih berlubang di sisi kiri.")
    for number in n[20:24]:
        passed_on(week, people, number, lamps, is_confidential="yes" if number == n[23] else "no")
    week.act(boss, n[21], "merge", into=n[20])
    week.act(boss, n[22], "merge", into=n[20])
    week.act(boss, n[20], "unmerge", code=n[22])
    week.act(lamps, n[20], "follow-up", text="Lampunya diganti besok pagi.")
    _watched_and_bulk(week, people, n)
    _erased(week, people)
    return n


def _thrice(week: Week, people: People, number: str) -> None:
    """Sent back twice more: the supervisor's, who decides."""
    for lead in (people.lamps, people.roads):
        passed_on(week, people, number, lead)
        week.act(lead, number, "send-back", reason="Bukan urusan kami.")
    week.act(people.supervisor, number, "decide", lead=people.roads.agency_id, reason="Jalan lingkungan milik DPUPR.")


def _watched_and_bulk(week: Week, people: People, n: list[str]) -> None:
    client = week.client(people.coordinator)
    for number in n[:3]:
        assert client.post(f"/desk/cases/{number}/watch/", {"watch": "yes"}).status_code == 302
    answer = client.post("/desk/bulk/?queue=all", {"act": "archive", "case": n[30:33]})
    place = answer.headers["Location"]
    assert client.post(place, {"reason": "test", "text": "Ini hanya uji coba."}).status_code == 302
    page = week.office.at(people.coordinator, "/desk/?queue=all")
    page.locator("#rows .choose").first.click()
    page.locator("#bulk-act").select_option("tag")
    page.get_by_role("button", name="Lihat dulu").click()
    page.locator("[name=tags]").fill("banjir")
    page.get_by_role("button", name="Beri penanda").click()
    expect(page.get_by_text("1 selesai")).to_be_visible()
    page.get_by_role("button", name="Batalkan").click()
    expect(page.get_by_text("1 dibatalkan")).to_be_visible()
    page.context.close()


def _erased(week: Week, people: People) -> None:
    client, register = week.client(people.privacy), "/desk/privacy/"
    asked = {"kind": "erasure", "channel": "counter", "name": "Pelapor", "contact": "Jl. Kenanga 4", "text": "Hapus."}
    place = client.post(f"{register}new/", asked).headers["Location"]
    person = Person.objects.order_by("pk").first()
    assert person is not None
    assert client.post(f"{place}persons/", {"persons": [person.pk]}).status_code == 302
    client.post(f"{place}decide/", {"decision": "granted", "answer": "Data Anda dihapus."})
    assert client.post(f"{place}erase/", {"sure": "yes"}).status_code == 302


def shown_by(user: User, week: Week, queue: str) -> tuple[dict[str, int], set[str]]:
    """The counters beside a list, and the numbers in it."""
    html = week.client(user).get(f"/desk/?queue={queue}").content.decode()
    counters = {name: int(n) for name, n in re.findall(r'data-counter="(\w+)">(\d+)<', html)}
    return counters, set(re.findall(r'data-case="([^"]+)"', html))


def seen_by(user: User, ledger: Ledger) -> list[Told]:
    cases = ledger.in_lists()
    if user.agency_id and "officer" in user.roles:
        return [case for case in cases if user.agency_id in case.facts["agencies"]]
    return [case for case in cases if not ("leader" in user.roles and case.facts["is_confidential"])]


def lists_are_right(week: Week, people: People, ledger: Ledger, numbers: dict[int, str]) -> None:
    """Counters, rows, and sheets of every queue of every role."""
    now = clock.now()
    for user in (people.coordinator, people.supervisor, people.leader, people.auditor, people.roads, people.lamps):
        mine = seen_by(user, ledger)
        counters, _rows = shown_by(user, week, "all")
        if "unopened" in counters:  # opening a page is no event: only the list itself can be counted
            assert counters.pop("unopened") == len(shown_by(user, week, "unopened")[1]), user.username
        assert counters == {name: count(mine, name, now) for name in counters}, user.username
        assert len(counters) >= 6
        for queue in [*counters, "all", "closed"]:
            _counters, rows = shown_by(user, week, queue)
            assert rows == {numbers[case.id] for case in mine if queue in queues(case, now)}, (user.username, queue)
        sheet = week.client(user).post("/desk/export/?queue=all", {"form": "csv"}).content.decode("utf-8-sig")
        codes = set(re.findall(r"KTG-\w{4}-\w{4}", sheet))
        assert codes == {numbers[case.id] for case in mine}, user.username


def cases_are_right(week: Week, people: People, ledger: Ledger, numbers: dict[int, str]) -> None:
    """The working days of every owner on every case's page, and the state behind every code."""
    now, client = clock.now(), week.client(people.coordinator)
    names = dict(Agency.objects.values_list("pk", "name"))
    fixed = {"coordinator": "Koordinator", "reporter": "Pelapor", "outside": "Instansi luar", "closed": "Selesai"}
    for case in ledger.in_lists():
        html = client.get(f"/desk/cases/{numbers[case.id]}/").content.decode()
        part = re.search(r'<svg class="own".*?</ul>', html, re.DOTALL)
        found = re.findall(r'<span>([^<]*)</span><b class="num">(\d+)[ <]', part.group(0) if part else "")
        held = {name.split(",")[0]: int(days) for name, days in found}
        expected: dict[str, int] = {}
        for owner, days in case.days_held(now).items():
            agency = owner.removeprefix("agency:")
            expected[names[int(agency)] if agency.isdigit() else fixed[owner]] = days
        assert sorted(held.values()) == sorted(expected.values()), (numbers[case.id], held, expected)


def public_is_right(week: Week, ledger: Ledger) -> None:
    """List, map and figures of everyone."""
    figures.forget()
    public = {case.id for case in ledger.in_lists() if case.is_public}
    client, found, address = Client(), set(), "/laporan/"
    while address:
        html = client.get(address).content.decode()
        found |= {int(pk) for pk in re.findall(r'href="/laporan/(\d+)/"', html)}
        after = re.search(r'rel="next" href="([^"]+)"', html)
        address = after.group(1).replace("&amp;", "&") if after else ""
        address = f"/laporan/{address}" if address.startswith("?") else address
    assert found == public
    points = client.get("/peta/laporan.geojson").json()["features"]
    placed = set(Case.objects.filter(number__in=week.placed).values_list("pk", flat=True))
    assert len(points) == len(public & placed)
    html = client.get("/").content.decode()
    values = re.findall(r"<div><b>([^<]*)</b><span>", html)
    since = clock.now() - timedelta(days=30)
    received = sum(case.received_at >= since for case in ledger.cases.values())
    closed = sum(case.state == "closed" and case.received_at >= since for case in ledger.in_lists())
    assert (values[0], values[2]) == (str(received), str(closed))


def exported(folder: Path) -> Ledger:
    """`kentongan export history`, read by the tests' own reader."""
    sequence_now()
    call_command("history_export", str(folder / "history.jsonl"), verbosity=0)
    return read(folder / "history.jsonl")


def watched_are_right(week: Week, people: People) -> None:
    html = week.client(people.coordinator).get("/desk/watched/").content.decode()
    assert len(set(re.findall(r'href="/desk/cases/(KTG-[\w-]+)/', html))) == 3


def test_after_a_lived_week_every_number_is_that_of_the_history(
    office: Office, people: People, live_server: Any, tmp_path: Path, settings: Any
) -> None:
    settings.KENTONGAN_DATA = tmp_path
    week = Week(office)
    numbers = lived(week, people, live_server)
    for day in ("08-20", "09-01", "09-02"):  # ten working days after the 18th end on the 2nd, over a holiday
        week.on(day, 8)
        timers.sweep()
    week.on("09-03", 8)
    timers.sweep()
    public_is_right(week, exported(tmp_path))
    week.on("09-16", 8)
    timers.sweep()
    ledger = exported(tmp_path)
    by_id = dict(Case.objects.values_list("pk", "number"))

    assert len(numbers) == len(ledger.cases) == 39
    kinds = {kind for case in ledger.cases.values() for kind in case.kinds}
    assert {"closed_by_system", "expired", "decided", "merged", "unmerged", "rated", "completed"} <= kinds
    assert ledger.erased == 1
    lists_are_right(week, people, ledger, by_id)
    cases_are_right(week, people, ledger, by_id)
    public_is_right(week, ledger)
    watched_are_right(week, people)
    office.leave()
    clock.move(timedelta(0))
