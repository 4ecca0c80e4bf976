"""Every text of a case is marked in the history and can be read for the proof: whole, changed, or erased."""

import pytest

from config.verifiers import TEXTS
from kentongan.cases import actions as cases
from kentongan.cases.actions import Verification
from kentongan.cases.models import Entry, Note, Report
from kentongan.cases.tests.conftest import Town, town
from kentongan.core import actor as actors
from kentongan.history import queries
from kentongan.intake.actions import Submission, receive
from kentongan.people import actions as people

__all__ = ["town"]


@pytest.fixture
def told(town: Town) -> Report:
    """A report answered by an officer, with a word of the reporter at the end: four texts."""
    submission = Submission("web", "1", "web", "Lampu padam di gang", phone="0811-0000-001", name="Budi Contoh")
    code = receive(submission, by=actors.PUBLIC).code
    report = Report.objects.get(code=code)
    answers = Verification("unsupervised", town.category.code, is_anonymous=False, is_confidential=False)
    cases.verify(code, answers, by=town.coordinator)
    cases.route(code, lead=town.lamps.pk, by=town.coordinator)
    cases.follow_up(code, text="Tim menuju lokasi.", by=town.lamps_officer)
    cases.answer(code, text="Lampu sudah diganti.", by=town.lamps_officer)
    cases.reply(code, text="Masih padam.", by=actors.reporter(report.pk))
    return report


def test_every_text_of_a_case_is_read_and_whole(told: Report) -> None:
    verdict = queries.verify(texts=TEXTS)
    assert (verdict.texts, verdict.erased, verdict.unread, verdict.broken) == (4, 0, 0, 0)


def test_an_answer_changed_afterwards_is_named(told: Report) -> None:
    Entry.objects.filter(text="Lampu sudah diganti.").update(text="Lampu belum diganti.")
    (finding,) = queries.verify(texts=TEXTS).findings
    assert finding.trouble == "text"
    assert finding.subject.startswith(f"case:{told.case_id} seq ")


def test_a_note_is_whole_and_of_its_former_wording_a_mark_is_left(told: Report, town: Town) -> None:
    key = cases.write_note(told.code, text="Sudah saya cek ke lokasi.", by=town.lamps_officer)
    assert queries.verify(texts=TEXTS).texts == 5
    cases.edit_note(str(key), text="Sudah saya cek ke lokasi kemarin.", by=town.lamps_officer)
    verdict = queries.verify(texts=TEXTS)
    assert (verdict.texts, verdict.erased, verdict.unread, verdict.broken) == (6, 1, 0, 0)
    Note.objects.update(text="Belum saya cek.")
    (finding,) = queries.verify(texts=TEXTS).findings
    assert finding.subject.startswith(f"note:{key} seq 2")


def test_what_was_erased_with_its_reporter_is_not_broken(told: Report) -> None:
    assert told.person_id is not None
    people.erase(told.person_id, reason="request", by=actors.system("privacy"))
    verdict = queries.verify(texts=TEXTS)
    assert (verdict.texts, verdict.erased, verdict.broken) == (4, 2, 0)
