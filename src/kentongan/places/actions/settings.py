"""What a city decides about its own work."""

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.core.actions import new_edition
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import Refused
from kentongan.places.actions.records import record_on_city
from kentongan.places.models import City
from kentongan.places.queries import EDITION


@transaction.atomic
def check_answers(*, is_wanted: bool, by: Actor) -> None:
    """From now on the coordinator reads answers of agencies before they go out, or no longer; what waits waits on."""
    if not by.has(Role.ADMINISTRATOR, Role.SYSTEM):
        raise Refused(_("Only an administrator may change this."))
    changed = City.objects.filter(pk=1).exclude(are_answers_checked=is_wanted).update(are_answers_checked=is_wanted)
    if changed:
        body = {"before": {"are_answers_checked": not is_wanted}, "after": {"are_answers_checked": is_wanted}}
        record_on_city(by, "places.city_changed", body)
        new_edition(EDITION)
