"""The `kentongan` program. Results go to stdout, progress and words about mistakes to stderr.

Exit codes: 0 all done, 1 not all done, 2 called wrongly, 130 and 143 interrupted.
"""

import importlib
import os
import signal
import sys
from types import FrameType
from typing import NoReturn

from config import commands


def main() -> NoReturn:
    """Entry point of the program."""
    sys.exit(run(sys.argv[1:]))


def run(words: list[str]) -> int:
    """Run one command; returns the exit code and never shows a traceback."""
    if not words or words[0] in {"-h", "--help", "help"}:
        print(commands.usage())
        return 0 if words else 2
    found = commands.find(words)
    if found is None:
        return _unknown(words)
    signal.signal(signal.SIGTERM, _terminate)
    os.umask(0o077)  # what we write is nobody else's business
    try:
        command, rest = found
        if command.django:
            from config import management

            return management.run(command.words, command.django, rest)
        name, function = command.function.split(":")
        return int(getattr(importlib.import_module(name), function)(rest))
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        from config import problems

        return problems.tell(error)


def _unknown(words: list[str]) -> int:
    near = commands.alike(words)
    if near:
        print(f"`kentongan {words[0]}` needs one more word:", file=sys.stderr)
        for command in near:
            print(f"  kentongan {command.words}  {command.meaning}", file=sys.stderr)
    else:
        print(f"There is no command `{words[0]}`. `kentongan --help` lists them all.", file=sys.stderr)
    return 2


def _terminate(number: int, frame: FrameType | None) -> NoReturn:
    """SIGTERM unwinds like an exit, so that what a command started is stopped."""
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
