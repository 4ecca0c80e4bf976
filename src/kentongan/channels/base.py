"""The one interface every channel offers. Nothing here knows a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message from outside. `external_id` is unique in its channel: receiving twice is harmless."""

    channel: str
    external_id: str
    sender: str
    text: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """One message to one contact.

    `reference` is unique to the message and the same at every attempt (`<uid>@<mail domain>`); `name` is that of its
    text (`receipt`), `sender` the address it comes from where the channel has addresses, `unsubscribe` where such
    messages end by one POST (RFC 8058).
    """

    recipient: str
    text: str
    reference: str
    title: str = ""
    name: str = ""
    sender: str = ""
    language: str = "id"
    unsubscribe: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the other side calls the message it took."""

    external_id: str


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can do.

    `contact_kind` is the kind of contact it reaches (`email`, `phone`; empty: any). `resend_safe` says that a second
    attempt with the same reference is no second message, so that one found half sent may be sent again.
    """

    contact_kind: str
    resend_safe: bool
    receives: bool = False
    max_length: int | None = None


class ChannelError(Exception):
    """Delivery failed. The words hold no personal data.

    `permanent` says that trying again is useless, `is_down` that the whole channel cannot be reached now.
    """

    def __init__(self, message: str, *, permanent: bool = False, is_down: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.is_down = is_down


class Channel(Protocol):
    """A way to reach people, or to be reached by them."""

    name: str
    capabilities: Capabilities

    def parse(self, body: bytes, headers: Mapping[str, str]) -> Sequence[InboundMessage]:
        """Check the sender's signature and translate; raise ChannelError if forged or if the channel only sends."""

    def send(self, message: OutboundMessage) -> Receipt:
        """Hand the message over; raise ChannelError where that failed."""
