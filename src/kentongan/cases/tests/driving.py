"""A case brought to any state by the acts that lead there, and every act with sensible arguments."""

from collections.abc import Callable
from datetime import timedelta

from kentongan.cases import actions
from kentongan.cases.actions import Referral, Told, Verification
from kentongan.cases.models import Case, Report
from kentongan.cases.tests.conftest import Town
from kentongan.cases.workflow import Act, State
from kentongan.core import actor as actors
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.places.geometry import NOWHERE

S = State


def submitted(external_id: str = "1") -> tuple[str, Actor]:
    receipt = actions.submit(
        Told(
            client="web",
            external_id=external_id,
            channel="web",
            text="Jalan di depan pasar berlubang dalam",
            received_at=clock.now(),
            place=NOWHERE,
        ),
        by=actors.PUBLIC,
    )
    return receipt.code, actors.reporter(receipt.report)


def verified(town: Town, number: str) -> None:
    answers = Verification("unsupervised", town.category.code, is_anonymous=False, is_confidential=False)
    actions.verify(number, answers, by=town.coordinator)


def in_state(town: Town, state: State) -> tuple[str, Actor]:
    """A case brought to a state by the acts that lead there."""
    number, reporter = submitted(external_id=f"case-{Report.objects.count()}")
    steps: dict[State, Callable[[], object]] = {
        S.RECEIVED: lambda: verified(town, number),
        S.ROUTED: lambda: actions.route(number, lead=town.roads.pk, support=[town.lamps.pk], by=town.coordinator),
        S.IN_PROGRESS: lambda: actions.follow_up(number, text="Sudah ditambal sebagian.", by=town.roads_officer),
        S.ANSWERED: lambda: actions.answer(number, text="Jalan sudah ditambal.", by=town.roads_officer),
        S.CLOSED: lambda: actions.close(number, by=reporter),
    }
    aside: dict[State, Callable[[], object]] = {
        S.POSTPONED: lambda: actions.postpone(number, reason="incomplete", missing="Di mana?", by=town.coordinator),
        S.ARCHIVED: lambda: actions.archive(number, reason="too_general", text="Mohon rinci.", by=town.coordinator),
        S.REFERRED: lambda: actions.refer(number, REFERRAL, by=town.coordinator),
    }
    if state in aside:
        aside[state]()
        return number, reporter
    for reached, step in steps.items():
        step()
        if reached == state:
            break
    return number, reporter


REFERRAL = Referral(body="PLN ULP Kediri Kota", contact="0354-000123", text="Kami teruskan ke PLN.")


def doing(town: Town, act: Act, number: str, reporter: Actor, *, by: Actor | None = None) -> Callable[[], object]:
    """The act with sensible arguments, by someone who may take it, or by the one named."""
    officer, coordinator = by or town.roads_officer, by or town.coordinator
    supervisor, timers, reporter = by or town.supervisor, by or actors.system("timers"), by or reporter
    answers = Verification("unsupervised", town.category.code, is_anonymous=False, is_confidential=False)
    other = _another(act, number) if act in {Act.MERGE, Act.UNMERGE} else ""
    acts: dict[Act, Callable[[], object]] = {
        Act.VERIFY: lambda: actions.verify(number, answers, by=coordinator),
        Act.EDIT: lambda: actions.edit(number, {"place_text": actions.Wanted("", "Pasar")}, by=coordinator),
        Act.ROUTE: lambda: actions.route(number, lead=town.water.pk, by=coordinator),
        Act.SEND_BACK: lambda: actions.send_back(number, reason="Bukan jalan kota.", by=officer),
        Act.DECIDE: lambda: actions.decide(number, lead=town.water.pk, reason="Sesuai perda.", by=supervisor),
        Act.LEAVE: lambda: actions.leave(number, reason="Bicarakan dengan Sekda.", by=supervisor),
        Act.FOLLOW_UP: lambda: actions.follow_up(number, text="Sudah disurvei tadi pagi.", by=officer),
        Act.ASK: lambda: actions.ask(number, text="Lubangnya berapa?", by=officer),
        Act.SHARE: lambda: actions.share(number, agency=town.water.pk, passage="Pipa bocor?", by=officer),
        Act.GIVE_TASK: lambda: actions.give_task(
            number, agency=town.roads.pk, text="Ukur lubangnya.", due_on=clock.today(), by=officer
        ),
        Act.ADVISE: lambda: actions.advise(number, text="Pipa tidak bocor.", by=by or town.water_officer),
        Act.EXTEND: lambda: actions.extend(number, reason="Arsipnya tersebar.", by=officer),
        Act.POSTPONE: lambda: actions.postpone(number, reason="incomplete", missing="Foto", by=coordinator),
        Act.COMPLETE: lambda: actions.complete(number, text="Di depan nomor 7.", by=reporter),
        Act.EXPIRE: lambda: late(lambda: actions.expire(number, by=timers)),
        Act.ANSWER: lambda: actions.answer(number, text="Selesai dikerjakan.", by=officer),
        Act.REPLY: lambda: actions.reply(number, text="Masih berlubang.", by=reporter),
        Act.CLOSE: lambda: actions.close(number, by=coordinator),
        Act.CLOSE_BY_SYSTEM: lambda: late(lambda: actions.close_by_system(number, by=timers)),
        Act.RATE: lambda: actions.rate(number, stars=4, by=reporter),
        Act.ARCHIVE: lambda: actions.archive(number, reason="duplicate", text="Sudah ada.", by=coordinator),
        Act.RESTORE: lambda: actions.restore(number, reason="Keliru diarsipkan.", by=supervisor),
        Act.REFER: lambda: actions.refer(number, REFERRAL, by=coordinator),
        Act.REFERRAL_ANSWERED: lambda: actions.referral_answered(number, text="Tiang diganti.", by=coordinator),
        Act.TAKE_BACK: lambda: actions.take_back(number, reason="Ternyata milik kota.", by=coordinator),
        Act.MERGE: lambda: actions.merge(other, into=number, by=coordinator),
        Act.UNMERGE: lambda: parted(other, number, town.coordinator, coordinator),
        Act.TRANSFER: lambda: actions.transfer(number, incident="incident:1", by=coordinator),
    }
    return acts[act]


def dispute(number: str) -> None:
    """As after the third return, in whatever state it is."""
    Case.objects.filter(number=number).update(returns=3, disputed_at=clock.now())


def requesting(number: str) -> None:
    """As one that asks for information."""
    Case.objects.filter(number=number).update(classification="information")


def consulted(town: Town, number: str) -> None:
    """The water works are asked for advice, where the state has any."""
    if Case.objects.get(number=number).state in {S.ROUTED, S.IN_PROGRESS}:
        actions.share(number, agency=town.water.pk, passage="Pipa bocor?", by=town.roads_officer)


def sent_back_thrice(town: Town) -> tuple[str, Actor]:
    """A case that three agencies in turn have sent back."""
    number, reporter = in_state(town, S.RECEIVED)
    for agency, officer in ((town.roads, town.roads_officer), (town.lamps, town.lamps_officer)) * 2:
        actions.route(number, lead=agency.pk, by=town.coordinator)
        actions.send_back(number, reason="Bukan wewenang kami.", by=officer)
        if Case.objects.get(number=number).returns == 3:
            break
    return number, reporter


def _another(act: Act, number: str) -> str:
    """The code of a report to join; to part, of the one that was joined, where there is one."""
    joined = Report.objects.filter(case__number=number).exclude(code=number).first()
    if act is Act.UNMERGE and joined is not None:
        return joined.code
    return submitted(external_id=f"other-{Report.objects.count()}")[0]


def late(act: Callable[[], object]) -> None:
    clock.move(timedelta(days=40))
    try:
        act()
    finally:
        clock.move(timedelta(0))


def parted(code: str, number: str, merging: Actor, by: Actor) -> None:
    if Case.objects.get(number=number).report_count == 1:
        actions.merge(code, into=number, by=merging)
    actions.unmerge(code, by=by)
