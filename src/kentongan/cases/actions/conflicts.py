"""Conflicts of a case's fields are judged as those of any other form."""

from kentongan.core.conflicts import Wanted, checked, confirmed

__all__ = ["Wanted", "checked", "confirmed"]
