"""The measurements that parts bring along: history and places, each in a database of its own."""

import sys

from bench import harness
from bench.harness import Row, print_rows


def measured() -> list[Row]:
    if sys.argv[1] == "history":
        from bench import history

        return [Row(f"history: {row['name']}", row["value"], row["unit"]) for row in history.run()]
    from bench import places

    return [Row(f"places: {row['name']}", row["value"], row["unit"]) for row in places.run()]


def run(name: str) -> list[Row]:
    with harness.folder() as data, harness.database(data) as url:
        return harness.child("parts", data, harness.without_city(data, url), name)


if __name__ == "__main__":
    print_rows(measured)
