"""`make bench`: every measurement on one machine, each with its peer in the same run, written into docs/performance.md.

`python -m bench [NAME …]` renews some of them; `SIZE=10M` is the run at ten million cases.
"""

import os
import platform
import re
import sys
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench import desk, importing, intake, parts, rest, streams, walking
from bench.harness import Row

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
HEADING = """# Performance
Written by `make bench`. The load tool runs on the same cores. A ratio compares with the peer or limit beside it,
measured in the same run; read single figures as ±20 %.
"""
TEN_MILLION = (10_000, 10_000_000)
MEASUREMENTS: dict[str, Callable[[], list[Row]]] = {
    "rest": rest.run,
    "intake": intake.run,
    "streams": streams.run,
    "importing": importing.run,
    "desk": desk.run,
    "history": lambda: parts.run("history"),
    "places": lambda: parts.run("places"),
    "walking": walking.run,
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


def section(name: str, rows: list[Row]) -> str:
    today = datetime.now(UTC).date().isoformat()
    text = [f"## {name}", f"Measured on {today}: {machine()}.", "", "| what | figure | against | ratio |"]
    return "\n".join([*text, "| --- | --- | --- | --- |", *map(line, rows)]) + "\n"


def write(name: str, rows: list[Row]) -> None:
    """Put one measurement into the page in place of the one before it; the others stay."""
    _, *parts = re.split(r"^(?=## )", PAGE.read_text(), flags=re.MULTILINE) if PAGE.exists() else [""]
    found = {part.split("\n", 1)[0].removeprefix("## "): part.strip() + "\n" for part in parts}
    found[name] = section(name, rows)
    order = [*MEASUREMENTS, *(other for other in found if other not in MEASUREMENTS)]
    PAGE.write_text("\n".join([HEADING, *(found[other] for other in order if other in found)]))


def main(words: list[str]) -> int:
    wanted = [word for word in words if word in MEASUREMENTS] or list(MEASUREMENTS)
    if "10M" in words:
        MEASUREMENTS["desk at ten million"] = lambda: desk.run(TEN_MILLION)
        wanted = ["desk at ten million"]
    failed: list[str] = []
    for name in wanted:
        began = time.monotonic()
        try:
            rows = MEASUREMENTS[name]()
        except Exception:  # the others are still worth their time; the exit code tells
            traceback.print_exc()
            failed.append(name)
            continue
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr)
        print("\n".join(map(line, rows)))
        write(name, rows)
    print(f"{len(wanted) - len(failed)} of {len(wanted)} measurements written into {PAGE.name}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
