"""Slowing down those who ask too fast, by address. Never on the ways to 112, never for good."""

import ipaddress

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kentongan.core import clock
from kentongan.core.errors import TooMany
from kentongan.core.pace import Pace

LOOKUPS = Pace(120)  # of states and of reports by PIN; a carrier's one address may hide many phones
DRAFTS = Pace(30)  # reports begun
SUPPORTS = Pace(30)  # supports counted
LINKS = Pace(10)  # links to one's reports, and letters of a kelurahan, asked for by e-mail


def slow_down(request: HttpRequest, pace: Pace) -> None:
    """Count this request; TooMany where its address is over the pace of this process."""
    seconds = pace.wait(address_of(request), clock.now())
    if seconds:
        raise TooMany(_("That was too fast. Please wait a minute and try again."), retry_after=seconds)


def address_of(request: HttpRequest) -> str:
    """Whom the request comes from, as the middleware of trusted proxies left it; of IPv6 the network."""
    told: str = request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(told)
    except ValueError:
        return told
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else told
