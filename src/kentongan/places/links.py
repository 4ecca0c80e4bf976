"""The links a city shows below its pages: one a line, `words | address`. Pure."""

import re
from dataclasses import dataclass

MOST = 8
_ADDRESS = re.compile(r"https://[a-z0-9.-]+\.[a-z]{2,}(?::\d+)?(?:/[^\s\"'<>]*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


def links_of(text: str) -> tuple[Link, ...]:
    """The links of a text that was checked."""
    pairs = (line.rpartition("|") for line in text.splitlines() if "|" in line)
    return tuple(Link(label.strip(), url.strip()) for label, _bar, url in pairs)


def wrong_lines(text: str) -> list[int]:
    """The numbers of the lines that are no link; those after the most there may be are wrong too."""
    lines = [line.strip() for line in text.splitlines()]
    filled = [(number, line) for number, line in enumerate(lines, 1) if line]
    return [number for n, (number, line) in enumerate(filled) if n >= MOST or not _is_link(line)]


def is_address(text: str) -> bool:
    return bool(_ADDRESS.fullmatch(text))


def _is_link(line: str) -> bool:
    label, _bar, url = line.rpartition("|")
    return bool(label.strip()) and len(label.strip()) <= 60 and is_address(url.strip())
