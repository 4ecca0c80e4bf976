"""The console: for installations without a mail server. One line per message, without personal data."""

import sys
from collections.abc import Mapping, Sequence

from kentongan.channels.base import Capabilities, ChannelError, InboundMessage, OutboundMessage, Receipt


class ConsoleChannel:
    """Prints which message would have gone out; neither recipient nor text."""

    name = "console"
    capabilities = Capabilities(contact_kind="", resend_safe=True)

    def parse(self, body: bytes, headers: Mapping[str, str]) -> Sequence[InboundMessage]:
        raise ChannelError("the console receives nothing", permanent=True)

    def send(self, message: OutboundMessage) -> Receipt:
        sys.stdout.write(f"message {message.reference} {message.name} {message.language}\n")
        sys.stdout.flush()
        return Receipt(external_id=message.reference)
