"""Who acts: a person, a machine, the system. Passed explicitly as `by=` to every query and action."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """The roles of the field (`docs/glossary.md`)."""

    COORDINATOR = "coordinator"
    SUPERVISOR = "supervisor"
    OFFICER = "officer"
    FIELD_OFFICER = "field_officer"
    CALL_TAKER = "call_taker"
    DISPATCHER = "dispatcher"
    VILLAGE_STAFF = "village_staff"
    LEADER = "leader"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    PRIVACY_OFFICER = "privacy_officer"
    TRAINER = "trainer"
    PARTNER = "partner"
    REPORTER = "reporter"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, with all that access rules look at.

    `label` is what the history records: `user:7`, `client:3`, `report:12`, `system:timers`, `public`.
    `agency` is the agency id an officer works for, `report` the report a reporter proved to be his.
    """

    label: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    user: int | None = None
    agency: int | None = None
    area: str | None = None
    client: int | None = None
    report: int | None = None
    exercise: int | None = None
    language: str = "id"

    def has(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)


PUBLIC = Actor(label="public")
_USER = "user:"


def user_label(user: int) -> str:
    """How the history records what a user does."""
    return f"{_USER}{user}"


def user_of(label: str) -> int | None:
    """The user behind a label of the history; None where it was no user."""
    return int(label.removeprefix(_USER)) if label.startswith(_USER) else None


def system(name: str) -> Actor:
    """The machine itself, acting by a rule, e.g. `system("timers")`."""
    return Actor(label=f"system:{name}", roles=frozenset({Role.SYSTEM}))


def reporter(report: int, *, exercise: int | None = None, language: str = "id") -> Actor:
    """A citizen who proved by code and PIN that the report is his."""
    return Actor(
        label=f"report:{report}",
        roles=frozenset({Role.REPORTER}),
        report=report,
        exercise=exercise,
        language=language,
    )


def partner(client: int, *, exercise: int | None = None) -> Actor:
    """Another system, known by its key."""
    return Actor(label=f"client:{client}", roles=frozenset({Role.PARTNER}), client=client, exercise=exercise)
