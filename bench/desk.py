"""Inbox, case page, bulk preview and search at 10 thousand to a million cases: ms in the database and growth."""

import sys

from bench import harness
from bench.harness import Row, print_rows

SIZES = (10_000, 100_000, 1_000_000)
LIMIT_MS = 50.0


def measured() -> list[Row]:
    from bench import generate
    from bench.reading import case_lines, inbox_lines, search_lines

    generate.fill(int(sys.argv[1]))
    return [
        Row(f"{kind}: {line.name}", value, which)
        for kind, lines in (("inbox", inbox_lines()), ("desk", case_lines()), ("search", search_lines()))
        for line in lines
        for which, value in (("p50", line.p50), ("p99", line.p99), ("rows", line.rows))
    ]


def run(sizes: tuple[int, ...] = SIZES) -> list[Row]:
    by_size: dict[int, dict[tuple[str, str], float]] = {}
    for size in sizes:
        with harness.folder() as data, harness.database(data) as url:
            rows = harness.child("desk", data, url, str(size))
        by_size[size] = {(row.name, row.unit): row.value for row in rows}
    return [_row(name, which, sizes[-1], by_size) for name, which in by_size[sizes[-1]] if which != "rows"]


def _row(name: str, which: str, largest: int, by_size: dict[int, dict[tuple[str, str], float]]) -> Row:
    """p99 against its limit; p50 against the smallest database whose answers were as full: half a page costs half."""
    value = by_size[largest][name, which]
    words = f"{name}, {which}, {largest:,} cases"
    if which == "p99":
        return Row(words, value, "ms", f"limit {LIMIT_MS:.0f} ms", value / LIMIT_MS)
    full = by_size[largest][name, "rows"]
    first = next(size for size, found in by_size.items() if found.get((name, "rows"), 0) >= 0.9 * full)
    goal = " (goal ≤ 1.5)" if name.startswith(("inbox", "desk")) else ""
    return Row(words, value, "ms", f"{first:,} cases{goal}", value / by_size[first][name, which])


if __name__ == "__main__":
    print_rows(measured)
