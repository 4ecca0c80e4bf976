"""Agencies and routes change with the times: they end, they are never unmade where something refers to them."""

from datetime import date

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from kentongan.agencies.models import Agency, Route
from kentongan.agencies.queries import EDITION
from kentongan.core.actions import new_edition
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound, Refused
from kentongan.core.roles import only_administrators
from kentongan.history import actions as history
from kentongan.history.chain import Head


@transaction.atomic
def end_agency(agency_id: int, *, last_day: date, by: Actor) -> None:
    """Let an agency end: it leads nothing new after that day, and stays countable in what it did."""
    only_administrators(by)
    agency = _locked(agency_id)
    if agency.valid_from is not None and last_day < agency.valid_from:
        raise Refused(_("The agency did not exist yet on that day."), field="last_day")
    agency.valid_to = last_day
    agency.save(update_fields=["valid_to"])
    _append(agency, "agencies.ended", by=by, body={"last_day": last_day.isoformat()})
    new_edition(EDITION)


@transaction.atomic
def delete_agency(agency_id: int, *, by: Actor) -> None:
    """Delete an agency made by mistake. Refused where anything refers to it: then it ends (`end_agency`)."""
    only_administrators(by)
    agency = _locked(agency_id)
    supported = Route.support.through.objects.filter(agency=agency).count()
    _append(agency, "agencies.deleted", by=by, body={"code": agency.code})
    try:
        agency.delete()
    except ProtectedError as error:
        raise Refused(_in_use(agency, supported + len(error.protected_objects))) from error
    if supported:
        raise Refused(_in_use(agency, supported))
    new_edition(EDITION)


def _in_use(agency: Agency, count: int) -> str:
    return _(
        "%(agency)s cannot be deleted: %(count)d entries refer to it (cases, users, routes, units). "
        "Give it a last day instead; what it did stays its own."
    ) % {"agency": agency.short_name, "count": count}


def _locked(agency_id: int) -> Agency:
    agency = Agency.objects.select_for_update().filter(pk=agency_id).first()
    if agency is None:
        raise NotFound
    return agency


def _append(agency: Agency, kind: str, *, by: Actor, body: dict[str, str]) -> None:
    head = Head(agency.head_seq, bytes(agency.head_hash))
    head = history.append(f"agency:{agency.pk}", kind, by=by, body=body, head=head)
    agency.head_seq, agency.head_hash = head.seq, head.hash
    agency.save(update_fields=["head_seq", "head_hash"])
