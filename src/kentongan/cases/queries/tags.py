"""The city's tags, from memory; how often each is used."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from kentongan.cases.models import Tag
from kentongan.cases.queries.queues import CAPPED
from kentongan.core.cached import Cached
from kentongan.core.errors import NotFound

EDITION = "tags"
_COUNTS = """select t.id, (select count(*) from (
  select 1 from cases_case c where c.tags <> '[]' and c.tags ?| t.words and c.exercise is null limit %s) q)
  from unnest(%s::bigint[], %s::text[]) as w(id, joined)
  cross join lateral (select w.id, string_to_array(w.joined, chr(31)) as words) t"""


@dataclass(frozen=True, slots=True)
class TagFacts:
    """A tag as it is called now. `words`: its name and those that stand for it, as cases hold them."""

    id: int
    name: str
    is_offered: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    by_word: Mapping[str, TagFacts]  # folded
    all: tuple[TagFacts, ...]


def _load() -> _Known:
    rows = list(Tag.objects.order_by("name"))
    facts = {
        row.pk: TagFacts(
            row.pk, row.name, row.is_offered, (row.name, *(o.name for o in rows if o.stands_for_id == row.pk))
        )
        for row in rows
        if row.stands_for_id is None
    }
    by_word = {row.name.casefold(): facts[row.stands_for_id or row.pk] for row in rows}
    return _Known(by_word, tuple(sorted(facts.values(), key=lambda tag: tag.name.casefold())))


_known = Cached(EDITION, _load)


def tags() -> tuple[TagFacts, ...]:
    """All tags as they are called now, by name."""
    return _known().all


def offered_tags() -> list[str]:
    """The names that are offered."""
    return [tag.name for tag in tags() if tag.is_offered]


def tag_of(word: str) -> TagFacts | None:
    """The tag a word is, or stands for."""
    return _known().by_word.get(word.strip().casefold())


def tag(key: str) -> TagFacts:
    """One tag by its id. NotFound where there is none, or it stands for another."""
    for one in tags():
        if str(one.id) == key:
            return one
    raise NotFound(key)


def called_now(words: Iterable[str]) -> tuple[str, ...]:
    """The words of a case as its tags are called now, each once."""
    return tuple(dict.fromkeys(found.name if (found := tag_of(word)) else word for word in words))


def words_of(name: str) -> tuple[str, ...]:
    """Every word under which cases hold this tag; its own alone where it is not known."""
    found = tag_of(name)
    return found.words if found else (name,)


def uses() -> dict[int, int]:
    """How many cases have each tag, up to `CAPPED`. One query."""
    known = tags()
    words = [chr(31).join(tag.words) for tag in known]
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [CAPPED, [tag.id for tag in known], words])
        return dict(cursor.fetchall())
