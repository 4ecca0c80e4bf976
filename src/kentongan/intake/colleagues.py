"""A follower of the history: who is mentioned in a note hears of it by e-mail, once a note."""

from collections.abc import Sequence

from kentongan.cases.queries.notes import mentioned_in
from kentongan.history.chain import Recorded
from kentongan.notifications.actions import tell_user

NEWS = frozenset({"cases.noted", "cases.note_edited"})


def tell_colleagues(events: Sequence[Recorded]) -> None:
    """Queue word to each who is mentioned now; it says the code and nothing of the note."""
    notes = {int(e.stream.removeprefix("note:")) for e in events if e.kind in NEWS and e.exercise is None}
    for one in mentioned_in(notes):
        tell_user(
            f"note:{one.note}:user:{one.user}",
            user=one.user,
            text_name="mentioned",
            params={"code": one.number},
            language=one.language,
        )
