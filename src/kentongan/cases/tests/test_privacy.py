"""The matrix of who sees what, written out by hand as the city decided it, and every consequence of it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from kentongan.cases import privacy
from kentongan.cases.privacy import Facts, Files, History, Identity, Sight, Told, Viewer
from kentongan.core import actor
from kentongan.core.actor import PUBLIC, Actor, Role

KINDS = ("biasa", "anonim", "rahasia", "anonim + rahasia")

# What each may see of the matter itself and of who told it, in the words of the matrix. `-` is nothing at all.
MATRIX: Mapping[str, tuple[str, str, str, str]] = {
    "public": ("text", "text", "-", "-"),
    "reporter": ("own, answers", "own, answers", "own, answers", "own, answers"),
    "entered_by": ("as told", "as told", "as told", "as told"),
    "lead": ("text, identity", "text", "text, identity", "text"),
    "support": ("text", "text", "passage", "passage"),
    "support_trusted": ("text, identity", "text", "passage", "passage"),
    "consulted": ("passage", "passage", "passage", "passage"),
    "former": ("own time", "own time", "own time", "own time"),
    "coordinator": (
        "text, identity",
        "text, identity behind an act",
        "text, identity, logged",
        "text, identity behind an act, logged",
    ),
    "leader": ("text", "text", "counted only", "counted only"),
    "auditor": (
        "text, identity behind an act",
        "text, identity behind an act",
        "text, logged",
        "text, logged",
    ),
    "privacy_officer": ("identity, logged", "identity, logged", "identity, logged", "identity, logged"),
    "partner": ("own, answers", "own, answers", "own, answers", "own, answers"),
    "lapor": ("text, identity", "text", "-", "-"),
    "system": ("text, identity", "text, identity", "text, identity", "text, identity"),
}


def facts(kind: str, *, is_verified: bool = True, exercise: int | None = None) -> Facts:
    return Facts(
        is_verified=is_verified,
        is_anonymous="anonim" in kind,
        is_confidential="rahasia" in kind,
        lead=1,
        support=frozenset({2, 3}),
        trusted=frozenset({3}),
        consulted=frozenset({4}),
        former=frozenset({5}),
        reports=frozenset({70, 71}),
        senders=frozenset({"client:9"}),
        entered_by=frozenset({30}),
        exercise=exercise,
    )


def in_words(viewer: str, sight: Sight) -> str:
    """The sight in the matrix's words."""
    if not sight.exists:
        return "counted only" if sight.counted else "-"
    identity = {Identity.NO: "", Identity.YES: "identity", Identity.BEHIND_ACT: "identity behind an act"}
    words = (
        ("as told" if viewer == "entered_by" else "own") if sight.own else "",
        "text" if sight.text else "",
        "answers" if sight.own and sight.answers else "",
        "passage" if sight.passage and not sight.text else "",
        "own time" if sight.history is History.OWN_TIME else "",
        identity[sight.identity],
        "logged" if sight.is_logged else "",
    )
    return ", ".join(word for word in words if word)


CELLS = [(viewer, kind, cell) for viewer, row in MATRIX.items() for kind, cell in zip(KINDS, row, strict=True)]


@pytest.mark.parametrize(("viewer", "kind", "cell"), CELLS)
def test_a_viewer_sees_exactly_what_the_matrix_says(viewer: str, kind: str, cell: str) -> None:
    assert in_words(viewer, privacy.sees(Viewer(viewer), facts(kind))) == cell


def test_the_matrix_names_every_viewer() -> None:
    assert set(MATRIX) == {str(viewer) for viewer in Viewer}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_public_before_a_person_has_verified_it(kind: str) -> None:
    assert privacy.sees(Viewer.PUBLIC, facts(kind, is_verified=False)) == Sight()


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_archived_is_not_public(kind: str) -> None:
    archived = replace(facts(kind), is_archived=True)
    assert privacy.sees(Viewer.PUBLIC, archived) == Sight()
    assert privacy.sees(Viewer.LEADER, archived) == privacy.sees(Viewer.LEADER, facts(kind))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("viewer", [Viewer.PUBLIC, Viewer.REPORTER, Viewer.PARTNER, Viewer.LAPOR, Viewer.CONSULTED])
def test_staff_names_and_notes_stay_inside(viewer: Viewer, kind: str) -> None:
    sight = privacy.sees(viewer, facts(kind))
    assert not sight.staff_names
    assert not sight.notes


@pytest.mark.parametrize("kind", ["anonim", "anonim + rahasia"])
@pytest.mark.parametrize("viewer", [v for v in Viewer if v is not Viewer.SYSTEM])
def test_of_an_anonymous_report_nobody_reads_unredacted_words(viewer: Viewer, kind: str) -> None:
    assert privacy.sees(viewer, facts(kind)).told is not Told.YES


@pytest.mark.parametrize("viewer", [Viewer.LEAD, Viewer.SUPPORT, Viewer.SUPPORT_TRUSTED])
def test_agencies_open_files_of_an_anonymous_report_only_after_release(viewer: Viewer) -> None:
    sight = privacy.sees(viewer, facts("anonim"))
    assert not sight.shows_file(is_reporters=True, is_released=False)
    assert sight.shows_file(is_reporters=True, is_released=True)
    assert sight.shows_file(is_reporters=False, is_released=False)
    assert privacy.sees(viewer, facts("biasa")).files is Files.ALL


def test_the_public_opens_released_files_only() -> None:
    sight = privacy.sees(Viewer.PUBLIC, facts("biasa"))
    assert sight.shows_file(is_reporters=True, is_released=True)
    assert not sight.shows_file(is_reporters=True, is_released=False)
    assert not sight.shows_file(is_reporters=False, is_released=False)


def officer(agency: int) -> Actor:
    return Actor(label="user:1", roles=frozenset({Role.OFFICER}), user=1, agency=agency)


def staff(role: Role, user: int = 1) -> Actor:
    return Actor(label=f"user:{user}", roles=frozenset({role}), user=user)


@pytest.mark.parametrize(
    ("by", "viewers"),
    [
        (officer(1), (Viewer.LEAD,)),
        (officer(2), (Viewer.SUPPORT,)),
        (officer(3), (Viewer.SUPPORT_TRUSTED,)),
        (officer(4), (Viewer.CONSULTED,)),
        (officer(5), (Viewer.FORMER,)),
        (officer(6), (Viewer.PUBLIC,)),
        (staff(Role.SUPERVISOR), (Viewer.COORDINATOR,)),
        (staff(Role.CALL_TAKER, 30), (Viewer.ENTERED_BY,)),
        (staff(Role.CALL_TAKER, 31), (Viewer.PUBLIC,)),
        (staff(Role.VILLAGE_STAFF, 30), (Viewer.ENTERED_BY,)),
        (staff(Role.OFFICER, 30), (Viewer.PUBLIC,)),
        (staff(Role.ADMINISTRATOR), (Viewer.PUBLIC,)),
        (staff(Role.DISPATCHER), (Viewer.PUBLIC,)),
        (staff(Role.TRAINER), (Viewer.PUBLIC,)),
        (actor.reporter(70), (Viewer.REPORTER,)),
        (actor.reporter(72), (Viewer.PUBLIC,)),
        (actor.partner(9), (Viewer.PARTNER,)),
        (actor.partner(8), (Viewer.PUBLIC,)),
        (PUBLIC, (Viewer.PUBLIC,)),
    ],
)
def test_an_actor_is_the_viewer_his_part_in_the_case_makes_him(by: Actor, viewers: tuple[Viewer, ...]) -> None:
    assert privacy.viewers_of(by, facts("biasa")) == viewers


def test_two_roles_see_what_either_sees() -> None:
    both = Actor(label="user:1", roles=frozenset({Role.OFFICER, Role.AUDITOR}), user=1, agency=2)
    sight = privacy.sight_of(both, facts("rahasia"))
    assert sight.text
    assert sight.passage
    assert sight.is_logged


@pytest.mark.parametrize("role", list(Role))
def test_an_exercise_is_not_seen_from_the_real_desk(role: Role) -> None:
    by = Actor(label="user:30", roles=frozenset({role}), user=30, agency=1, report=70)
    assert privacy.sight_of(by, facts("biasa", exercise=4)) == Sight()
    assert not privacy.may_see(facts("biasa", exercise=4), by)


def test_the_facts_of_an_event_judge_its_audience() -> None:
    body = {
        "facts": {
            "agencies": [1, 2, 4],
            "lead": 1,
            "support": [2],
            "is_confidential": True,
            "is_anonymous": False,
            "is_verified": True,
            "state": "routed",
        }
    }
    seen = privacy.facts_of_event(body)
    assert privacy.may_see(seen, officer(1))
    assert privacy.sight_of(officer(2), seen) == privacy.sees(Viewer.SUPPORT, seen)
    assert privacy.sight_of(officer(4), seen) == privacy.sees(Viewer.CONSULTED, seen)
    assert not privacy.may_see(seen, officer(6))
    assert not privacy.may_see(seen, staff(Role.LEADER))
    opened = {**body["facts"], "is_confidential": False}
    assert privacy.may_see(privacy.facts_of_event({"facts": opened}), PUBLIC)
    assert not privacy.may_see(privacy.facts_of_event({"facts": {**opened, "state": "archived"}}), PUBLIC)
    assert not privacy.may_see(seen, PUBLIC)


def test_the_documented_matrix_is_this_one() -> None:
    page = Path(__file__).resolve().parents[4] / "docs" / "parts" / "cases.md"
    lines = [line.strip("| ").split(" | ") for line in page.read_text().splitlines() if line.startswith("| ")]
    documented = {line[0]: tuple(line[1:]) for line in lines if len(line) == len(KINDS) + 1 and line[0] in MATRIX}
    assert documented == MATRIX
