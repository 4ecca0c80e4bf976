"""The words of a request of the past go, also where it was tied to no person of ours: that it was answered stays."""

from datetime import datetime

from django.db import transaction

from kentongan.core import clock
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound, Refused
from kentongan.history import actions as history
from kentongan.people.actions import registering
from kentongan.people.models import Correction, DataRequest
from kentongan.people.registry import personal_columns


@transaction.atomic
def forget_request(request_id: int, *, by: Actor, at: datetime | None = None) -> None:
    """Blank all words of one decided request, for good. `at` is when it was first done, where a register replays it."""
    if not by.has(Role.PRIVACY_OFFICER, Role.SYSTEM):
        raise Refused("Only the privacy officer keeps this register.")
    request = DataRequest.objects.select_for_update().filter(pk=request_id, decided_at__isnull=False).first()
    if request is None:
        raise NotFound(str(request_id))
    blank = {columns.model: dict.fromkeys(columns.blanked) for columns in personal_columns()}
    DataRequest.objects.filter(pk=request_id).update(**blank[DataRequest], erased_at=at or clock.now())
    Correction.objects.filter(request=request_id).update(**blank[Correction])
    history.append_to(request, f"request:{request_id}", "people.request_forgotten", by=by, body={})
    transaction.on_commit(registering.settle_register)
