"""A word to one mailbox on its own asking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kentongan.channels import registry
from kentongan.core.addresses import public_address
from kentongan.notifications.actions.queueing import Word, queue
from kentongan.notifications.queries import own_texts
from kentongan.notifications.texts import Value, for_mailboxes
from kentongan.people.queries import ContactView
from kentongan.places.queries import city


@dataclass(frozen=True, slots=True)
class Letter:
    """What was published in a kelurahan. `items`: title, answer, whether it is new, path of its page."""

    reason_id: str
    subject_ref: str
    area: str
    list_path: str
    stop_path: str
    since: date
    language: str
    items: Sequence[tuple[str, str, bool, str]]
    more: int


def tell_digest(letter: Letter, *, contact: ContactView) -> None:
    """Queue the letter to an e-mail contact, once per reason; it names where such letters end by one click."""
    channel = registry.reaching("email")
    if channel is None:
        return
    written = for_mailboxes.write_letter(
        letter.language,
        [(title, answer, is_new, public_address(path)) for title, answer, is_new, path in letter.items],
        area=letter.area,
        since=letter.since,
        more=letter.more,
        city=city().government,
        links={"list": public_address(letter.list_path), "stop": public_address(letter.stop_path)},
    )
    word = Word(
        letter.reason_id, letter.subject_ref, "follow_digest", letter.language, written, stop_path=letter.stop_path
    )
    queue([word.to_contact(contact, channel)])


def tell_mailbox(
    reason_id: str,
    *,
    contact: ContactView,
    subject_ref: str,
    text_name: str,
    values: Mapping[str, Value],
    paths: Mapping[str, str],
    language: str,
) -> None:
    """Queue this text to an e-mail contact, once per reason; `paths` are addresses of public pages by their name."""
    channel = registry.reaching("email")
    if channel is None:
        return
    links = {name: public_address(path) for name, path in paths.items()}
    written = for_mailboxes.write(text_name, language, values, city=city().government, links=links, own=own_texts())
    queue([Word(reason_id, subject_ref, text_name, language, written).to_contact(contact, channel)])
