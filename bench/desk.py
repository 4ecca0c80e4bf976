"""Inbox and search at 10 thousand, 100 thousand and a million cases: milliseconds in the database and growth."""

import sys

from bench import harness
from bench.harness import Row, print_rows

SIZES = (10_000, 100_000, 1_000_000)
LIMIT_MS = 50.0


def measured() -> list[Row]:
    from bench import generate
    from bench.reading import inbox_lines, search_lines

    generate.fill(int(sys.argv[1]))
    return [
        Row(f"{kind}: {line.name}", value, which)
        for kind, lines in (("inbox", inbox_lines()), ("search", search_lines()))
        for line in lines
        for which, value in (("p50", line.p50), ("p99", line.p99))
    ]


def run(sizes: tuple[int, ...] = SIZES) -> list[Row]:
    by_size: dict[int, dict[tuple[str, str], float]] = {}
    for size in sizes:
        with harness.folder() as data, harness.database(data) as url:
            rows = harness.child("desk", data, url, str(size))
        by_size[size] = {(row.name, row.unit): row.value for row in rows}
    smallest, largest = sizes[0], sizes[-1]
    rows = []
    for (name, which), value in by_size[largest].items():
        first = by_size[smallest].get((name, which), value)
        words = f"{name}, {which}, {largest:,} cases"
        if which == "p99":
            rows.append(Row(words, value, "ms", f"limit {LIMIT_MS:.0f} ms", value / LIMIT_MS))
        elif name.startswith("inbox"):
            rows.append(Row(words, value, "ms", f"{smallest:,} cases (goal ≤ 1.5)", value / first))
        else:
            rows.append(Row(words, value, "ms", f"{smallest:,} cases", value / first))
    return rows


if __name__ == "__main__":
    print_rows(measured)
