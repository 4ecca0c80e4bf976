"""`kentongan demo` fills a city the real way, and once."""

import io

import pytest
from django.core.management import call_command

from kentongan.cases.models import Case, Report
from kentongan.cases.workflow import State
from kentongan.history.models import Event


def demo(count: int) -> str:
    out = io.StringIO()
    call_command("demo", reports=count, stdout=out, stderr=io.StringIO())
    return out.getvalue().strip().splitlines()[-1]


@pytest.mark.django_db
def test_a_demo_twice_is_one_demo() -> None:
    call_command("load_city", "kediri", verbosity=0)

    assert demo(40) == "40 invented reports entered, 0 were there already."
    events = Event.objects.count()
    assert demo(40) == "0 invented reports entered, 40 were there already."

    assert (Report.objects.count(), Event.objects.count()) == (40, events)
    states = set(Case.objects.values_list("state", flat=True))
    assert {State.RECEIVED, State.CLOSED} <= states
    assert len(states) >= 5
    assert not Case.objects.filter(closed_at__lt=Case.objects.earliest("received_at").received_at).exists()
