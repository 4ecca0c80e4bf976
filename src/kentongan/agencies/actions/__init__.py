"""All that is written about agencies and those who work there."""

from kentongan.agencies.actions.preferences import keep_preferences
from kentongan.agencies.actions.records import record_on_user

__all__ = ["keep_preferences", "record_on_user"]
