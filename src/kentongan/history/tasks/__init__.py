"""What runs beside the requests: the sequencer, the followers, the tail."""

from kentongan.history.follower import Follower
from kentongan.history.tasks.checkpoints import seal_the_day
from kentongan.history.tasks.followers import follow_once, run_follower
from kentongan.history.tasks.sequencer import run_sequencer
from kentongan.history.tasks.tails import Reader, Tail, reader, tail

__all__ = [
    "Follower",
    "Reader",
    "Tail",
    "follow_once",
    "reader",
    "run_follower",
    "run_sequencer",
    "seal_the_day",
    "tail",
]
