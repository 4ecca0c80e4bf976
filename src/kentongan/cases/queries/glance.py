"""A few figures for the first page, with what they count."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

_CASES = """
select count(*), count(first_follow_up_at),
       percentile_cont(0.5) within group (order by extract(epoch from first_follow_up_at - received_at)),
       count(*) filter (where state = 'closed')
  from cases_case
 where received_at >= %s and exercise is null and merged_into_id is null and not received_at_is_estimated"""
_RATINGS = "select count(*), avg(stars) from cases_report where rated_at >= %s and exercise is null"


@dataclass(frozen=True, slots=True)
class Glance:
    """Of the cases received since a moment: how many, how many were followed up and after how many seconds (median),
    how many are closed. Of the ratings people gave since then: how many, and their mean."""

    received: int
    followed_up: int
    median_seconds: float | None
    closed: int
    rated: int
    mean_stars: float | None


def at_a_glance(*, since: datetime) -> Glance:
    """The figures since a moment. Merged cases, exercises and imports without a date of their own are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_CASES, [since])
        received, followed_up, median, closed = cursor.fetchone()
        cursor.execute(_RATINGS, [since])
        rated, mean = cursor.fetchone()
    return Glance(received, followed_up, median, closed, rated, None if mean is None else float(mean))
