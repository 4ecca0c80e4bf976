"""A word to a person becomes one queued message per contact that a channel reaches, once per reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kentongan.channels import registry
from kentongan.core.addresses import public_address
from kentongan.notifications import texts
from kentongan.notifications.actions.queueing import Word, in_local_time, queue
from kentongan.notifications.queries import own_texts
from kentongan.people.queries import contacts_of_many
from kentongan.places.queries import city

TRACKING_PATH = "/lacak"  # the code stands in the text, never in an address that servers log


@dataclass(frozen=True, slots=True)
class News:
    """One word to one person. `reason_id` (e.g. `event:812:55`) makes it once; `params` are `texts.values_of(name)`."""

    reason_id: str
    person_id: int | None
    subject_ref: str
    text_name: str
    params: Mapping[str, texts.Value]
    language: str = "id"
    exercise: int | None = None
    is_wanted: bool = True


def tell(
    reason_id: str,
    *,
    person_id: int | None,
    subject_ref: str,
    text_name: str,
    params: Mapping[str, texts.Value],
    language: str,
    exercise: int | None = None,
    is_wanted: bool = True,
) -> None:
    """Queue this text to the person's contacts; nothing where he has none, wants none or was told before."""
    tell_many([News(reason_id, person_id, subject_ref, text_name, params, language, exercise, is_wanted)])


def tell_many(words: Iterable[News]) -> None:
    """Queue many words in two statements, inside the caller's transaction."""
    wanted = [news for news in words if news.is_wanted and news.person_id is not None]
    if not wanted:
        return
    contacts = contacts_of_many(news.person_id for news in wanted if news.person_id is not None)
    sender = city().government
    queue(
        _word(news, sender).to_contact(contact, channel)
        for news in wanted
        for contact in contacts.get(news.person_id or 0, [])
        if (channel := registry.reaching(contact.kind)) is not None
    )


def _word(news: News, sender: str) -> Word:
    link = public_address(TRACKING_PATH)
    written = texts.write(
        news.text_name, news.language, in_local_time(news.params), city=sender, link=link, own=own_texts()
    )
    return Word(news.reason_id, news.subject_ref, news.text_name, news.language, written, news.exercise)
