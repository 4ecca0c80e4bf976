"""The look names what the life cycle names, in the same words."""

from django.utils import translation

from kentongan.cases.workflow import State
from kentongan.ui import words


def test_every_state_of_a_case_has_its_word_and_icon() -> None:
    assert set(words.STATES) == set(State.values)


def test_the_words_of_states_are_those_of_the_life_cycle() -> None:
    for language in ("id", "en"):
        with translation.override(language):
            assert {value: str(word) for value, (_, word) in words.STATES.items()} == {
                state.value: str(state.label) for state in State
            }
