"""Whom the city's provider means: a user of ours who is there already, by one claim."""

from collections.abc import Mapping
from typing import Any

from kentongan.agencies.models import User


def user_of_claims(claims: Mapping[str, Any], claim: str) -> User | None:
    """The one active user whose sign-in name, or e-mail, the claim is; an e-mail counts only where it is verified.

    None where nobody or more than one fits: a user is never made here.
    """
    value = str(claims.get(claim) or "").strip()
    if not value:
        return None
    active = User.objects.filter(is_active=True)
    if claim == "email":
        if claims.get("email_verified") is not True:
            return None
        found = list(active.filter(email__iexact=value)[:2])
        return found[0] if len(found) == 1 else None
    return active.filter(username=value.lower()).first()
