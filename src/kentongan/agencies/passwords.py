"""A password that is read out once and typed once: no letter looks like another. Pure."""

import secrets

_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 3, 4
LENGTH = _GROUPS * _GROUP  # without the hyphens


def new_password() -> str:
    """Twelve signs in three groups, 59 bits."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_GROUP)) for _ in range(_GROUPS))
