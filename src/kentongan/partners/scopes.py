"""What a key may be used for. Pure."""

from enum import StrEnum


class Scope(StrEnum):
    """One permission of an API client. A client sees what it sent itself, never another's."""

    REPORTS_WRITE = "reports:write"
    REPORTS_READ = "reports:read"


ALL = frozenset(Scope)
