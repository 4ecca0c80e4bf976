"""A person decides that a failed or uncertain message goes out again."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.core import clock
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound, Refused
from kentongan.notifications.models import Message
from kentongan.notifications.queries import OVER

_MAY_RESEND = (Role.COORDINATOR, Role.SUPERVISOR, Role.ADMINISTRATOR)


@transaction.atomic
def resend(uid: UUID, *, by: Actor) -> None:
    """Queue a failed or uncertain message again, with the same id and a full count of attempts.

    The caller has judged that the actor may see what the message is about.
    """
    message = Message.objects.select_for_update().filter(uid=uid, exercise=by.exercise).first()
    if message is None:
        raise NotFound
    if not by.has(*_MAY_RESEND):
        raise Refused(_("Your role may not send messages again. Ask the coordinator."))
    if message.state not in OVER:
        raise Refused(_("This message has not failed; there is nothing to send again."))
    if message.body is None:
        raise Refused(_("The text of this message was erased at the person's request."))
    Message.objects.filter(pk=message.pk).update(state=Message.State.QUEUED, attempts=0, next_at=clock.now(), error="")
