"""How long the desk waits: pages of the inbox and searches, each question asked of a filled database."""

import itertools
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.generate import vocabulary
from kentongan.agencies.models import Agency
from kentongan.cases.models import Case
from kentongan.cases.queries import Filters, case_page, find, inbox
from kentongan.cases.queries.outlook import outlooks
from kentongan.cases.workflow import Act
from kentongan.core.actor import Actor, Role
from kentongan.workspace.queries.bulks import MOST_LINES

COORDINATOR = Actor(label="user:1", roles=frozenset({Role.COORDINATOR}), user=1)
DEEP = 20


@dataclass(frozen=True, slots=True)
class Line:
    """Milliseconds of one kind of question; `rows` that all its answers held together."""

    name: str
    asked: int
    rows: int
    p50: float
    p99: float


def measured(name: str, questions: list[Callable[[], int]]) -> Line:
    """Each question once to warm, once to measure."""
    times, rows = [], 0
    for ask in questions:
        rows += ask()
        begin = time.perf_counter()
        ask()
        times.append((time.perf_counter() - begin) * 1000)
    times.sort()
    return Line(name, len(times), rows, statistics.median(times), times[min(len(times) - 1, int(len(times) * 0.99))])


def inbox_lines(rounds: int = 100) -> Iterator[Line]:
    """First pages, the twentieth page, and filtered ones, of the coordinator and of the busiest agency's officer."""
    agency = Agency.objects.order_by("pk").values_list("pk", flat=True)[0]
    officer = Actor(label="user:2", roles=frozenset({Role.OFFICER}), user=2, agency=agency)
    area, district = Case.objects.filter(area__isnull=False).values_list("area", "district").order_by("-pk")[0]
    lists = {
        "first page, to verify": (COORDINATOR, "verify", Filters()),
        "first page, in progress": (COORDINATOR, "in_progress", Filters()),
        "first page, overdue": (COORDINATOR, "overdue", Filters()),
        "first page, closed": (COORDINATOR, "closed", Filters()),
        "filtered by channel": (COORDINATOR, "in_progress", Filters(channel="sms")),
        "filtered by kecamatan": (COORDINATOR, "all", Filters(district=str(district))),
        "filtered by kelurahan": (COORDINATOR, "all", Filters(area=str(area))),
        "filtered by agency": (COORDINATOR, "in_progress", Filters(agency=agency)),
        "agency, first page": (officer, "in_progress", Filters()),
        "agency, closed": (officer, "closed", Filters()),
    }
    for name, (by, queue, filters) in lists.items():
        yield measured(name, [_page(queue, by, filters)] * rounds)
    for name, queue in (("twentieth page, to verify", "verify"), ("twentieth page, closed", "closed")):
        yield measured(name, [_page(queue, COORDINATOR, Filters(), after=_deep(queue))] * rounds)


def _page(queue: str, by: Actor, filters: Filters, after: str | None = None) -> Callable[[], int]:
    return lambda: len(inbox(queue, by=by, filters=filters, after=after).rows)


def _deep(queue: str) -> str | None:
    """The token of the twentieth page, or of the last one."""
    token = None
    for _ in range(DEEP - 1):
        further = inbox(queue, by=COORDINATOR, after=token).after
        token = further or token
        if further is None:
            break
    return token


def case_lines(rounds: int = 100, seed: int = 9) -> Iterator[Line]:
    """One case on one screen, anywhere in the database; and what a bulk act would do to a page and to the most."""
    chance = random.Random(seed)
    newest = Case.objects.order_by("-pk").values_list("pk", flat=True)[0]
    keys = sorted(chance.randint(1, newest) for _ in range(max(rounds, MOST_LINES * 2)))
    numbers = list(Case.objects.filter(pk__in=keys).values_list("number", flat=True))
    chance.shuffle(numbers)
    yield measured("case: page", [_case(number) for number in numbers[:rounds]])
    for count in (40, MOST_LINES):
        chosen = numbers[:count]
        yield measured(f"bulk act: preview of {count}", [_outlook(chosen)] * max(5, rounds // 4))


def _case(number: str) -> Callable[[], int]:
    return lambda: bool(case_page(number, by=COORDINATOR).row.number)


def _outlook(numbers: list[str]) -> Callable[[], int]:
    return lambda: len(outlooks(numbers, Act.ARCHIVE, by=COORDINATOR))


def search_lines(asked: int = 60, seed: int = 7) -> Iterator[Line]:
    """Words from the most to the least frequent, words nobody wrote, several together, and beginnings of words."""
    known, chance = vocabulary(), random.Random(seed)
    kinds = {
        "the twenty commonest words": known[:20],
        "common words": known[20:120],
        "middling words": known[500:5_000],
        "rare words": known[20_000:40_000],
        "the rarest words": known[-5_000:],
        "words nobody wrote": [f"zzq{n}x" for n in range(asked)],
    }
    groups: dict[str, list[str]] = {
        name: [f"{word} " for word in chance.sample(words, min(asked, len(words)))] for name, words in kinds.items()
    }
    groups["beginnings of words"] = [word[:4] for word in chance.sample(known[:20_000], asked)]
    groups["two common words"] = [
        " ".join(pair) for pair in itertools.islice(itertools.combinations(known[:20], 2), asked)
    ]
    groups["three words"] = [" ".join(chance.sample(known[:300], 3)) for _ in range(asked)]
    groups["a common and a rare word"] = [
        f"{chance.choice(known[:20])} {chance.choice(known[30_000:])}" for _ in range(asked)
    ]
    for name, questions in groups.items():
        yield measured(name, [_search(question) for question in questions])


def _search(question: str) -> Callable[[], int]:
    return lambda: len(find(question, by=COORDINATOR).rows)
