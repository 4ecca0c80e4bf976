"""Counters say what the lists hold: each queue of each role, after hundreds of cases went random ways."""

import random
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from kentongan.agencies.models import Agency, User
from kentongan.agencies.queries import actor_for
from kentongan.cases import actions, queries
from kentongan.cases.actions import Referral, Verification
from kentongan.cases.models import Case, Note, Report
from kentongan.cases.queries.inbox import counters
from kentongan.cases.queries.membership import queues_holding
from kentongan.cases.queries.queues import CAPPED
from kentongan.cases.queries.watching import told_count
from kentongan.cases.tests.factories import new_case
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.actor import reporter as reporter_of
from kentongan.core.errors import Conflict, NotFound, Refused
from kentongan.core.tests.rows import kept_for_a_module
from kentongan.desk.tests.conftest import Desk, new_user, signed_in
from kentongan.desk.tests.test_bulk import ARCHIVE, REFER, chosen, done

OPEN = ("received", "postponed", "routed", "in_progress", "answered", "referred")
ROLES = ("coordinator", "supervisor", "auditor", "leader", "officer", "field_officer")


def agencies() -> list[int]:
    return [Agency.objects.get(code=code).pk for code in ("dpupr", "dishub", "perkim")]


def made(chance: random.Random, count: int) -> None:
    """Cases in any condition: states, flags, parts, limits past, today and far, in and out of an exercise."""
    all_agencies = agencies()
    for _ in range(count):
        state = chance.choice([*OPEN, "closed", "archived"])
        lead = chance.choice([*all_agencies, None]) if state in {"routed", "in_progress", "answered"} else None
        others = [a for a in all_agencies if a != lead]
        due = clock.now() + timedelta(hours=chance.choice([-80, -3, 2, 30, 400])) if state in OPEN else None
        new_case(
            lead=lead,
            support=chance.sample(others, chance.choice([0, 0, 1])) if lead else (),
            consulted=[others[0]] if lead and chance.random() < 0.1 else (),
            state=state,
            is_verified=state not in {"received", "postponed"} or chance.random() < 0.3,
            is_confidential=chance.random() < 0.2,
            is_anonymous=chance.random() < 0.2,
            classification=chance.choice(["supervised", "unsupervised", "aspiration"]),
            returns=chance.choice([0, 0, 0, 1, 3]),
            due_at=due if chance.random() < 0.9 else None,
            asked_at=clock.now() if chance.random() < 0.1 else None,
            replied_at=clock.now() if chance.random() < 0.1 else None,
            handed_in_at=clock.now() if state == "in_progress" and chance.random() < 0.2 else None,
            exercise=5 if chance.random() < 0.05 else None,
        )


def acted(chance: random.Random, desk: Desk, numbers: list[str], count: int) -> int:
    """Random acts on real cases by those who may and may not; gives how many were done."""
    answers = Verification("unsupervised", "jalan", is_anonymous=False, is_confidential=chance.random() < 0.3)
    lead = desk.roads.agency_id or 0
    choices: list[Callable[[str], object]] = [
        lambda n: actions.verify(n, answers, by=desk.by),
        lambda n: actions.route(n, lead=lead, support=[desk.lamps.agency_id or 0], by=desk.by),
        lambda n: actions.follow_up(n, text="Regu sudah berangkat tadi pagi.", by=desk.by_roads),
        lambda n: actions.answer(n, text="Jalan sudah ditambal semuanya.", by=desk.by_roads),
        lambda n: actions.ask(n, text="Di sebelah mana persisnya?", by=desk.by_roads),
        lambda n: actions.send_back(n, reason="Bukan jalan kota.", by=desk.by_roads),
        lambda n: actions.postpone(n, reason="incomplete", missing="Foto?", by=desk.by),
        lambda n: actions.archive(n, reason="test", text="Uji coba.", by=desk.by),
        lambda n: actions.refer(n, Referral("PLN", "Surat 1", "Kami teruskan."), by=desk.by),
        lambda n: actions.take_back(n, reason="Milik kota.", by=desk.by),
        lambda n: actions.close(n, by=desk.by),
        lambda n: actions.reply(n, text="Belum beres.", by=reporter_of(Report.objects.get(code=n).pk)),
        lambda n: actions.merge(n, into=chance.choice(numbers), by=desk.by),
        lambda n: actions.unmerge(n, by=desk.by),
        lambda n: actions.write_note(
            n, text=f"Tolong dilihat, @koordinator {chance.randint(1, 999)}", by=desk.by_roads
        ),
        lambda n: actions.tag(n, add=["banjir"], by=desk.by),
    ]
    happened = 0
    for _ in range(count):
        try:
            chance.choice(choices)(chance.choice(numbers))
            happened += 1
        except (Refused, NotFound, Conflict):
            continue
    return happened


@pytest.fixture(scope="module")
def crowd(kediri: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Desk]:
    with kept_for_a_module(django_db_blocker):
        desk = Desk(
            new_user("koordinator", "coordinator"),
            new_user("jalan", "officer", "dpupr"),
            new_user("lampu", "officer", "dishub"),
        )
        chance = random.Random(112)
        made(chance, 240)
        numbers = [desk.received(f"r{n}") for n in range(30)]
        assert acted(chance, desk, numbers, 300) > 60
        yield desk


def reader(role: str) -> User:
    return new_user(f"pembaca-{role}", role, "dpupr" if role in {"officer", "field_officer"} else "")


def walked(queue: str, by: Actor) -> list[str]:
    found: list[str] = []
    after: str | None = None
    while True:
        page = queries.inbox(queue, by=by, after=after, limit=40)
        found += [row.number for row in page.rows]
        after = page.after
        if after is None:
            return found


def told(client: Client, address: str = "/desk/?queue=all") -> dict[str, str]:
    page = client.get(address).content.decode()
    return dict(re.findall(r'data-counter="(\w+)">([^<]*)<', page))


def check(user: User) -> dict[str, int]:
    """Counters, badges and the pulse against the list itself, walked to its end; rows against the queues they name."""
    by, client = actor_for(user), signed_in(user)
    lists = {name: walked(name, by) for name in counters(by)}
    assert {name: len(set(rows)) for name, rows in lists.items()} == {name: len(rows) for name, rows in lists.items()}
    sizes = {name: len(rows) for name, rows in lists.items()}
    assert counters(by) == sizes
    badges = told(client)
    assert {name: badges[name] for name in sizes if name in badges} == {
        name: str(size) for name, size in sizes.items() if name in badges
    }
    pulse = client.get("/desk/pulse/?queue=all").json()["counters"]
    assert {name: pulse[name] for name in sizes} == {name: str(size) for name, size in sizes.items()}
    rows = queries.rows_for(list(Case.objects.values_list("pk", flat=True)), by=by)
    held: dict[str, set[str]] = {name: set() for name in lists}
    for row in rows.values():
        for name in queues_holding(row, by=by):
            held.get(name, set()).add(row.number)
    gone = set(Case.objects.filter(merged_into__isnull=False).values_list("number", flat=True))
    assert {name: numbers - gone for name, numbers in held.items()} == {name: set(n) for name, n in lists.items()}
    return sizes


@pytest.mark.parametrize("role", ROLES)
def test_each_queue_counts_what_its_list_holds(crowd: Desk, db: None, role: str) -> None:
    sizes = check(reader(role))
    assert sum(sizes.values()) > 40


def test_they_stay_right_after_bulk_acts_and_their_undo(crowd: Desk, db: None) -> None:
    user, supervisor = crowd.coordinator, reader("supervisor")
    client = signed_in(user)
    before = check(user)
    fresh = walked("verify", crowd.by)[:12]
    address = done(client, "refer", *fresh, data=REFER)
    during = check(user)
    assert during["verify"] < before["verify"]
    client.post(f"{address}undo/")
    check(user)
    done(client, "archive", *walked("verify", crowd.by)[:5], data=ARCHIVE)
    done(client, "watch", *walked("all", crowd.by)[:9])
    check(user)
    check(supervisor)
    check(crowd.roads)


def test_mentions_and_watched_cases_are_counted_as_their_lists_show_them(crowd: Desk, db: None) -> None:
    client = signed_in(crowd.coordinator)
    by_hand, address = 0, "/desk/mentions/"
    while address:
        page = client.get(address).content.decode()
        by_hand += page.count('class="strong"')
        following = re.search(r'href="(\?after=\d+)"', page)
        address = f"/desk/mentions/{following[1]}" if following else ""
    assert told(client)["mentions"] == str(by_hand)
    assert by_hand > 0
    number = Note.objects.first().case.number  # type: ignore[union-attr]
    done(client, "watch", *walked("all", crowd.by)[:20])
    actions.write_note(number, text="Lagi, @koordinator.", by=crowd.by)
    for row in walked("in_progress", crowd.by_roads)[:3]:
        try:
            actions.follow_up(row, text="Regu kedua berangkat siang ini.", by=crowd.by_roads)
        except (Refused, NotFound):
            continue
    page = client.get("/desk/?queue=all").content.decode()
    badge = re.search(r'href="/desk/watched/"[^>]*>.*?<b[^>]*>(\d+)</b>', page, re.DOTALL)
    watched = client.get("/desk/watched/").content.decode()
    assert badge
    assert int(badge[1]) == len(re.findall(r"\d+ langkah baru", watched))


def test_the_count_of_chosen_cases_is_the_count_of_the_list(crowd: Desk, db: None) -> None:
    client = signed_in(crowd.coordinator)
    page = client.get(chosen(client, "archive", all="on", address="?queue=verify")).content.decode()
    assert f"{counters(crowd.by)['verify']} aduan dipilih" in page


def test_a_counter_above_the_limit_says_so(db: None) -> None:
    assert told_count(CAPPED) == told_count(CAPPED + 5) == "1.000+"
    assert told_count(CAPPED - 1) == "999"
