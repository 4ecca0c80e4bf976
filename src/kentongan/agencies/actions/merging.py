"""An agency becomes part of another: what comes new goes to its successor, what it has stays until it is passed on."""

from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kentongan.agencies.actions.records import append_to_user
from kentongan.agencies.actions.registry import append_to_agency, locked_agency
from kentongan.agencies.actions.routes import insert_route, update_route
from kentongan.agencies.models import Agency, Route, User
from kentongan.agencies.queries import EDITION
from kentongan.agencies.queries.routes import read_rules
from kentongan.agencies.routing import renewed
from kentongan.core.actions import hold_edition, new_edition
from kentongan.core.actor import Actor
from kentongan.core.errors import Refused
from kentongan.core.roles import only_administrators


@transaction.atomic
def merge_agency(agency_id: int, *, into: int, last_day: date, moves_users: bool, by: Actor) -> None:
    """Let an agency end on a day and its successor lead and support in its place from the next day on.

    Its open cases stay with it: it finishes them or sends them back, or the coordinator passes them on.
    """
    only_administrators(by)
    hold_edition(EDITION)
    first, second = sorted((agency_id, into))
    held = {first: locked_agency(first), second: locked_agency(second)}
    old, new = held[agency_id], held[into]
    _check(old, new, last_day)
    routes = _hand_over_routes(old, new, last_day, by=by)
    users = _move_users(old, new, by=by) if moves_users else 0
    before = old.valid_to.isoformat() if old.valid_to else None
    old.valid_to = last_day
    old.save(update_fields=["valid_to"])
    body = {"before": {"valid_to": before}, "after": {"valid_to": last_day.isoformat(), "successor": new.pk}}
    append_to_agency(old, "agencies.agency_merged", by=by, body={**body, "routes": routes, "users": users})
    append_to_agency(new, "agencies.agency_taken_in", by=by, body={"after": {"agency": old.pk}, "routes": routes})
    new_edition(EDITION)


def _check(old: Agency, new: Agency, last_day: date) -> None:
    if old.pk == new.pk:
        raise Refused(_("Choose another agency as the successor."), field="into")
    if old.valid_from is not None and last_day < old.valid_from:
        raise Refused(_("The agency did not exist yet on that day."), field="last_day")
    if old.valid_to is not None and old.valid_to < last_day:
        raise Refused(_("The agency ends before that day."), field="last_day")
    next_day = last_day + timedelta(days=1)
    if (new.valid_from and new.valid_from > next_day) or (new.valid_to and new.valid_to < next_day):
        raise Refused(_("The successor does not exist on the day after."), field="into")


def _hand_over_routes(old: Agency, new: Agency, last_day: date, *, by: Actor) -> int:
    """Split each route of the old agency at that day: until then as it was, from then on with the successor."""
    mine = Route.objects.filter(Q(lead=old) | Q(support=old)).distinct()
    later = list(mine.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=last_day)).order_by("id"))
    rules = {rule.id: rule for rule in read_rules(pk__in=[route.pk for route in later])}
    for route in later:
        rule = rules[route.pk]
        lead = new.pk if rule.lead == old.pk else rule.lead
        support = tuple(dict.fromkeys(new.pk if pk == old.pk else pk for pk in rule.support))
        after = replace(rule, lead=lead, support=tuple(pk for pk in support if pk != lead))
        if rule.valid_from is None or rule.valid_from <= last_day:
            ended, follows = renewed(rule, after, last_day + timedelta(days=1))
            update_route(rule, ended, by=by)
            insert_route(follows, by=by, follows=rule.id)
        else:
            update_route(rule, after, by=by)
    return len(later)


def _move_users(old: Agency, new: Agency, *, by: Actor) -> int:
    users = list(User.objects.select_for_update().filter(agency=old, is_active=True).order_by("id"))
    for user in users:
        user.agency = new
        user.save(update_fields=["agency"])
        body = {"fields": ["agency"], "before": {"agency": old.pk}, "after": {"agency": new.pk}}
        append_to_user(user, "agencies.user_changed", by=by, body=body)
    return len(users)
