"""What the whole embedded product weighs when nobody does anything."""

import os
import time
from pathlib import Path

from bench import harness
from bench.harness import Row

GOAL_MB = 600


def proportional_set(head: int) -> float:
    """Megabytes of all descendants, shared pages counted once (PSS)."""
    total = 0
    for pid in _family(head):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def _family(head: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = Path(f"/proc/{entry}/stat").read_text()
            except OSError:
                continue
            parents.setdefault(int(stat.rsplit(")", 1)[1].split()[1]), []).append(int(entry))
    family, left = [head], [head]
    while left:
        children = parents.get(left.pop(), [])
        family += children
        left += children
    return family


def run() -> list[Row]:
    with harness.folder() as data, harness.serving(data) as head:
        time.sleep(15)
        weight = proportional_set(head)
    return [
        Row(
            "memory (PSS) of postgres, web, live and worker at rest",
            weight,
            "MB",
            f"goal < {GOAL_MB} MB",
            weight / GOAL_MB,
        )
    ]
