"""How long each owner had a case, as a bar. Pure: shares of a whole, in per cent as text for SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

from kentongan.cases.queries.shapes import Holding
from kentongan.desk.telling import holder_name

_TONES = ("o1", "o2", "o4", "o3")
_FIXED = {"coordinator": "o0", "reporter": "o5", "outside": "o3", "closed": "o5"}
_LEAST = 1.5  # per cent: a short time is still seen


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    tone: str
    x: str
    width: str
    working_days: int
    was_sent_back: bool
    hours: int = 0  # whole hours that passed, days off too


def parts(holdings: Sequence[Holding]) -> list[Part]:
    """The parts of the bar, in their order; an owner without any time gets none."""
    held = [holding for holding in holdings if holding.seconds > 0]
    whole = sum(holding.seconds for holding in held) or 1.0
    shares = [max(_LEAST, 100 * holding.seconds / whole) for holding in held]
    scale = 100 / sum(shares) if shares else 1.0
    found, x, agencies, passed = [], 0.0, 0, 0.0
    for holding, share in zip(held, shares, strict=True):
        tone = _FIXED.get(holding.holder, "")
        if holding.was_sent_back:
            tone = "back"
        elif not tone:
            tone, agencies = _TONES[agencies % len(_TONES)], agencies + 1
        width = share * scale
        hours = int((passed + holding.seconds) // 3600) - int(passed // 3600)  # rounded so that they add up
        passed += holding.seconds
        name = holder_name(holding.holder, holding.name)
        found.append(Part(name, tone, f"{x:.2f}", f"{width:.2f}", holding.working_days, holding.was_sent_back, hours))
        x += width
    return found
