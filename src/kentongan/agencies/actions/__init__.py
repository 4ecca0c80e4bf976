"""All that is written about agencies and those who work there."""

from kentongan.agencies.actions.calendars import DayOff, publish_calendar, seed_calendar
from kentongan.agencies.actions.loading import load_profile, load_users
from kentongan.agencies.actions.merging import merge_agency
from kentongan.agencies.actions.preferences import keep_preferences
from kentongan.agencies.actions.records import record_on_user
from kentongan.agencies.actions.registry import change_agency, create_agency, delete_agency, end_agency
from kentongan.agencies.actions.routes import change_route, create_route, delete_route, renew_route
from kentongan.agencies.actions.users import (
    change_user,
    close_user,
    create_user,
    create_users,
    give_password,
    reopen_user,
    set_password,
)

__all__ = [
    "DayOff",
    "change_agency",
    "change_route",
    "change_user",
    "close_user",
    "create_agency",
    "create_route",
    "create_user",
    "create_users",
    "delete_agency",
    "delete_route",
    "end_agency",
    "give_password",
    "keep_preferences",
    "load_profile",
    "load_users",
    "merge_agency",
    "publish_calendar",
    "record_on_user",
    "renew_route",
    "reopen_user",
    "seed_calendar",
    "set_password",
]
