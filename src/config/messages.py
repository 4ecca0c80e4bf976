"""Translations: `python -m config.messages` compiles every `locale/*/LC_MESSAGES/*.po` under src to `.mo`.

Written in Python because the gettext tools are missing on many machines. The file format is that of GNU gettext's
manual, "The Format of GNU MO Files".
"""

import ast
import re
import struct
import sys
from dataclasses import dataclass, field
from pathlib import Path

SRC = Path(__file__).resolve().parents[1]
_KEYWORD = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)\])?\s+(".*")$')
_MAGIC = 0x950412DE


class BadCatalogue(ValueError):
    """A .po file that cannot be read; the message names file and line."""


@dataclass
class Entry:
    """One message as it stands in a .po file. `strings` holds the translations by plural index."""

    line: int
    context: str | None = None
    id: str | None = None
    plural: str | None = None
    strings: dict[int, str] = field(default_factory=dict)
    is_fuzzy: bool = False

    def is_translated(self) -> bool:
        return bool(self.strings) and all(self.strings.values())

    def key(self) -> bytes:
        text = self.id or ""
        if self.context is not None:
            text = f"{self.context}\x04{text}"
        return (text if self.plural is None else f"{text}\0{self.plural}").encode()

    def value(self) -> bytes:
        return "\0".join(self.strings[i] for i in sorted(self.strings)).encode()


class _Reader:
    """Reads lines into entries; knows which string a continuation line belongs to."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.entries: list[Entry] = []
        self._entry = Entry(line=0)
        self._target: tuple[str, int] | None = None

    def take(self, number: int, line: str) -> None:
        if line.startswith("#"):
            self._finish_if_complete()
            self._entry.is_fuzzy |= line.startswith("#,") and "fuzzy" in line
        elif line.startswith('"'):
            if self._target is None:
                raise self._bad(number)
            self._add(self._string(number, line))
        elif line:
            self._keyword(number, line)

    def _keyword(self, number: int, line: str) -> None:
        match = _KEYWORD.match(line)
        if match is None:
            raise self._bad(number)
        word, index, quoted = match.groups()
        if word in {"msgctxt", "msgid"}:
            self._finish_if_complete()
        self._entry.line = self._entry.line or number
        self._target = (word, int(index or 0))
        self._add(self._string(number, quoted))

    def _add(self, text: str) -> None:
        word, index = self._target or ("", 0)
        entry = self._entry
        if word == "msgctxt":
            entry.context = (entry.context or "") + text
        elif word == "msgid":
            entry.id = (entry.id or "") + text
        elif word == "msgid_plural":
            entry.plural = (entry.plural or "") + text
        else:
            entry.strings[index] = entry.strings.get(index, "") + text

    def _finish_if_complete(self) -> None:
        if self._entry.strings:
            self.entries.append(self._entry)
            self._entry, self._target = Entry(line=0), None

    def finish(self) -> list[Entry]:
        self._finish_if_complete()
        return self.entries

    def _string(self, number: int, quoted: str) -> str:
        try:
            text = ast.literal_eval(quoted)
        except (SyntaxError, ValueError) as error:
            raise self._bad(number) from error
        return str(text)

    def _bad(self, number: int) -> BadCatalogue:
        return BadCatalogue(f"{self._path}, line {number}: not a line of a .po file")


def read(path: Path) -> list[Entry]:
    """All entries of a .po file, the header first. Obsolete entries (`#~`) are comments."""
    reader = _Reader(path)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        reader.take(number, line.strip())
    entries = reader.finish()
    seen: set[bytes] = set()
    for entry in entries:
        if entry.key() in seen:
            msg = f"{path}, line {entry.line}: the message stands there more than once"
            raise BadCatalogue(msg)
        seen.add(entry.key())
    return entries


def compiled(entries: list[Entry]) -> bytes:
    """The .mo file of these entries; what is not translated or only guessed (fuzzy) is left out."""
    pairs = sorted((e.key(), e.value()) for e in entries if e.is_translated() and not e.is_fuzzy)
    count, head = len(pairs), 28
    offset = head + 16 * count
    tables: list[tuple[int, int]] = []
    data = b""
    for column in (0, 1):
        for pair in pairs:
            tables.append((len(pair[column]), offset + len(data)))
            data += pair[column] + b"\0"
    header = struct.pack("<7I", _MAGIC, 0, count, head, head + 8 * count, 0, offset)
    return header + b"".join(struct.pack("<2I", *row) for row in tables) + data


def compile_all(root: Path = SRC) -> tuple[int, int]:
    """Write every .mo that differs; returns how many catalogues and messages there are."""
    catalogues = messages = 0
    for path in sorted(root.glob("**/locale/*/LC_MESSAGES/*.po")):
        entries = read(path)
        content = compiled(entries)
        target = path.with_suffix(".mo")
        if not target.exists() or target.read_bytes() != content:
            target.write_bytes(content)
        catalogues += 1
        messages += len(entries) - 1
    return catalogues, messages


def main() -> int:
    """Compile all; exit 1 with the place of the first mistake."""
    try:
        catalogues, messages = compile_all()
    except BadCatalogue as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{catalogues} catalogues with {messages} messages compiled.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
