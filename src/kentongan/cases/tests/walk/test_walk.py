"""A thousand random steps, each compared with a small model; `make bench` walks ten thousand."""

import pytest

from kentongan.cases.tests.walk.machine import walk
from kentongan.cases.tests.walk.rules import TABLE
from kentongan.cases.tests.walk.town import build


@pytest.mark.django_db
def test_a_thousand_random_steps_and_the_model_never_differs() -> None:
    tally = walk(build(), 1_000, is_repeatable=True)
    assert tally.steps >= 1_000
    assert tally.refused >= 100, tally
    never = set(TABLE) - set(tally.acts)
    assert len(never) <= 2, f"never done: {never} of {tally}"  # which ones is chance, and each has its own tests
