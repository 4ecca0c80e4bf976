"""How the machine is: for the proxy in front, for alarms, for the people on duty. No figure names a person."""

import hmac
import ipaddress
import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import lru_cache, wraps
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from kentongan.core import clock
from kentongan.core.errors import NotFound
from kentongan.history import queries as history
from kentongan.notifications import queries as notifications
from kentongan.people import queries as people
from kentongan.ui.gate import open_to_all

LAG_ALARM = 2.0  # seconds an event may wait for its place in the order
BEHIND_ALARM = 1_000  # events a follower may have before it
OUTBOX_ALARM = 900.0  # seconds a message may wait
UNDELIVERED_ALARM = 20  # messages given up in a day
SEAL_ALARM = 36 * 3600  # seconds since the last checkpoint
KEYS_EVERY = 60  # seconds between looks at the keys
DISK_ALARM = 0.1  # share of the disk that should be free

View = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, and what to say of it."""

    name: str
    is_well: bool
    said: str


def for_operators(view: View) -> View:
    """Answer this machine itself or who brings the token; for everybody else there is nothing here."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not (_is_local(request) or _has_token(request)):
            raise NotFound
        return view(request)

    return open_to_all(guarded)


def _is_local(request: HttpRequest) -> bool:
    try:
        is_loopback = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return is_loopback and not request.META.get("kentongan.forwarded")


def _has_token(request: HttpRequest) -> bool:
    kind, _space, given = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    token = settings.KENTONGAN_METRICS_TOKEN
    return bool(token) and kind.lower() == "bearer" and hmac.compare_digest(given.encode(), token.encode())


@open_to_all
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 where this process can take a report, else 503: the database answers, the keys open what it holds."""
    findings = list(_needed())
    is_well = all(finding.is_well for finding in findings)
    names = [finding.name for finding in findings if not finding.is_well]
    return _answer({"status": "ok" if is_well else "failing", "failing": names}, is_well=is_well)


@for_operators
@require_safe
def health_all(request: HttpRequest) -> HttpResponse:
    """Everything that can be told, in words; 503 where anything is not as it should be."""
    findings = list(_needed())
    if all(finding.is_well for finding in findings):
        findings += _kept_up()
    findings.append(_disk())
    is_well = all(finding.is_well for finding in findings)
    status = "ok" if is_well else "failing"
    return _answer({"status": status, "checks": [asdict(finding) for finding in findings]}, is_well=is_well)


@for_operators
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus: requests as counted by all processes of this machine, the rest as read now."""
    registry = CollectorRegistry()
    registry.register(_Now())
    counted = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    return HttpResponse(generate_latest(counted) + generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _answer(body: dict[str, Any], *, is_well: bool) -> HttpResponse:
    response = JsonResponse(body, status=200 if is_well else 503)
    response["Cache-Control"] = "no-store"
    return response


def _needed() -> Iterator[Finding]:
    """What taking a report needs."""
    try:
        position = history.position_now()
    except (DatabaseError, InterfaceError) as error:
        yield Finding("database", is_well=False, said=_("The database does not answer (%s).") % type(error).__name__)
        return
    yield Finding("database", is_well=True, said=_("The database answers; %d events are recorded.") % position)
    is_open = _keys_open(int(time.monotonic() // KEYS_EVERY))
    said = _("The keys open the personal data.") if is_open else _("The keys do not open the personal data.")
    yield Finding("keys", is_open, said)


@lru_cache(maxsize=1)
def _keys_open(_turn: int) -> bool:
    """Looked at once a minute: it reads the ends of every table with personal text."""
    return people.key_opens_newest()


def _kept_up() -> list[Finding]:
    """Does the worker keep up?"""
    lag, outbox = history.lag_seconds(), notifications.queue_age_seconds()
    findings = [
        Finding("sequencer", lag <= LAG_ALARM, _("The oldest event waits %.1f s for its place.") % lag),
        Finding("outbox", outbox <= OUTBOX_ALARM, _("The oldest message waits %.0f s.") % outbox),
        _given_up(notifications.failed_since(clock.now() - timedelta(days=1))),
    ]
    for place in history.followings(history.position_now()):
        said = _("%(name)s has %(count)d events before it.") % {"name": place.name, "count": place.behind}
        findings.append(Finding(f"follower {place.name}", place.behind <= BEHIND_ALARM, said))
    aside = len(history.set_aside())
    findings.append(Finding("set aside", not aside, _("%d events were set aside and wait for a replay.") % aside))
    return [*findings, _sealed()]


def _given_up(count: int) -> Finding:
    """Some addresses are always mistyped; many at once are a fault of ours."""
    said = _("%d messages of the last day could not be delivered; the desk shows them.") % count
    return Finding("undelivered", count <= UNDELIVERED_ALARM, said)


def _sealed() -> Finding:
    seal = history.latest_checkpoint()
    if seal is None:
        return Finding("checkpoint", history.position_now() == 0, _("The history has no checkpoint yet."))
    age = (clock.now() - seal.made_at).total_seconds()
    said = _("The last checkpoint is %.0f hours old.") % (age / 3600)
    return Finding("checkpoint", age <= SEAL_ALARM, said)


def _disk() -> Finding:
    usage = shutil.disk_usage(settings.KENTONGAN_DATA)
    free = usage.free / usage.total
    return Finding("disk", free >= DISK_ALARM, _("%.0f %% of the disk of the data folder is free.") % (100 * free))


class _Now(Collector):
    """Gauges read from the database when asked."""

    def collect(self) -> Iterator[Metric]:
        position = history.position_now()
        yield _gauge("kentongan_history_position", "Events in the order.", position)
        yield _gauge(
            "kentongan_sequencer_lag_seconds", "Age of the oldest event without a place.", history.lag_seconds()
        )
        behind = GaugeMetricFamily("kentongan_follower_behind", "Events before a follower.", labels=["follower"])
        for place in history.followings(position):
            behind.add_metric([place.name], place.behind)
        yield behind
        yield _gauge("kentongan_events_set_aside", "Events that wait for a replay.", len(history.set_aside()))
        age = notifications.queue_age_seconds()
        yield _gauge("kentongan_outbox_age_seconds", "Age of the oldest message not sent.", age)
        messages = GaugeMetricFamily("kentongan_messages", "Messages by state.", labels=["state"])
        for state, count in notifications.counts().items():
            messages.add_metric([state], count)
        yield messages


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, meaning, value=value)
