"""The only writers of the history."""

from kentongan.history.actions.appending import append, append_all

__all__ = ["append", "append_all"]
