"""Releasing a file: from then on the public, the reporter and agencies of an anonymous case may see it."""

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.cases import access
from kentongan.cases.actions.base import begin, finish, handling_party
from kentongan.cases.models import Attachment, Case
from kentongan.cases.workflow import Act
from kentongan.core import clock
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound, Refused


@transaction.atomic
def release_attachment(number: str, key: str, *, is_released: bool, by: Actor) -> None:
    """Release a file, or take the release back. The coordinator any; an agency its own evidence."""
    case = begin(number, Act.EDIT, by=by) if by.has(Role.COORDINATOR) else access.locked(number, by)
    file = Attachment.objects.select_related("entry").filter(case=case, key=key).first()
    if file is None:
        raise NotFound(key)
    if not by.has(Role.COORDINATOR):
        _own_evidence(case, file, by=by)
    if file.is_released == is_released:
        return
    Attachment.objects.filter(pk=file.pk).update(is_released=is_released)
    body = {"fields": ["attachments"], "file": file.pk, "is_released": is_released}
    finish(case, Act.EDIT, by=by, at=clock.now(), body=body)


def _own_evidence(case: Case, file: Attachment, *, by: Actor) -> None:
    party = handling_party(case, by=by)
    is_own = by.has(Role.OFFICER) and file.report_id is None and file.entry is not None
    if not is_own or file.entry is None or file.entry.agency_id != party.agency_id:
        raise Refused(_("Only the coordinator may release this file."))
