"""A few figures for the first page, with what they count."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

# each report began a case of its own, also one that was joined to another since: two reports, one matter
_CASES = """
select count(*), count(first_follow_up_at) filter (where merged_into_id is null),
       percentile_cont(0.5) within group (order by extract(epoch from first_follow_up_at - received_at))
         filter (where merged_into_id is null),
       count(*) filter (where state = 'closed' and merged_into_id is null)
  from cases_case
 where received_at >= %s and exercise is null and not received_at_is_estimated"""
_RATINGS = "select count(*), avg(stars) from cases_report where rated_at >= %s and exercise is null"


@dataclass(frozen=True, slots=True)
class Glance:
    """Of the reports received since a moment: how many; of their matters: how many were followed up and after how many
    seconds (median), how many are closed. Of the ratings people gave since then: how many, and their mean."""

    received: int
    followed_up: int
    median_seconds: float | None
    closed: int
    rated: int
    mean_stars: float | None


def at_a_glance(*, since: datetime) -> Glance:
    """The figures since a moment. Exercises and imports without a date of their own are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_CASES, [since])
        received, followed_up, median, closed = cursor.fetchone()
        cursor.execute(_RATINGS, [since])
        rated, mean = cursor.fetchone()
    return Glance(received, followed_up, median, closed, rated, None if mean is None else float(mean))
