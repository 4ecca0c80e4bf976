"""When the letters of a kelurahan go out. Pure: moments are the city's own time."""

from datetime import datetime, timedelta

HOUR = 7
_MONDAY = 0
_DECENT = range(6, 20)


def next_round(rhythm: str, after: datetime) -> datetime:
    """Seven in the morning of the next day, or of the next Monday."""
    morning = after.replace(hour=HOUR, minute=0, second=0, microsecond=0) + timedelta(days=1)
    if rhythm == "weekly":
        morning += timedelta(days=(_MONDAY - morning.weekday()) % 7)
    return morning


def is_decent(at: datetime) -> bool:
    """Whether a letter may go out at this hour: between six and twenty."""
    return at.hour in _DECENT
