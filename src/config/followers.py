"""Everything that follows the history, by name. Each has its own place in the order and its own holder."""

from kentongan.history.follower import Follower
from kentongan.intake import colleagues, handlers, protectors, supporters, tasks

FOLLOWERS: tuple[Follower, ...] = (
    Follower("reporters", tasks.tell_reporters, kinds=frozenset(tasks.NEWS)),
    Follower("supporters", supporters.tell_supporters, kinds=frozenset(supporters.NEWS)),
    Follower("handlers", handlers.tell_handlers, kinds=handlers.KINDS),
    Follower("protectors", protectors.tell_protectors, kinds=frozenset(protectors.NEWS)),
    Follower("colleagues", colleagues.tell_colleagues, kinds=colleagues.NEWS),
)
