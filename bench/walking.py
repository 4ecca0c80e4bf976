"""Ten thousand random steps through the life of cases, each compared with a small model of its own."""

import time

from bench import harness
from bench.harness import Row, print_rows

STEPS = 10_000


def measured() -> list[Row]:
    from django.db import transaction

    from kentongan.cases.tests.walk.machine import walk
    from kentongan.cases.tests.walk.town import build

    deviations, began = 0, time.monotonic()
    with transaction.atomic():
        town, tally = build(), None
        try:
            tally = walk(town, STEPS, is_repeatable=False)
        except AssertionError as found:
            deviations = 1
            print(found)
    if tally is None:
        return [Row("random walk: deviations from the model", deviations, "found", "goal 0")]
    kinds = len(tally.acts)
    return [
        Row("random walk through the life of cases", tally.steps, "steps"),
        Row("… acts done", tally.done, f"of {kinds} kinds"),
        Row("… acts refused, as the model says", tally.refused, "acts"),
        Row("… deviations from the model", deviations, "found", "goal 0"),
        Row(
            "… steps each second, with all looks at lists and pages", tally.steps / (time.monotonic() - began), "steps"
        ),
    ]


def run() -> list[Row]:
    with harness.folder() as data, harness.database(data) as url:
        return harness.child("walking", data, harness.without_city(data, url))


if __name__ == "__main__":
    print_rows(measured)
