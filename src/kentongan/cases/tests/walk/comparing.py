"""Saying what differs."""

from typing import Any


def same(found: Any, expected: Any, what: str) -> None:
    """Where they differ, what differs."""
    if isinstance(found, dict) and isinstance(expected, dict):
        names = [name for name in {**found, **expected} if found.get(name) != expected.get(name)]
        found, expected = ({name: one.get(name) for name in names} for one in (found, expected))
    assert found == expected, f"{what}: is {found}, the model says {expected}"
