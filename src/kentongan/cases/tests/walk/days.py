"""Days as the model of the walk counts them: one by one on a calendar typed in here, not by the product's own way."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")
DAYS_OFF = {
    date(2026, 8, 17): "Hari Kemerdekaan",
    date(2026, 8, 25): "Maulid Nabi",
    date(2026, 9, 10): "Libur daerah",
    date(2026, 12, 24): "Cuti bersama",
    date(2026, 12, 25): "Natal",
    date(2027, 1, 1): "Tahun Baru",
}
ONE = timedelta(days=1)


def is_working(day: date) -> bool:
    return day.isoweekday() <= 5 and day not in DAYS_OFF


def on_clock(moment: datetime) -> date:
    return moment.astimezone(WIB).date()


def working_days(begin: datetime, end: datetime) -> int:
    """How many working days begin after the day of `begin`, up to the day of `end`."""
    day, count = on_clock(begin), 0
    while day < on_clock(end):
        day += ONE
        count += is_working(day)
    return count


def end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), tzinfo=WIB)


def after_working_days(begin: datetime, amount: int) -> datetime:
    """The last moment of the working day that is the `amount`-th after the day of `begin`."""
    day = on_clock(begin)
    while amount > 0:
        day += ONE
        amount -= is_working(day)
    return end_of(day)
