"""Moving the city's clock in tests."""

from datetime import datetime, timedelta

from kentongan.core import clock


def on(day: str, hour: int = 9) -> None:
    """Let the clock stand at an hour of a day, by the city's time, e.g. `on("2026-11-02")`."""
    clock.move(timedelta(0))
    clock.move(datetime.fromisoformat(f"{day}T{hour:02d}:00").replace(tzinfo=clock.zone()) - clock.now())
