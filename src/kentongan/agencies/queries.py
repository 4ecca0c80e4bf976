"""Reads of agencies, users, routes and the calendar."""

from kentongan.agencies.models import User
from kentongan.core.actor import Actor, Role


def actor_for(user: User) -> Actor:
    """The actor a signed-in user is: his roles, his agency, his area."""
    return Actor(
        label=f"user:{user.pk}",
        roles=frozenset(Role(role) for role in user.roles),
        user=user.pk,
        agency=user.agency_id,
        area=user.area_id,
        language=user.language,
    )
