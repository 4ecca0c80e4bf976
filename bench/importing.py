"""`kentongan import reports`: rows a second, and memory that does not grow with the file."""

import json
import subprocess
import sys
import time
from pathlib import Path

from bench import harness
from bench.harness import Row

TEXT = "Lampu jalan di gang kami padam sudah tiga malam, mohon diperbaiki karena rawan. Nomor {number}."


def _written(path: Path, count: int) -> Path:
    with path.open("w") as file:
        for number in range(count):
            row = {
                "id": f"b{number}",
                "source": "bench",
                "text": TEXT.format(number=number),
                "category": "penerangan_jalan",
            }
            file.write(json.dumps(row | {"created_at": "2025-01-15T03:00:00"}) + "\n")
    return path


def _taken(data: Path, path: Path) -> tuple[float, float]:
    """Seconds, and the largest resident megabytes of the importing process itself (not of its database)."""
    program = [sys.executable, "-P", "-m", "config.cli", "import", "reports", str(path)]
    began, largest = time.perf_counter(), 0.0
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(program, env=harness.environment(data), stdout=quiet, stderr=quiet, cwd="/")
    while process.poll() is None:
        largest = max(largest, _largest(process.pid))
        time.sleep(0.1)
    if process.returncode:
        msg = f"the import ended with {process.returncode}"
        raise RuntimeError(msg)
    return time.perf_counter() - began, largest


def _largest(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM:")), 0.0)


def run(count: int = 1_000_000) -> list[Row]:
    with harness.folder() as data:
        harness.command(data, "migrate")
        small = _taken(data, _written(data.parent / "small.jsonl", count // 10))
        large = _taken(data, _written(data.parent / "large.jsonl", count))
    rate = (count - count // 10) / (large[0] - small[0])
    return [
        Row(f"import of {count:,} rows", rate, "rows/s"),
        Row(f"… largest memory at {count:,} rows", large[1], "MB", f"at {count // 10:,} rows", large[1] / small[1]),
    ]
