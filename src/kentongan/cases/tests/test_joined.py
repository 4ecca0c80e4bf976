"""A case whose tellings all went elsewhere: nothing is done to it, and everything leads to where they are."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from kentongan.cases import actions
from kentongan.cases.actions import Upload
from kentongan.cases.models import Attachment, Case, Report
from kentongan.cases.queries import case_page, public_case, track
from kentongan.cases.queries.glance import at_a_glance
from kentongan.cases.tests.conftest import Town
from kentongan.cases.tests.driving import REFERRAL, in_state, submitted, verified
from kentongan.cases.tests.test_publication import picture
from kentongan.cases.workflow import State
from kentongan.core import actor as actors
from kentongan.core import clock
from kentongan.core.errors import NotFound, Refused

S = State


@pytest.fixture(autouse=True)
def _time(db: None) -> Iterator[None]:
    yield
    clock.move(timedelta(0))


def joined(town: Town) -> tuple[str, str]:
    """A verified case without a telling, and the one it was joined to."""
    numbers = [in_state(town, S.RECEIVED)[0] for _n in range(2)]
    actions.merge(numbers[0], into=numbers[1], by=town.coordinator)
    return numbers[0], numbers[1]


def test_nothing_is_done_to_a_case_that_was_joined_to_another(town: Town) -> None:
    empty, _other = joined(town)
    before = Case.objects.get(number=empty).head_seq

    with pytest.raises(Refused, match="digabungkan"):
        actions.route(empty, lead=town.roads.pk, by=town.coordinator)

    assert Case.objects.get(number=empty).head_seq == before


def test_nothing_is_joined_to_a_case_that_was_joined_itself(town: Town) -> None:
    empty, _other = joined(town)
    third, _ = in_state(town, S.RECEIVED)

    with pytest.raises(Refused):
        actions.merge(third, into=empty, by=town.coordinator)


def test_time_does_nothing_to_a_case_that_was_joined_to_another(town: Town) -> None:
    number, _ = in_state(town, S.POSTPONED)
    other, _ = in_state(town, S.RECEIVED)
    actions.merge(number, into=other, by=town.coordinator)

    clock.move(timedelta(days=40))
    assert actions.sweep() == 0
    actions.unmerge(number, by=town.coordinator)
    assert actions.sweep() == 1


def test_who_was_joined_leads_to_where_his_telling_is_now(town: Town) -> None:
    first, second = joined(town)
    third, _ = in_state(town, S.RECEIVED)
    actions.merge(first, into=third, by=town.coordinator)  # on from the second to the third

    case = Case.objects.get(number=first)
    assert case.merged_into == Case.objects.get(number=third)
    assert public_case(case.pk).row.case == Case.objects.get(number=third).pk
    assert Case.objects.get(number=second).report_count == 1
    actions.archive(third, reason="duplicate", text="Sudah ada.", by=town.coordinator)
    status = track(first)
    assert status is not None
    assert status.state == S.ARCHIVED
    with pytest.raises(NotFound):
        public_case(case.pk)


def test_the_last_telling_that_goes_leaves_a_case_that_points_to_its_own(town: Town) -> None:
    first, second = joined(town)  # the first report lies in the second case
    third, _ = in_state(town, S.RECEIVED)
    actions.merge(second, into=third, by=town.coordinator)
    actions.unmerge(first, by=town.coordinator)

    assert Case.objects.get(number=second).merged_into == Case.objects.get(number=third)
    assert Case.objects.get(number=first).merged_into is None


def test_files_told_with_a_report_go_along(town: Town) -> None:
    number, _ = submitted("with-file")
    report = Report.objects.get(code=number)
    actions.attach_to_report(report.pk, actions.cleaned([Upload("foto.png", picture())]), at=clock.now())
    verified(town, number)
    other, _ = in_state(town, S.RECEIVED)
    key = Attachment.objects.get().key

    actions.merge(number, into=other, by=town.coordinator)

    assert [file.key for file in case_page(other, by=town.coordinator).files] == [key]
    actions.release_attachment(other, key, is_released=True, by=town.coordinator)
    actions.unmerge(number, by=town.coordinator)
    assert [file.key for file in case_page(number, by=town.coordinator).files] == [key]
    assert case_page(other, by=town.coordinator).files == ()


def test_what_is_postponed_again_has_its_thirty_days_again(town: Town) -> None:
    number, reporter = in_state(town, S.POSTPONED)
    clock.move(timedelta(days=29))
    actions.complete(number, text="Di depan nomor 7.", by=reporter)
    actions.postpone(number, reason="incomplete", missing="Foto?", by=town.coordinator)
    clock.move(timedelta(days=31))

    with pytest.raises(Refused):
        actions.expire(number, by=actors.system("timers"))
    assert actions.sweep() == 0


@pytest.mark.parametrize("act", ["postpone", "archive", "refer"])
def test_who_puts_it_aside_has_read_the_reply(town: Town, act: str) -> None:
    number, reporter = in_state(town, S.POSTPONED)
    actions.complete(number, text="Di depan nomor 7.", by=reporter)
    assert Case.objects.get(number=number).replied_at is not None

    if act == "postpone":
        actions.postpone(number, reason="incomplete", missing="Foto?", by=town.coordinator)
    elif act == "archive":
        actions.archive(number, reason="duplicate", text="Sudah ada.", by=town.coordinator)
    else:
        actions.refer(number, REFERRAL, by=town.coordinator)

    assert Case.objects.get(number=number).replied_at is None


def test_with_the_answer_from_outside_the_coordinator_has_it_not_the_agency_of_before(town: Town) -> None:
    number, reporter = in_state(town, S.ROUTED)
    actions.refer(number, REFERRAL, by=town.coordinator)
    clock.move(timedelta(days=3))
    actions.referral_answered(number, text="Tiang diganti.", by=town.coordinator)
    clock.move(timedelta(days=5))
    actions.reply(number, text="Masih padam.", by=reporter)
    clock.move(timedelta(days=6))

    held = {h.holder: round(h.seconds / 86400) for h in case_page(number, by=town.coordinator).holdings}
    assert held == {"coordinator": 3, "agency": 0, "outside": 3}


def test_what_nobody_verified_is_closed_by_time_too_once_it_was_answered(town: Town) -> None:
    number, reporter = submitted("outside")
    actions.refer(number, REFERRAL, by=town.coordinator)
    actions.referral_answered(number, text="Tiang diganti.", by=town.coordinator)
    actions.reply(number, text="Masih padam.", by=reporter)
    actions.answer(number, text="PLN datang lagi besok.", by=town.coordinator)

    assert Case.objects.get(number=number).due_stage == "close"
    clock.move(timedelta(days=6))  # past the limit of verifying
    assert actions.sweep() == 0
    clock.move(timedelta(days=30))
    assert actions.sweep() == 1


def test_two_reports_of_one_matter_came_in_as_two(town: Town) -> None:
    joined(town)
    glance = at_a_glance(since=clock.now() - timedelta(days=30))
    assert (glance.received, glance.followed_up) == (2, 0)
