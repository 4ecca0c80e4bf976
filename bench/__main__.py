"""`make bench`: every measurement in one run on one machine, written into docs/performance.md.

`python -m bench [NAME …]` runs some of them and only prints; `SIZE=10M` adds the run at ten million cases.
"""

import os
import platform
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench import desk, importing, intake, parts, rest, streams
from bench.harness import Row

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
TEN_MILLION = (10_000, 10_000_000)
MEASUREMENTS: dict[str, Callable[[], list[Row]]] = {
    "rest": rest.run,
    "intake": intake.run,
    "streams": streams.run,
    "importing": importing.run,
    "desk": desk.run,
    "history": lambda: parts.run("history"),
    "places": lambda: parts.run("places"),
}


def machine() -> str:
    cpu = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.machine(),
    )
    memory = int(Path("/proc/meminfo").read_text().split()[1]) // 1024**2
    return f"{os.cpu_count()} cores ({cpu}), {memory} GiB, Python {platform.python_version()}"


def line(row: Row) -> str:
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    figure = f"{row.value:,.0f}" if row.value >= 100 else f"{row.value:.2f}"
    return f"| {row.name} | {figure} {row.unit} | {row.peer} | {ratio} |"


def page(found: dict[str, list[Row]]) -> str:
    today = datetime.now(UTC).date().isoformat()
    text = [
        "# Performance",
        f"Written by `make bench` on {today}: {machine()}. The load tool runs on the same cores. A ratio compares with",
        "the peer or limit beside it, measured in the same run; read single figures as ±20 %.",
    ]
    for name, rows in found.items():
        text += ["", f"## {name}", "| what | figure | against | ratio |", "| --- | --- | --- | --- |", *map(line, rows)]
    return "\n".join(text) + "\n"


def main(words: list[str]) -> int:
    wanted = [word for word in words if word in MEASUREMENTS] or list(MEASUREMENTS)
    if "10M" in words:
        MEASUREMENTS["desk at ten million"] = lambda: desk.run(TEN_MILLION)
        wanted = ["desk at ten million"]
    found: dict[str, list[Row]] = {}
    for name in wanted:
        began = time.monotonic()
        found[name] = MEASUREMENTS[name]()
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr)
        print("\n".join(map(line, found[name])))
    if wanted == list(MEASUREMENTS):
        PAGE.write_text(page(found))
        print(f"{sum(map(len, found.values()))} figures written into {PAGE.name}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
