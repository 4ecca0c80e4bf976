"""*Laporan saya*: a link by e-mail opens the list of one's reports, without an account.

Whoever asks is answered alike, known or not, and as fast: asking only writes a row. The worker looks whether anybody
told us the address and sends the link: valid for thirty minutes, once.
"""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.cases.queries.mailbox import has_reports
from kentongan.core import clock, crypto
from kentongan.core.errors import NotFound, Refused, TooMany
from kentongan.core.pace import Pace
from kentongan.intake.models import ReportLink
from kentongan.notifications.actions import tell_mailbox
from kentongan.people import identity
from kentongan.people.queries import ContactView, contacts_at, marks_of

VALID_FOR = timedelta(minutes=30)
MOST_AN_HOUR = 4  # links to one address
KEPT_FOR = timedelta(days=1)
PER_ADDRESS = Pace(2)  # asked for one mailbox in a minute, whoever asks
_ROUND = 50


def ask_for_link(email: str, *, language: str = "id") -> None:
    """Note that a link to this address was asked for. Refused (`email`) where it is none; TooMany where often."""
    address = identity.normal_email(email)
    if address is None:
        raise Refused(_("Please write the e-mail address you gave with your report."), field="email")
    index, now = identity.contact_mark("email", address), clock.now()
    seconds = PER_ADDRESS.wait(index.hex(), now)
    if seconds:
        raise TooMany(_("A link to this address was just asked for. Please wait a minute."), retry_after=seconds)
    ReportLink.objects.create(index=index, language=language, asked_at=now)


def send_links() -> bool:
    """Send what was asked for; True where more may be waiting. Any number of processes at once."""
    return any([_send_next() for _ in range(_ROUND)][-1:])


@transaction.atomic
def _send_next() -> bool:
    unsent = ReportLink.objects.filter(sent_at__isnull=True).order_by("id")
    link = unsent.select_for_update(skip_locked=True).first()
    if link is None:
        return False
    now = clock.now()
    contacts = contacts_at("email", bytes(link.index))
    if _is_within_the_hour(link, now) and has_reports(contact.person_id for contact in contacts):
        _send(link, contacts[-1], now)
    link.sent_at = now
    link.save(update_fields=["token", "sent_at", "expires_at"])
    return True


def _is_within_the_hour(link: ReportLink, now: datetime) -> bool:
    sent = ReportLink.objects.filter(index=link.index, token__isnull=False, sent_at__gt=now - timedelta(hours=1))
    return sent.count() < MOST_AN_HOUR


def _send(link: ReportLink, contact: ContactView, now: datetime) -> None:
    secret = secrets.token_urlsafe(24)
    link.token, link.expires_at = crypto.blind_index("link", secret), now + VALID_FOR
    tell_mailbox(
        f"link:{link.pk}",
        contact=contact,
        subject_ref=f"link:{link.pk}",
        text_name="report_link",
        values={"minutes": str(int(VALID_FOR.total_seconds() // 60))},
        paths={"link": f"/laporan-saya/masuk/{secret}/"},
        language=link.language,
    )


@transaction.atomic
def enter(secret: str) -> bytes:
    """Use a link up; gives the blind index of its address. NotFound where it is unknown, used or too old."""
    mark = crypto.blind_index("link", secret)
    link = ReportLink.objects.select_for_update().filter(token=mark, used_at__isnull=True).first()
    now = clock.now()
    if link is None or link.expires_at is None or link.expires_at <= now:
        raise NotFound
    link.used_at = now
    link.save(update_fields=["used_at"])
    return bytes(link.index)


def sweep_links() -> int:
    """Remove links older than a day; gives how many."""
    count, _by_model = ReportLink.objects.filter(asked_at__lt=clock.now() - KEPT_FOR).delete()
    return count


def forget_links(person_id: int) -> int:
    """The links to the addresses of a person who is erased; gives how many there were."""
    count, _by_model = ReportLink.objects.filter(index__in=marks_of(person_id)).delete()
    return count
