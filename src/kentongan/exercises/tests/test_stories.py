"""The plan of a demo: repeatable, varied, and nothing in it real."""

import io

import pytest
from PIL import Image

from kentongan.exercises.pictures import picture
from kentongan.exercises.stories import Fate, plan, stories


def test_the_same_seed_gives_the_same_plan() -> None:
    assert list(plan(40, seed=1)) == list(plan(40, seed=1))
    assert list(plan(40, seed=1)) != list(plan(40, seed=2))


def test_every_fate_and_every_story_is_in_a_demo() -> None:
    tellings = list(plan(400, seed=112))

    assert {t.fate for t in tellings} == set(Fate)
    assert {t.story.title for t in tellings} == {s.title for s in stories()}


def test_numbers_are_reserved_ones() -> None:
    assert all(t.phone.startswith("+62 811-0000-0") for t in plan(200, seed=3) if t.phone)


@pytest.mark.parametrize("kind", sorted({s.picture for s in stories() if s.picture}))
def test_a_picture_is_drawn_before_and_after(kind: str) -> None:
    before, after = (picture(kind, seed=1, is_after=done) for done in (False, True))

    assert before != after
    assert Image.open(io.BytesIO(before)).size == (960, 720)
