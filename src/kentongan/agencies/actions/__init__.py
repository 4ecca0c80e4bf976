"""All that is written about agencies and those who work there."""

from kentongan.agencies.actions.records import record_on_user

__all__ = ["record_on_user"]
