"""The city's profile changes on a page of the desk: one act, one event with before and after, and a way back."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.core.actions import new_edition
from kentongan.core.actor import Actor
from kentongan.core.conflicts import Wanted, checked
from kentongan.core.errors import NotFound, Refused
from kentongan.core.roles import only_administrators
from kentongan.core.text import clean
from kentongan.history import actions as history
from kentongan.places import colours, links, logo
from kentongan.places.models import City, CityLogo
from kentongan.places.queries import EDITION, city_after, locate
from kentongan.places.versions import KIND, PROFILE

_NEEDED = {"name": 80, "short_name": 40, "government": 120, "holder": 120}
_TEXTS = {
    **_NEEDED,
    "address": 200,
    "phone": 40,
    "email": 120,
    "website": 200,
    "links": 1000,
    "privacy_contact": 200,
    "emergency_text": 120,
    "emergency_text_en": 120,
    "neighbour_contact": 200,
    "brand": 7,
    "brand_deep": 7,
}
_NUMBERS = ("lat", "lon", "zoom")
_SCHEMES = {"light": gettext_lazy("the light scheme"), "dark": gettext_lazy("the dark scheme")}


@transaction.atomic
def change_city(wanted: Mapping[str, Wanted], *, by: Actor) -> None:
    """Change fields of `versions.PROFILE` but the logo. Conflict where one moved since it was shown."""
    row = _held(by)
    stored = {name: Wanted(_stored(name, want.shown), _stored(name, want.wanted)) for name, want in wanted.items()}
    changes = checked(stored, _values(row))
    if changes:
        _check({**_values(row), **changes}, changes)
        _keep(row, changes, by=by)


@transaction.atomic
def change_logo(data: bytes | None, *, shown: str, by: Actor) -> None:
    """Another coat of arms, or none. Conflict where it is another by now than the one shown."""
    row = _held(by)
    key = ""
    if data is not None:
        picture = logo.read(data)
        key = sha256(picture.data).hexdigest()[:16]
        fields = {"data": picture.data, "width": picture.width, "height": picture.height}
        CityLogo.objects.get_or_create(key=key, defaults=fields)
    changes = checked({"logo": Wanted(shown, key)}, {"logo": row.logo})
    if changes:
        _keep(row, changes, by=by)


@transaction.atomic
def restore_city(seq: int, *, by: Actor) -> None:
    """Make the profile again what it was after a change, named by its number in the stream `city:1`."""
    row = _held(by)
    now, wanted = _values(row), city_after(seq)
    if wanted is None:
        raise NotFound(str(seq))
    changes = {name: value for name, value in wanted.items() if value != now[name]}
    if not changes:
        raise Refused(_("The profile is already as it was then."))
    _check({**now, **changes}, changes)
    _keep(row, changes, by=by, restores=seq)


def _held(by: Actor) -> City:
    only_administrators(by)
    row = City.objects.select_for_update().filter(pk=1).first()
    if row is None:
        raise NotFound
    return row


def _keep(row: City, changes: Mapping[str, Any], *, by: Actor, **more: Any) -> None:
    before = {name: getattr(row, name) for name in changes}
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
    history.append_to(row, "city:1", KIND, by=by, body={"before": before, "after": dict(changes), **more})
    new_edition(EDITION)


def _values(row: City) -> dict[str, Any]:
    return {name: getattr(row, name) for name in PROFILE}


def _stored(name: str, value: Any) -> Any:
    if name in _NUMBERS:
        return float(value)
    if name == "languages":
        return sorted(value or [], key=[code for code, _word in settings.LANGUAGES].index)
    if name == "are_answers_checked":
        return bool(value)
    text = clean(value or "")
    return text.lower() if name.startswith("brand") else text


def _check(values: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
    """What is asked of a profile, told beside the field that breaks it."""
    for name, limit in _TEXTS.items():
        if len(values[name]) > limit:
            raise Refused(_("At most %(limit)d letters.") % {"limit": limit}, field=name)
        if name in _NEEDED and not values[name]:
            raise Refused(_("This must not be empty."), field=name)
    if "id" not in values["languages"]:
        raise Refused(_("Indonesian is always one of the languages."), field="languages")
    _check_addresses(values)
    if changes.keys() & {"brand", "brand_deep"}:
        check_colours(values["brand"], values["brand_deep"])
    if changes.keys() & {"lat", "lon", "zoom"}:
        _check_map(values["lat"], values["lon"], values["zoom"])


def _check_addresses(values: Mapping[str, Any]) -> None:
    if values["email"]:
        try:
            validate_email(values["email"])
        except ValidationError as error:
            raise Refused(_("This is no e-mail address."), field="email") from error
    if values["website"] and not links.is_address(values["website"]):
        raise Refused(_("An address begins with https://"), field="website")
    wrong = links.wrong_lines(values["links"])
    if wrong:
        text = _("Line %(number)d is no link: write words | https://… (at most %(most)d links).")
        raise Refused(text % {"number": wrong[0], "most": links.MOST}, field="links")


def check_colours(brand: str, deep: str) -> None:
    """Both or neither; each readable in both schemes (WCAG 2.2 AA), or Refused with the ratio that was found."""
    for name, value in (("brand", brand), ("brand_deep", deep)):
        if value and not colours.is_colour(value):
            raise Refused(_("A colour is written as in #005755."), field=name)
    if bool(brand) != bool(deep):
        raise Refused(_("Choose both colours, or none."), field="brand_deep" if brand else "brand")
    if not brand:
        return
    for fault in colours.faults(brand, deep):
        text = _("In %(scheme)s its contrast is %(ratio)s to 1; it must be 4.5 at least. Choose a darker colour.")
        ratio = f"{fault.ratio:.1f}".replace(".", ",")
        field = "brand" if fault.colour == "main" else "brand_deep"
        raise Refused(text % {"scheme": _SCHEMES[fault.scheme], "ratio": ratio}, field=field)


def _check_map(lat: float, lon: float, zoom: float) -> None:
    if not 8 <= zoom <= 18:
        raise Refused(_("The map begins between 8 (far) and 18 (near)."), field="zoom")
    place = locate(lat, lon)
    if place.area is None:
        raise Refused(_("This point lies outside the city."), field="lat")
