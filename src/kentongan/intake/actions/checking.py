"""What would become of each row: tried as it would enter, and nothing written."""

from collections.abc import Iterable, Sequence
from typing import Any

from kentongan.cases.models import Report
from kentongan.core.errors import Refused
from kentongan.intake.actions.receiving import Submission, read
from kentongan.intake.importing.lines import Line, Wrong
from kentongan.intake.queries import kinds_of

OPEN = frozenset({"received", "routed", "in_progress", "answered", "referred"})
_OURS = {"received_at": "received_on", "area": "area", "category": "category", "lat": "lat"}


def client_of(source: str) -> str:
    """The sender a row is known by, once and only once together with its id."""
    return f"import:{source}"


def submission_of(line: Line, source: str) -> Submission:
    """A row without faults as a report. Its teller hears only of what is still open, and nothing of its coming here."""
    return Submission(
        client=client_of(source),
        external_id=line.external_id,
        channel=line.channel,
        text=line.text,
        title=line.title,
        category=line.category,
        area=line.area,
        place_text=line.place_text,
        lat=line.lat,
        lon=line.lon,
        occurred_on=line.occurred_on,
        name=line.name,
        phone=line.phone,
        email=line.email,
        is_anonymous=line.is_anonymous,
        is_confidential=line.is_confidential,
        wants_news=line.state in OPEN,
        received_at=line.received_at,
        is_outside=line.is_outside,
        tags=line.tags,
    )


def tried(lines: Sequence[Line], source: str) -> Sequence[Line]:
    """Add to each row what the front door would say of it."""
    for line in lines:
        if not line.wrong:
            try:
                read(submission_of(line, source))
            except Refused as refusal:
                name = refusal.field or ""
                line.wrong.append(Wrong(_OURS.get(name, name), str(refusal.reason)))
    return lines


def checked(lines: Sequence[Line], source: str) -> dict[str, Any]:
    """Counts of a whole sheet: what can be taken, what is there already, what is wrong and why, what stays text."""
    tried(lines, source)
    good = [line for line in lines if not line.wrong]
    ids = {line.external_id for line in good}
    there = known_ids(source, ids)
    kept: dict[str, int] = {}
    for line in good:
        for name in line.kept:
            kept[name] = kept.get(name, 0) + 1
    return {
        "good": len(good),
        "bad": len(lines) - len(good),
        "known": sum(line.external_id in there for line in good),
        "twice": len(good) - len(ids),
        "kinds": kinds_of(lines),
        "kept": kept,
        "states": _counted(line.state for line in good),
    }


def _counted(words: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts


def known_ids(source: str, ids: Iterable[str]) -> set[str]:
    """Those of these ids that came from this source before."""
    wanted, found = list(ids), set()
    for start in range(0, len(wanted), 5000):
        rows = Report.objects.filter(client=client_of(source), external_id__in=wanted[start : start + 5000])
        found |= set(rows.values_list("external_id", flat=True))
    return found
