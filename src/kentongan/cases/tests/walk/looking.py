"""What must be true after every step: rows, lists, counters, pages and the public's view are as the model says."""

from datetime import timedelta
from typing import Any

from kentongan.cases import access, queries
from kentongan.cases.models import Case, CaseParty, Deadline, Report
from kentongan.cases.queries.told import entry_texts, report_texts
from kentongan.cases.tests.walk import days
from kentongan.cases.tests.walk.comparing import same
from kentongan.cases.tests.walk.model import CLOSED, Matter, Telling
from kentongan.cases.tests.walk.rules import Who, knows
from kentongan.cases.tests.walk.world import World
from kentongan.core import actor as actors
from kentongan.core.errors import NotFound
from kentongan.history import queries as history

NOT_MODELLED = {"unopened"}  # nobody opens a page in the walk; it has its own tests
READERS = ("coordinator", "supervisor", "leader", "auditor", "roads", "colleague", "lamps", "water")


def rows_are_right(world: World, matter: Matter) -> None:
    """State, owner, flags, counts, and the copies on the parts."""
    case = Case.objects.get(pk=matter.pk)
    names = world.town.names
    same(_of_row(case, names), _of_model(matter), "case")
    told = set(Report.objects.filter(case=case).values_list("pk", flat=True))
    same(told, {telling.id for telling in matter.tellings}, "reports")
    parts = CaseParty.objects.filter(case=case, until__isnull=True).values_list(
        "agency", "role", "case_state", "due_at"
    )
    copies = {(names[agency], role, state, due) for agency, role, state, due in parts}
    same(copies, {(agency, role, matter.state, matter.due()) for agency, role in matter.parts().items()}, "parts")
    _is_pointed_right(world, case, matter)


def _of_row(case: Case, names: dict[int, str]) -> dict[str, Any]:
    return {
        "state": case.state,
        "lead": names.get(case.lead_id or 0, ""),
        "is_verified": case.verified_at is not None,
        "flags": (case.is_anonymous, case.is_confidential),
        "returns": case.returns,
        "disputed": case.disputed_at is not None,
        "reports": case.report_count,
        "asked": case.asked_at,
        "reply": case.replied_at is not None,
        "handed_in": case.handed_in_at is not None,
        "closed_at": case.closed_at,
        "seq": case.head_seq,
        "due": case.due_at,
    }


def _of_model(matter: Matter) -> dict[str, Any]:
    return {
        "state": matter.state,
        "lead": matter.lead,
        "is_verified": matter.is_verified,
        "flags": (matter.is_anonymous, matter.is_confidential),
        "returns": matter.returns,
        "disputed": matter.is_disputed,
        "reports": len(matter.tellings),
        "asked": matter.asked_at,
        "reply": matter.has_reply,
        "handed_in": matter.handed_in,
        "closed_at": matter.closed_at,
        "seq": matter.seq,
        "due": matter.due(),
    }


def _is_pointed_right(world: World, case: Case, matter: Matter) -> None:
    """A case without tellings points to where the one that began it is now; no other points anywhere."""
    if not matter.is_empty:
        assert case.merged_into_id is None
        return
    own = next(telling for telling in world.tellings if telling.code == matter.number)
    same(case.merged_into_id, world.where(own).pk, "merged into")


def limits_are_kept(world: World, matter: Matter) -> None:
    """No limit restarts: each begins when it began, ends as promised with its pauses added up."""
    rows = Deadline.objects.filter(case=matter.pk, dropped_at__isnull=True)
    found = {row.stage: (row.started_at, row.due_at, row.met_at is not None) for row in rows}
    expected = {stage: (limit.begin, limit.due(), limit.is_met) for stage, limit in matter.limits.items()}
    same(found, expected, "limits")
    if matter.is_open and matter.paused_since() is None and matter.state != "referred":
        assert matter.due() is not None, f"{matter.state} and no limit runs: nobody would ever be reminded"


def history_is_right(matter: Matter) -> None:
    """One act, one event, and its kind. That each follows the one before is verified at the end of the walk."""
    events = history.stream_of(f"case:{matter.pk}")
    same([event.seq for event in events], list(range(1, matter.seq + 1)), "events")
    same(events[-1].kind, f"cases.{matter.last_kind}", "last event")


def owners_add_up(world: World, matter: Matter) -> None:
    """Time per owner adds up to the whole, and each owner has his own."""
    page = queries.case_page(matter.number, by=world.town.staff["coordinator"])
    found = {
        holding.name if holding.holder == "agency" else holding.holder: holding.seconds
        for holding in page.holdings
        if holding.seconds > 0
    }
    expected = {owner: seconds for owner, seconds in matter.held(world.now).items() if seconds > 0}
    same(found, expected, "held")
    if matter.owners[-1][1] != CLOSED:
        same(sum(found.values()), (world.now - matter.received_at).total_seconds(), "held by all")
    assert page.merged_into is None or matter.is_empty


def codes_live(world: World, telling: Telling) -> None:
    """A code leads to where its telling is now, with the state and the owner of that case; its PIN opens it."""
    matter = world.where(telling)
    status = queries.track(telling.code)
    assert status is not None
    same(status.state, matter.state, "state behind the code")
    page = queries.reporter_page(actors.reporter(telling.id))
    same((page.number, page.status.state), (matter.number, matter.state), "reporter's page")
    if matter.is_open and not matter.handed_in:
        same(page.agency, "PLN" if matter.state == "referred" else matter.lead, "owner the reporter sees")
    same(page.is_erased, telling.id in world.erased, "erased")
    shown = "\n".join(
        step.text or "" for step in page.timeline if step.text_kind not in {"question", "reply", "answer"}
    )
    assert [word for word in matter.inside if word in shown] == []


def everyone_sees_his_share(world: World, matter: Matter) -> None:
    """Who may know of a case finds it, or the one its first telling is in now; to everyone else it is not there."""
    joined = next(world.where(telling) for telling in world.tellings if telling.code == matter.number)
    everyone = [world.staff(name) for name in world.town.staff]
    everyone += [Who("reporter", actors.reporter(telling.id), telling=telling) for telling in world.tellings[:2]]
    for who in everyone:
        is_found = access.visible_to(who.actor).filter(pk=matter.pk).exists()
        same(is_found, knows(who, matter, world.now), f"{who.name} knows of {matter.pk}")
    who = everyone[world.steps // 4 % len(everyone)]
    try:
        queries.case_page(matter.number, by=who.actor)
        is_found = True
    except NotFound:
        is_found = False
    same(is_found, knows(who, matter, world.now) or knows(who, joined, world.now), f"{who.name} opens {matter.pk}")


def public_sees_no_more(world: World) -> None:
    """What everyone sees is exactly what the matrix allows, without a word of those inside."""
    allowed = {m.pk: m for m in world.matters if m.is_public and m.is_listed}
    same({row.case for row in queries.public_list(limit=100).rows}, set(allowed), "public list")
    same({point.case for point in queries.public_points()}, set(allowed), "public map")
    counts = queries.public_counts(since=world.now - timedelta(days=4000))
    shown = sum(m.category != "kekerasan" for m in allowed.values())
    same(sum(counts.values()), shown, "public count")
    for pk, matter in allowed.items():
        page = repr(queries.public_case(pk))
        same([word for word in matter.inside if f"{word}." in page], [], f"words of those inside on the page of {pk}")
    for matter in world.matters:
        if not matter.is_public and not matter.is_empty:
            try:
                queries.public_case(matter.pk)
            except NotFound:
                continue
            msg = f"everyone reads {matter.number}"
            raise AssertionError(msg)


def queue_of(world: World, name: str, by: str) -> set[str]:
    """The numbers the model puts into a queue."""
    who = world.staff(by)
    mine = [m for m in world.matters if m.is_listed]
    if who.agency:
        mine = [m for m in mine if who.agency in m.parts()]
    elif by == "leader":
        mine = [m for m in mine if not m.is_confidential]
    return {m.number for m in mine if _is_in(world, name, m)}


def _is_in(world: World, name: str, m: Matter) -> bool:
    due = m.due()
    tests = {
        "verify": m.state == "received" and m.returns == 0,
        "returned": m.state == "received" and m.returns > 0 and not m.is_disputed,
        "disputed": m.state == "received" and m.is_disputed,
        "replies": m.is_open and m.has_reply,
        "handed_in": m.handed_in,
        "new": m.state == "routed",
        "waiting": m.state in {"routed", "in_progress"} and m.asked_at is not None,
        "overdue": due is not None and due < world.now,
        "due_today": due is not None and due >= world.now and days.on_clock(due) == days.on_clock(world.now),
        "confidential": m.is_open and m.is_confidential,
        "supervised": m.is_open and m.classification == "supervised",
        "all": True,
    }
    return tests.get(name, m.state == name)


def counters_are_right(world: World) -> None:
    """Every counter of one role, and the rows of one of its queues; at the next step it is another's turn."""
    by = READERS[world.steps // 2 % len(READERS)]
    actor = world.town.staff[by]
    found = {name: n for name, n in queries.counters(actor).items() if name not in NOT_MODELLED}
    same(found, {name: len(queue_of(world, name, by)) for name in found}, f"counters of {by}")
    every = [name for name in queries.queues_of(actor) if name not in NOT_MODELLED]
    name = every[world.steps * 5 % len(every)]
    rows = {row.number for row in queries.inbox(name, by=actor, limit=100).rows}
    same(rows, queue_of(world, name, by), f"queue {name} of {by}")


def whole_history_verifies() -> None:
    verdict = history.verify(texts={"report": report_texts, "entry": entry_texts})
    assert verdict.broken == 0
