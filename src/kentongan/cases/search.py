"""The words a case is found by, and the question that finds them newest first. Pure.

A case's terms are its words, each with the number of the case's bucket (`case id // BUCKET`, base 36): `3k:jalan`.
A question is asked bucket by bucket from the newest, so a common word stops in the first one and a rare word costs one
probe of the index for each bucket. Scopes are terms too (`3k:@a7` agency 7 has a part now, `3k:@open`, `3k:@public`):
the index itself intersects them with the words. Scopes only make it fast; access decides.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kentongan.core.ids import normal_code
from kentongan.core.text import words

BUCKET = 4_096
OPEN, PUBLIC = "@open", "@public"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_MOST_WORDS = 2_000  # of one case; a tsvector holds a megabyte
_MOST_ASKED = 8  # words of one question
_SHORTEST_PREFIX = 3
_OUTSIDE_ID = re.compile(r"^#?(\d{4,12})$")


def bucket_of(case_id: int) -> str:
    """The bucket of a case, as written in its terms."""
    return _base36(case_id // BUCKET)


def _base36(number: int) -> str:
    signs = _DIGITS[number % 36]
    while number := number // 36:
        signs = _DIGITS[number % 36] + signs
    return signs


def terms_of(
    case_id: int,
    title: str,
    text: str,
    agencies: Iterable[int] = (),
    *,
    place: str = "",
    area: str | None = None,
    category: str | None = None,
    tags: Iterable[str] = (),
    is_open: bool = True,
    is_public: bool = False,
) -> list[str]:
    """All terms of a case, for `array_to_tsvector`; none holds a space. `agencies`: ids of those with a part now.

    To be written again whenever one of these changes.
    """
    bucket = bucket_of(case_id)
    scopes = [
        *(agency_scope(agency) for agency in agencies),
        *([area_scope(area)] if area else []),
        *([category_scope(category)] if category else []),
        *(tag_scope(tag) for tag in tags),
        *([OPEN] if is_open else []),
        *([PUBLIC] if is_public else []),
    ]
    return [f"{bucket}:{term}" for term in (*scopes, *words(f"{title} {text} {place}")[:_MOST_WORDS])]


def agency_scope(agency: int) -> str:
    return f"@a{agency}"


def area_scope(code: str) -> str:
    return f"@w{code}"


def category_scope(code: str) -> str:
    return f"@k{code}"


def tag_scope(word: str) -> str:
    """Two words may share one; the filter itself is exact."""
    return "@t" + "_".join(words(word))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody typed into the search box, understood."""

    code: str | None = None  # a tracking code, complete
    outside_id: str | None = None  # digits only: perhaps the number another system gave it
    words: tuple[str, ...] = ()
    prefix: str = ""  # the last word, which may go on

    @property
    def has_words(self) -> bool:
        return bool(self.words or self.prefix)


def understood(typed: str) -> Wanted:
    """A code if it may be one (a long word may look like one too), and words that must all be there."""
    number = _OUTSIDE_ID.match(typed.strip())
    asked = words(typed)[:_MOST_ASKED]
    unfinished = bool(asked) and not typed[-1:].isspace() and len(asked[-1]) >= _SHORTEST_PREFIX
    return Wanted(
        code=normal_code(typed),
        outside_id=number[1] if number else None,
        words=tuple(asked[:-1] if unfinished else asked),
        prefix=asked[-1] if unfinished else "",
    )


def questions(wanted: Wanted, *, newest: int, scopes: Collection[str] = (), any_of: Collection[str] = ()) -> list[str]:
    """One tsquery in text form for each bucket, from that of case id `newest` down to the first.

    `scopes` must all be there, of `any_of` one.
    """
    terms = [(word, "") for word in (*scopes, *wanted.words)]
    terms += [(wanted.prefix, ":*")] if wanted.prefix else []
    return [_question(_base36(number), terms, any_of) for number in range(newest // BUCKET, -1, -1)]


def _question(bucket: str, terms: Iterable[tuple[str, str]], any_of: Collection[str]) -> str:
    parts = [f"'{_escaped(f'{bucket}:{term}')}'{end}" for term, end in terms]
    if any_of:
        parts.append("(" + " | ".join(f"'{_escaped(f'{bucket}:{term}')}'" for term in any_of) + ")")
    return " & ".join(parts)


def _escaped(lexeme: str) -> str:
    """Inside the quotes of a tsquery."""
    return lexeme.replace("\\", "\\\\").replace("'", "''")
