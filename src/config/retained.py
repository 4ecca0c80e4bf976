"""What is kept for a time and then goes, in the order in which it is gone over; and who needs persons still."""

from collections.abc import Sequence

from kentongan.agencies.actions.keeping import FailedSignIns, SignIns
from kentongan.cases.queries.keeping import Tellers
from kentongan.intake.actions.keeping import Followers
from kentongan.notifications.actions.keeping import Messages
from kentongan.people.actions.keeping import Persons, Requests
from kentongan.people.registry import Keeper, Retained

RETAINED: Sequence[Retained] = (Persons(), Messages(), Requests(), SignIns(), FailedSignIns())
KEEPERS: Sequence[Keeper] = (Tellers(), Followers())
