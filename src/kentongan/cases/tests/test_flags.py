"""Anonim and rahasia, wherever a case or its flags change: nothing the reporter was promised is lost on the way."""

import pytest

from kentongan.cases import actions, queries
from kentongan.cases.actions import Verification, Wanted
from kentongan.cases.models import Attachment, Case, CaseParty, Report
from kentongan.cases.privacy import Identity
from kentongan.cases.tests.conftest import Town
from kentongan.cases.tests.factories import NAME, PHONE, new_case, new_person, new_report
from kentongan.cases.tests.telling import TEXT, told, verified
from kentongan.core import clock
from kentongan.core.errors import NotFound, Refused
from kentongan.history.queries import stream_of

REASON = "contact_reporter"


def flags_of(number: str) -> tuple[bool, bool]:
    case = Case.objects.get(number=number)
    return case.is_anonymous, case.is_confidential


def last_body(number: str) -> dict[str, object]:
    case = Case.objects.get(number=number)
    return dict(stream_of(f"case:{case.pk}")[-1].body)


def plain_in_work(town: Town) -> str:
    number, _ = told(1)
    verified(town, number)
    actions.route(number, lead=town.roads.pk, support=[town.lamps.pk], by=town.coordinator)
    return number


@pytest.mark.parametrize(("anonymous", "confidential"), [(True, False), (False, True), (True, True)])
def test_the_flags_of_a_telling_go_along_into_the_one_matter(town: Town, anonymous: bool, confidential: bool) -> None:
    number = plain_in_work(town)
    other, _ = told(2, is_anonymous=anonymous, is_confidential=confidential)

    actions.merge(other, into=number, by=town.coordinator)

    assert flags_of(number) == (anonymous, confidential)
    fields = [n for n, new in (("is_anonymous", anonymous), ("is_confidential", confidential)) if new]
    assert last_body(number)["fields"] == fields
    assert last_body(number)["facts"] == {**last_body(number)["facts"], "is_anonymous": anonymous}  # type: ignore[dict-item]


def test_what_a_verifier_closed_stays_closed_in_the_one_matter(town: Town) -> None:
    number = plain_in_work(town)
    other, _ = told(2)
    verified(town, other, anonymous=True, confidential=True)

    actions.merge(other, into=number, by=town.coordinator)

    assert flags_of(number) == (True, True)


def test_joining_a_plain_telling_takes_no_flag_away_and_parting_opens_nothing(town: Town) -> None:
    number, _ = told(1, is_anonymous=True)
    verified(town, number, anonymous=True, confidential=True)
    other, _ = told(2)

    actions.merge(other, into=number, by=town.coordinator)
    assert flags_of(number) == (True, True)
    actions.unmerge(other, by=town.coordinator)

    assert flags_of(number) == (True, True)
    assert flags_of(other) == (False, False)


def test_the_lead_reads_no_name_of_an_anonymous_report_joined_to_its_case(town: Town) -> None:
    number = plain_in_work(town)
    other, _ = told(2, is_anonymous=True)
    actions.merge(other, into=number, by=town.coordinator)

    page = queries.case_page(number, by=town.roads_officer)

    assert NAME not in str(page)
    assert PHONE not in str(page)
    with pytest.raises(Refused):
        actions.read_identity(number, other, reason=REASON, by=town.roads_officer)


def test_a_reports_own_flag_holds_even_where_the_case_has_none(town: Town) -> None:
    case = new_case(lead=town.roads.pk, state="routed", report={"person": new_person()})
    hidden = new_report(case, is_anonymous=True, person=new_person(), text=f"Saya {NAME}, {PHONE}.")
    file = Attachment.objects.create(
        case=case, report=hidden, key="a" * 20, media_type="image/jpeg", size=1, digest=b"", created_at=clock.now()
    )

    page = queries.case_page(case.number, by=town.roads_officer)

    assert [report.code for report in page.reports] == [case.number]
    assert page.files == ()
    with pytest.raises(Refused):
        actions.read_identity(case.number, hidden.code, reason=REASON, by=town.roads_officer)
    with pytest.raises(NotFound):
        queries.file(file.key, by=town.roads_officer)
    of_coordinator = {r.code: r.identity for r in queries.case_page(case.number, by=town.coordinator).reports}
    assert of_coordinator == {case.number: Identity.YES, hidden.code: Identity.BEHIND_ACT}


@pytest.mark.parametrize("flag", ["is_anonymous", "is_confidential"])
def test_editing_cannot_take_away_what_a_reporter_asked_for(town: Town, flag: str) -> None:
    number, _ = told(1, is_anonymous=True, is_confidential=True)
    verified(town, number, anonymous=True, confidential=True)

    with pytest.raises(Refused) as refusal:
        actions.edit(number, {flag: Wanted(shown=True, wanted=False)}, by=town.coordinator)

    assert refusal.value.field == flag
    assert flags_of(number) == (True, True)


def test_a_flag_the_verifier_set_can_be_taken_away_by_editing(town: Town) -> None:
    number, _ = told(1)
    verified(town, number, anonymous=True, confidential=True)

    wanted = {flag: Wanted(shown=True, wanted=False) for flag in ("is_anonymous", "is_confidential")}
    actions.edit(number, wanted, by=town.coordinator)

    assert flags_of(number) == (False, False)


def sensitive(town: Town) -> str:
    town.category.is_sensitive = True
    town.category.save()
    return town.category.code


def test_a_sensitive_matter_is_never_verified_as_open(town: Town) -> None:
    number, _ = told(1)
    code = sensitive(town)

    with pytest.raises(Refused) as refusal:
        actions.verify(number, Verification("unsupervised", code, False, False), by=town.coordinator)
    assert refusal.value.field == "is_confidential"
    actions.verify(number, Verification("unsupervised", code, False, True), by=town.coordinator)
    with pytest.raises(Refused):
        actions.edit(number, {"is_confidential": Wanted(shown=True, wanted=False)}, by=town.coordinator)

    assert flags_of(number) == (False, True)


def test_oversight_content_is_never_open(town: Town) -> None:
    number, _ = told(1)

    with pytest.raises(Refused) as refusal:
        actions.verify(number, Verification("supervised", town.category.code, False, False), by=town.coordinator)
    assert refusal.value.field == "is_confidential"
    actions.verify(number, Verification("supervised", town.category.code, False, True), by=town.coordinator)
    with pytest.raises(Refused):
        actions.edit(number, {"is_confidential": Wanted(shown=True, wanted=False)}, by=town.coordinator)


def test_a_case_becomes_a_sensitive_one_only_when_closed_to_the_public(town: Town) -> None:
    number, _ = told(1)
    code = sensitive(town)
    closing = {"is_confidential": Wanted(shown=False, wanted=True)}

    with pytest.raises(Refused) as refusal:
        actions.edit(number, {"category": Wanted("", code)}, by=town.coordinator)
    assert refusal.value.field == "is_confidential"
    actions.edit(number, {"category": Wanted("", code), **closing}, by=town.coordinator)

    assert Case.objects.get(number=number).category_id == code
    assert Report.objects.get(code=number).is_confidential is False


def test_the_lead_opens_the_identity_to_a_supporting_agency_and_closes_it_again(town: Town) -> None:
    number, _reporter = told()
    verified(town, number)
    actions.route(number, lead=town.roads.pk, support=[town.lamps.pk], by=town.coordinator)
    with pytest.raises(Refused):
        actions.read_identity(number, number, reason=REASON, by=town.lamps_officer)

    actions.share(number, agency=town.lamps.pk, identity=True, by=town.roads_officer)
    assert actions.read_identity(number, number, reason=REASON, by=town.lamps_officer).name == NAME
    actions.share(number, agency=town.lamps.pk, identity=False, by=town.roads_officer)
    with pytest.raises(Refused):
        actions.read_identity(number, number, reason=REASON, by=town.lamps_officer)
    bodies = [e.body for e in stream_of(f"case:{Case.objects.get(number=number).pk}") if e.kind == "cases.shared"]
    assert [body["identity"] for body in bodies] == [True, False]


def test_the_identity_of_an_anonymous_report_is_opened_to_nobody_and_to_no_one_who_only_advises(town: Town) -> None:
    number, _reporter = told(is_anonymous=True)
    verified(town, number, anonymous=True)
    actions.route(number, lead=town.roads.pk, support=[town.lamps.pk], by=town.coordinator)
    with pytest.raises(Refused, match="anonim"):
        actions.share(number, agency=town.lamps.pk, identity=True, by=town.roads_officer)
    with pytest.raises(Refused):
        actions.share(number, agency=town.water.pk, passage="Pipa?", identity=True, by=town.roads_officer)
    assert not CaseParty.objects.filter(case__number=number, shares_identity=True).exists()


def test_a_supporting_agency_reads_the_passage_of_a_confidential_case_and_no_more(town: Town) -> None:
    number, _reporter = told(is_confidential=True)
    verified(town, number, confidential=True)
    actions.route(number, lead=town.roads.pk, support=[town.lamps.pk], by=town.coordinator)
    actions.share(number, agency=town.lamps.pk, passage="Tiang mana yang bisa dipindah?", by=town.roads_officer)
    with pytest.raises(Refused):
        actions.share(number, agency=town.lamps.pk, passage="x" * 4001, identity=False, by=town.roads_officer)
    seen = repr(queries.case_page(number, by=town.lamps_officer))
    assert "Tiang mana yang bisa dipindah?" in seen
    assert TEXT not in seen
