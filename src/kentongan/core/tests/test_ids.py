"""Ids as they come in addresses."""

import pytest

from kentongan.core.ids import row_id


@pytest.mark.parametrize(("typed", "pk"), [("7", 7), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_figures_are_an_id(typed: str, pk: int) -> None:
    assert row_id(typed) == pk


@pytest.mark.parametrize("typed", ["", "x", "-1", " 7", "²", "\u0667", "9" * 19])
def test_anything_else_is_the_id_of_nothing(typed: str) -> None:
    assert row_id(typed) == 0
