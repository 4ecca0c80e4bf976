"""Whether one works on a case with others: for what colleagues tell each other, not for what a case shows."""

from kentongan.cases import access
from kentongan.cases.privacy import sight_of
from kentongan.core.actor import Actor


def works_on(number: str, *, by: Actor) -> bool:
    """May he see who else works on it? NotFound where he may not know of the case."""
    return sight_of(by, access.facts_of(access.one(number, by))).staff_names
