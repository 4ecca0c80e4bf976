"""What the city's profile was after each change, from what its events tell. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

KIND = "places.city_changed"
VERSIONS = 200  # changes one can go back to
PROFILE = (
    "name",
    "short_name",
    "government",
    "holder",
    "address",
    "phone",
    "email",
    "website",
    "links",
    "privacy_contact",
    "emergency_text",
    "emergency_text_en",
    "neighbour_contact",
    "brand",
    "brand_deep",
    "logo",
    "lat",
    "lon",
    "zoom",
    "languages",
    "are_answers_checked",
)


def state_after(seq: int, changes: Iterable[tuple[int, Mapping[str, Any]]], now: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they stood after the change `seq`: what came later, the newest first, is taken back one by one."""
    state = dict(now)
    for number, body in changes:
        if number <= seq:
            break
        state |= {name: value for name, value in (body.get("before") or {}).items() if name in state}
    return state
