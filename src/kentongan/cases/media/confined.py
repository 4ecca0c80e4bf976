"""A program run in a process of its own, with little memory, little time and no way to write beyond its file.

Run as a script it sets the limits on itself and becomes the program: nothing unsafe happens between fork and exec of
a process with threads.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

MEMORY = 1024**3
SECONDS = 60
_OUTPUT = 64 * 1024**2


class Failed(Exception):
    """The program ended badly, or not at all."""


def run(command: Sequence[str], *, seconds: int = SECONDS, data: bytes = b"") -> bytes:
    """The program's output, given `data` as its input; Failed where it does not end well in time."""
    confined = [sys.executable, "-I", "-S", __file__, str(seconds), *command]
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603 - our own programs, never words of a user
            confined, input=data, capture_output=True, timeout=seconds + 5, check=False, env=environment
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise Failed(type(error).__name__) from error
    if done.returncode != 0:
        raise Failed(f"exit {done.returncode}")
    return done.stdout


def _become(seconds: int, command: Sequence[str]) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_OUTPUT, _OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.execvp(command[0], list(command))  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    _become(int(sys.argv[1]), sys.argv[2:])
else:
    HERE = Path(__file__).parent
