"""All that is written about persons: found or made, erased, encrypted anew."""

from kentongan.people.actions.erasing import REASONS, Erased, erase
from kentongan.people.actions.finding import find_or_create, find_or_create_many
from kentongan.people.actions.registering import register_path, settle_register
from kentongan.people.actions.replaying import Replayed, replay_erasures
from kentongan.people.actions.rotating import Rotated, rotate_keys

__all__ = [
    "REASONS",
    "Erased",
    "Replayed",
    "Rotated",
    "erase",
    "find_or_create",
    "find_or_create_many",
    "register_path",
    "replay_erasures",
    "rotate_keys",
    "settle_register",
]
