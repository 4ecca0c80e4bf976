"""Reads of agencies, users, routes and the calendar; those of sign-ins and second factors are in `signing`."""

from kentongan.agencies.queries.calendars import (
    CALENDAR_EDITION,
    VersionFacts,
    calendar,
    calendar_of,
    calendar_versions,
)
from kentongan.agencies.queries.registry import (
    EDITION,
    AgencyFacts,
    Uses,
    agencies,
    agencies_now,
    agency,
    agency_by_id,
    agency_names,
    route_for,
    uses_of,
)
from kentongan.agencies.queries.users import (
    UserFacts,
    UserRow,
    actor_for,
    invented_usernames,
    user_email,
    user_list,
    user_names,
    user_row,
    users_with_role,
)

__all__ = [
    "CALENDAR_EDITION",
    "EDITION",
    "AgencyFacts",
    "UserFacts",
    "UserRow",
    "Uses",
    "VersionFacts",
    "actor_for",
    "agencies",
    "agencies_now",
    "agency",
    "agency_by_id",
    "agency_names",
    "calendar",
    "calendar_of",
    "calendar_versions",
    "invented_usernames",
    "route_for",
    "user_email",
    "user_list",
    "user_names",
    "user_row",
    "users_with_role",
    "uses_of",
]
