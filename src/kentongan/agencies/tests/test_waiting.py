"""Acts at the same moment hold their rows in one order: they wait for each other, never both."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connections, transaction

from kentongan.agencies import actions
from kentongan.agencies.actions import second_factor
from kentongan.agencies.models import Agency, SecondFactor, User
from kentongan.core.actor import system
from kentongan.core.conflicts import Wanted
from kentongan.core.errors import KentonganError

pytestmark = pytest.mark.django_db(transaction=True)

SYSTEM = system("tests")


def user(name: str, role: str) -> User:
    return User.objects.create(username=name, name=name.title(), roles=[role])


@contextmanager
def beside(act: Callable[[], object]) -> Iterator[threading.Thread]:
    """The act in a thread and transactions of its own; what it is refused is its own affair."""

    def run() -> None:
        try:
            act()
        except KentonganError:
            pass
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    yield thread
    thread.join(10)
    assert not thread.is_alive()


def starts_and_waits(thread: threading.Thread) -> None:
    thread.start()
    thread.join(0.3)
    assert thread.is_alive(), "it does not wait for the row"


def test_who_waits_for_a_user_holds_no_administrator_of_a_later_number() -> None:
    rina, admin = user("rina", "coordinator"), user("agus", "administrator")
    with beside(lambda: actions.close_user(rina.pk, by=SYSTEM)) as closing, transaction.atomic():
        User.objects.select_for_update().get(pk=rina.pk)
        starts_and_waits(closing)
        assert User.objects.select_for_update(nowait=True).get(pk=admin.pk) == admin


def test_who_waits_for_a_second_factor_does_not_hold_its_user() -> None:
    rina = user("rina", "coordinator")
    second_factor.begin(rina.pk)
    with beside(lambda: second_factor.reset(rina.pk, by=SYSTEM)) as resetting, transaction.atomic():
        SecondFactor.objects.select_for_update().get(user=rina)
        starts_and_waits(resetting)
        assert User.objects.select_for_update(nowait=True).get(pk=rina.pk) == rina


def test_two_agencies_put_below_each_other_at_once_make_no_circle() -> None:
    one, two = (Agency.objects.create(code=c, name=c, short_name=c, kind="department") for c in ("satu", "dua"))

    def place(agency: Agency, above: Agency) -> None:
        actions.change_agency(agency.pk, {"parent": Wanted(None, above.pk)}, by=SYSTEM)

    with beside(lambda: place(two, one)) as placing, transaction.atomic():
        place(one, two)
        starts_and_waits(placing)
    assert dict(Agency.objects.values_list("pk", "parent")) == {one.pk: two.pk, two.pk: None}
