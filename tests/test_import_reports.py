"""`kentongan import reports`: a file of another system enters once, whatever is wrong in it is named."""

import json
import os
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from kentongan.cases.models import Case, Deadline, Report
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.history.models import Event
from kentongan.intake.actions import receive_many
from kentongan.intake.management.commands import import_reports

pytestmark = pytest.mark.django_db
SHARED = Path(os.environ.get("KENTONGAN_SHARED") or Path(__file__).resolve().parents[2] / "shared")
COMPLAINTS = SHARED / "data" / "complaints_dev.jsonl"

ROWS = [
    {"id": "a1", "source": "kota", "text": "Lampu jalan mati", "category": "penerangan_jalan"}
    | {"kecamatan": "Mojoroto", "kelurahan": "Bandar Lor", "created_at": "2025-08-15T03:00:00"},
    {"id": "a2", "source": "kota", "text": "Trotoar jadi parkir", "category": "forkominda", "kecamatan": "Bubutan"},
    {"id": "a3", "source": "kota", "text": "Kapan jadwal imunisasi?", "lang": "id-jv"},
]


@pytest.fixture(autouse=True)
def _city(db: None) -> None:
    call_command("load_city", verbosity=0)


def imported(path: Path | str) -> tuple[int, str, str]:
    """Exit code, last line of stdout, stderr."""
    out, err = StringIO(), StringIO()
    code: Any = 0
    try:
        call_command("import_reports", str(path), stdout=out, stderr=err)
    except SystemExit as end:
        code = end.code
    return int(code or 0), out.getvalue().splitlines()[-1], err.getvalue()


def written(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))
    return path


def case_of(external_id: str) -> Case:
    return Report.objects.get(external_id=external_id).case


def test_each_row_becomes_a_report_and_a_case_with_its_event(tmp_path: Path) -> None:
    code, last, _err = imported(written(tmp_path / "rows.jsonl", ROWS))
    assert (code, last) == (0, "3 rows read: 3 reports taken in, 0 already there, 0 refused.")
    assert set(Report.objects.values_list("client", flat=True)) == {"import:kota"}
    assert Case.objects.count() == 3
    assert Event.objects.filter(kind="cases.submitted", actor="system:import").count() == 3


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path / "rows.jsonl", ROWS)
    imported(path)
    before = list(Case.objects.order_by("pk").values())
    assert imported(path)[:2] == (0, "3 rows read: 0 reports taken in, 3 already there, 0 refused.")
    assert list(Case.objects.order_by("pk").values()) == before
    assert Event.objects.filter(kind="cases.submitted").count() == 3


def test_a_row_twice_in_one_file_enters_once(tmp_path: Path) -> None:
    assert imported(written(tmp_path / "rows.jsonl", [*ROWS, *ROWS]))[1].startswith("6 rows read: 3 reports taken in")
    assert Case.objects.count() == 3


def test_places_are_areas_where_both_names_are_ours_else_text_and_outside(tmp_path: Path) -> None:
    imported(written(tmp_path / "rows.jsonl", ROWS))
    ours, theirs, none = (case_of(name) for name in ("a1", "a2", "a3"))
    assert ours.area is not None
    assert (ours.area.name, ours.is_outside, ours.place_text) == ("Bandar Lor", False, "Bandar Lor, Mojoroto")
    assert (theirs.area_id, theirs.is_outside, theirs.place_text) == (None, True, "Bubutan")
    assert (none.area_id, none.is_outside, none.place_text) == (None, False, "")


def test_categories_are_translated_and_unknown_words_kept(tmp_path: Path) -> None:
    imported(written(tmp_path / "rows.jsonl", ROWS))
    assert (case_of("a1").category_id, case_of("a1").tags) == ("pju", [])
    assert (case_of("a2").category_id, case_of("a2").tags) == (None, ["forkominda"])


def test_the_limit_runs_from_the_rows_own_date_or_from_now_where_it_has_none(tmp_path: Path) -> None:
    imported(written(tmp_path / "rows.jsonl", ROWS))
    dated, undated = case_of("a1"), case_of("a2")
    assert (dated.received_at.isoformat(), dated.received_at_is_estimated) == ("2025-08-15T03:00:00+00:00", False)
    due = Deadline.objects.get(case=dated, stage="verify").due_at
    assert clock.local(due).date().isoformat() == "2025-08-21"  # the third working day; 18 is collective leave
    assert undated.received_at_is_estimated
    assert clock.now() - undated.received_at < clock.now() - dated.received_at


def test_bad_rows_are_named_and_stop_nothing(tmp_path: Path) -> None:
    future = {"id": "b1", "text": "x", "created_at": "2099-01-01T00:00:00"}
    rows = [ROWS[0], "{bad", "", '{"id": 7}', ROWS[1], future, '{"id": "b2", "text": " "}', ROWS[2]]
    code, last, err = imported(written(tmp_path / "rows.jsonl", rows))
    assert (code, last) == (1, "7 rows read: 3 reports taken in, 0 already there, 4 refused.")
    assert [line.split(":")[0] for line in err.splitlines()] == ["row 2", "row 4", "row 6", "row 7"]
    assert "missing required field `text`" in err
    assert "This must not be empty." in err


def test_many_bad_rows_are_counted_and_not_all_listed(tmp_path: Path) -> None:
    code, last, err = imported(written(tmp_path / "rows.jsonl", ["{"] * 500))
    assert (code, last.split(", ")[-1]) == (1, "500 refused.")
    assert len(err.splitlines()) == import_reports._SHOWN + 1


def test_a_missing_file_is_said_in_words() -> None:
    with pytest.raises(CommandError, match="There is no file"):
        imported("/no/such/file.jsonl")


def test_batches_grow_and_shrink_with_the_pace_and_stay_bounded(tmp_path: Path, monkeypatch: Any) -> None:
    sizes: list[int] = []

    def counted(batch: Any, *, by: Actor) -> Any:
        sizes.append(len(batch))
        return receive_many(batch, by=by)

    monkeypatch.setattr(import_reports, "receive_many", counted)
    imported(written(tmp_path / "rows.jsonl", [{"id": n, "text": f"Lampu nomor {n} mati"} for n in range(1_500)]))
    assert sum(sizes) == 1_500
    assert len(sizes) > 1
    assert max(sizes) <= import_reports._LARGEST


@pytest.mark.server
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not COMPLAINTS.exists(), reason=f"no real complaint texts: {COMPLAINTS} is absent")
def test_all_real_complaints_enter_without_an_error_and_twice_with_the_same_result() -> None:
    code, last, err = imported(COMPLAINTS)
    assert (code, err) == (0, "")
    assert last == "18,789 rows read: 18,789 reports taken in, 0 already there, 0 refused."
    assert Event.objects.filter(kind="cases.submitted").values("stream").distinct().count() == 18_789
    assert Case.objects.filter(due_at__isnull=False).count() == 18_789
    assert Case.objects.filter(place_text__gt="", is_outside=True).count() == 8_768
    assert Case.objects.filter(received_at_is_estimated=True).count() == 10_021
    assert imported(COMPLAINTS)[:2] == (0, "18,789 rows read: 0 reports taken in, 18,789 already there, 0 refused.")
    assert Case.objects.count() == 18_789
