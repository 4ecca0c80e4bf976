"""The channels of this installation: by name, and which of them reach a contact now."""

from collections.abc import Callable, Mapping

from django.conf import settings

from kentongan.channels.adapters.console import ConsoleChannel
from kentongan.channels.adapters.email import EmailChannel
from kentongan.channels.base import Channel

_MAKERS: Mapping[str, Callable[[], Channel]] = {
    "email": lambda: EmailChannel(settings.KENTONGAN_SMTP_URL),
    "console": ConsoleChannel,
}
CHANNELS = tuple(_MAKERS)


def get(name: str) -> Channel:
    """The channel of this name with the settings of now; KeyError where there is none."""
    return _MAKERS[name]()


def reaching(contact_kind: str) -> str | None:
    """The channel that reaches such a contact now, or None. Without an SMTP server e-mail goes to the console."""
    if contact_kind == "email":
        return "email" if settings.KENTONGAN_SMTP_URL else "console"
    return None


def reached() -> tuple[str, ...]:
    """The kinds of contact that news can be promised to now."""
    return tuple(kind for kind in ("phone", "email") if reaching(kind))


def problems() -> list[str]:
    """What is wrong with the channels' settings, in words; empty where nothing is."""
    found = EmailChannel(settings.KENTONGAN_SMTP_URL).problem() if settings.KENTONGAN_SMTP_URL else None
    return [found] if found else []
