"""A word to one mailbox on its own asking."""

from collections.abc import Mapping

from kentongan.channels import registry
from kentongan.core.addresses import public_address
from kentongan.notifications.actions.queueing import Word, queue
from kentongan.notifications.texts import Value, for_mailboxes
from kentongan.people.queries import ContactView
from kentongan.places.queries import city


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
    written = for_mailboxes.write(text_name, language, values, city=city().government, links=links)
    queue([Word(reason_id, subject_ref, text_name, language, written).to_contact(contact, channel)])
