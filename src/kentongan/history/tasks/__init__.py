"""What runs beside the requests: the sequencer, the followers, the tail."""

from kentongan.history.follower import Follower
from kentongan.history.tasks.checkpoints import seal_the_day
from kentongan.history.tasks.followers import follow_once, run_follower
from kentongan.history.tasks.sequencer import run_sequencer

__all__ = ["Follower", "follow_once", "run_follower", "run_sequencer", "seal_the_day"]
