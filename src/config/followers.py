"""Everything that follows the history, by name. Each has its own place in the order and its own holder."""

from kentongan.history.follower import Follower
from kentongan.intake.protectors import tell_protectors
from kentongan.intake.supporters import tell_supporters
from kentongan.intake.tasks import tell_reporters

FOLLOWERS: tuple[Follower, ...] = (
    Follower("reporters", tell_reporters),
    Follower("supporters", tell_supporters),
    Follower("protectors", tell_protectors),
)
