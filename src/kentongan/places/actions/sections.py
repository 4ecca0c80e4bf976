"""The city's profile as a section of the configuration file."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import msgspec
from django.utils.translation import gettext as _

from kentongan.core.actor import Actor
from kentongan.core.conflicts import Wanted
from kentongan.core.errors import Refused
from kentongan.places.actions.city import change_city, change_logo
from kentongan.places.queries import city, city_fields, logo


class CityShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the city changes of its profile (`versions.PROFILE`); `logo`: the picture in base64, blank for none."""

    name: str
    short_name: str
    government: str
    holder: str
    address: str
    phone: str
    email: str
    website: str
    links: str
    privacy_contact: str
    emergency_text: str
    emergency_text_en: str
    neighbour_contact: str
    brand: str
    brand_deep: str
    logo: str
    lat: float
    lon: float
    zoom: float
    languages: list[str]
    are_answers_checked: bool


class CitySection:
    name = "city"
    tables: ClassVar = ("places.City", "places.CityLogo")
    shape = CityShape
    is_personal = False
    retires_first = False

    def rows(self) -> dict[str, CityShape]:
        fields = city_fields()
        picture = base64.b64encode(logo(fields["logo"])).decode() if fields["logo"] else ""
        return {city().code: CityShape(**{**fields, "logo": picture})}

    def order(self, wanted: Mapping[str, Any]) -> Sequence[str]:
        return list(wanted)

    def put(self, key: str, row: CityShape, before: CityShape | None, *, by: Actor) -> None:
        if before is None:
            raise Refused(_("There is one city here, and it is another one."))
        names = [name for name in CityShape.__struct_fields__ if name != "logo"]
        change_city({name: Wanted(getattr(before, name), getattr(row, name)) for name in names}, by=by)
        if row.logo != before.logo:
            change_logo(_picture(row.logo), shown=city_fields()["logo"], by=by)

    def retire(self, key: str, row: CityShape, *, by: Actor) -> bool:
        return False


def _picture(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True) if text else None
    except binascii.Error as error:
        raise Refused(_("The picture is no base64."), field="logo") from error
