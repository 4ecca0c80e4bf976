"""The only writers of the history."""

from kentongan.history.actions.appending import append, append_all, append_to
from kentongan.history.actions.checkpoints import make_checkpoint
from kentongan.history.actions.following import Overtaken, begin, hand_over, place_of, put_aside, replay
from kentongan.history.actions.grants import apply_grants
from kentongan.history.actions.ordering import BATCH, SEQUENCER, Look, sequence, sequence_now

__all__ = [
    "BATCH",
    "SEQUENCER",
    "Look",
    "Overtaken",
    "append",
    "append_all",
    "append_to",
    "apply_grants",
    "begin",
    "hand_over",
    "make_checkpoint",
    "place_of",
    "put_aside",
    "replay",
    "sequence",
    "sequence_now",
]
