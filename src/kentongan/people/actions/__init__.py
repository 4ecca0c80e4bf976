"""All that is written about persons: found or made, erased, encrypted anew."""

from kentongan.people.actions.finding import find_or_create, find_or_create_many

__all__ = ["find_or_create", "find_or_create_many"]
