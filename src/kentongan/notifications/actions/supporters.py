"""News to those who support a public report: by e-mail alone, with a link to hear no more."""

from collections.abc import Iterable
from dataclasses import dataclass

from kentongan.channels import registry
from kentongan.core.addresses import public_address
from kentongan.notifications.actions.queueing import Word, queue
from kentongan.notifications.queries import own_texts
from kentongan.notifications.texts import for_supporters
from kentongan.people.queries import contacts_of_many
from kentongan.places.queries import city


@dataclass(frozen=True, slots=True)
class SupportNews:
    """One word to one supporter, once per `reason_id`. `path` and `stop_path` are addresses of the public pages."""

    reason_id: str
    support: int
    person: int
    text_name: str
    subject: str
    agency: str
    path: str
    stop_path: str
    language: str = "id"


def tell_supporters(words: Iterable[SupportNews]) -> None:
    """Queue many words in two statements, inside the caller's transaction."""
    channel, wanted = registry.reaching("email"), list(words)
    if channel is None or not wanted:
        return
    contacts = contacts_of_many(news.person for news in wanted)
    sender = city().government
    queue(
        _word(news, sender).to_contact(contact, channel)
        for news in wanted
        for contact in contacts.get(news.person, [])
        if contact.kind == "email"
    )


def _word(news: SupportNews, sender: str) -> Word:
    written = for_supporters.write(
        news.text_name,
        news.language,
        subject=news.subject,
        agency=news.agency,
        city=sender,
        link=public_address(news.path),
        stop=public_address(news.stop_path),
        own=own_texts(),
    )
    return Word(
        news.reason_id,
        f"support:{news.support}",
        news.text_name,
        news.language,
        written,
        stop_path=news.stop_path,
    )
