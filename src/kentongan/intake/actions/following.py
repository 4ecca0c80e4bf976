"""Following a kelurahan by e-mail: asked for, confirmed from the mailbox, ended by one click; each thing told once."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.cases.queries.digest import Digest, digest
from kentongan.core import clock
from kentongan.core.actor import system
from kentongan.core.errors import NotFound, Refused, TooMany
from kentongan.core.pace import Pace
from kentongan.intake.models import Follow
from kentongan.intake.rounds import is_decent, next_round
from kentongan.notifications.actions import Letter, tell_digest, tell_mailbox
from kentongan.people import identity
from kentongan.people.actions import find_or_create
from kentongan.people.actions.keeping import Persons
from kentongan.people.queries import ContactView, contacts_of
from kentongan.places.queries import areas

PER_ADDRESS = Pace(2)  # asked for one mailbox in a minute, whoever asks
MOST_AN_HOUR = 4  # kelurahan asked for by one mailbox
CONFIRMED_WITHIN = timedelta(days=7)
KEPT_STOPPED = timedelta(days=7)
_SETTLED = timedelta(minutes=5)  # an act that began before the letter may commit after it
_ASK, _STOP = "kentongan.follow", "kentongan.unfollow"
_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_ROUND = 50


@dataclass(frozen=True, slots=True)
class Followed:
    """What somebody follows now."""

    area: str
    area_name: str
    rhythm: str


def ask_to_follow(email: str, *, area: str, rhythm: str, language: str = "id") -> None:
    """Send the mailbox a link that confirms it. Nothing else goes there before. Refused by field; TooMany."""
    told = identity.told(email=email)
    if told.email is None:
        raise Refused(_("Please write the e-mail address the letters go to."), field="email")
    if area not in areas() or areas()[area].level != "village":
        raise Refused(_("Choose a kelurahan."), field="area")
    if rhythm not in Follow.Rhythm.values:
        raise Refused(_("Choose how often."), field="rhythm")
    seconds = PER_ADDRESS.wait(identity.contact_mark("email", told.email).hex(), clock.now())
    if seconds:
        raise TooMany(_("A link to this address was just asked for. Please wait a minute."), retry_after=seconds)
    _ask(told, area, rhythm, language)


@transaction.atomic
def _ask(told: identity.Told, area: str, rhythm: str, language: str) -> None:
    person, now = find_or_create(told), clock.now()
    if person is None:
        raise NotFound
    lately = Follow.objects.filter(person=person, asked_at__gt=now - timedelta(hours=1)).exclude(area=area)
    if lately.count() >= MOST_AN_HOUR:
        return
    wanted = {"rhythm": rhythm, "language": language, "asked_at": now}
    follow, is_new = Follow.objects.get_or_create(person_id=person, area_id=area, defaults=wanted)
    if not is_new:
        Follow.objects.filter(pk=follow.pk).update(asked_at=now, language=language)
    token = signing.dumps([follow.pk, rhythm, now.isoformat()], salt=_ASK)
    tell_mailbox(
        f"follow:{follow.pk}:ask:{now:%Y%m%d%H%M%S%f}",
        contact=_mailbox(person),
        subject_ref=f"follow:{follow.pk}",
        text_name="follow_confirm",
        values={"area": areas()[area].name},
        paths={"link": f"/ikuti/setuju/{token}/"},
        language=language,
    )


def _mailbox(person: int) -> ContactView:
    found = [contact for contact in contacts_of(person) if contact.kind == "email"]
    if not found:
        raise NotFound
    return found[0]


def _asked(token: str) -> tuple[int, str]:
    try:
        number, rhythm, since = signing.loads(token, salt=_ASK)
    except signing.BadSignature as error:
        raise NotFound from error
    if datetime.fromisoformat(since) + CONFIRMED_WITHIN < clock.now():
        raise NotFound
    return int(number), str(rhythm)


@transaction.atomic
def confirm(token: str) -> Followed:
    """Begin to follow, from the mailbox itself. A second time is harmless. NotFound where the link is ours no more."""
    number, rhythm = _asked(token)
    follow = Follow.objects.select_for_update().filter(pk=number).first()
    if follow is None:
        raise NotFound
    now = clock.now()
    if follow.confirmed_at is None or follow.stopped_at is not None:
        follow.confirmed_at = follow.told_until = now
    if follow.next_at is None or follow.stopped_at is not None or follow.rhythm != rhythm:
        follow.next_at = next_round(rhythm, clock.local(now))
    follow.rhythm, follow.stopped_at = rhythm, None
    follow.save()
    return Followed(follow.area_id, areas()[follow.area_id].name, follow.rhythm)


def stop_token(follow: int) -> str:
    """The secret part of the address at which the letters end."""
    return signing.dumps(follow, salt=_STOP)


def stop_following(token: str) -> None:
    """No more letters; a second time is harmless. NotFound where we never gave this link."""
    try:
        number = int(signing.loads(token, salt=_STOP))
    except signing.BadSignature as error:
        raise NotFound from error
    Follow.objects.filter(pk=number, stopped_at__isnull=True).update(stopped_at=clock.now(), next_at=None)


def send_digests() -> bool:
    """Write the letters that are due, at decent hours; True where more may wait. Any number of processes at once."""
    if not is_decent(clock.local(clock.now())):
        return False
    return all(_send_next() for _ in range(_ROUND))


@transaction.atomic
def _send_next() -> bool:
    """One letter; the row, its next hour and the message are one transaction, so that nothing is told twice."""
    now = clock.now()
    due = Follow.objects.filter(next_at__lte=now, stopped_at__isnull=True, confirmed_at__isnull=False)
    follow = due.order_by("next_at").select_for_update(skip_locked=True, of=("self",)).first()
    if follow is None:
        return False
    since, until = follow.told_until or now, now - _SETTLED
    if until > since:
        found = digest(follow.area_id, since=since, until=until)
        if found.items:
            _write(follow, found, since, until)
        follow.told_until = until
    follow.next_at = next_round(follow.rhythm, clock.local(now))
    follow.save(update_fields=["told_until", "next_at"])
    return True


def _write(follow: Follow, found: Digest, since: datetime, until: datetime) -> None:
    letter = Letter(
        reason_id=f"follow:{follow.pk}:{until:%Y%m%d%H%M%S}",
        subject_ref=f"follow:{follow.pk}",
        area=areas()[follow.area_id].name,
        list_path=f"/laporan/?kelurahan={follow.area_id}",
        stop_path=f"/ikuti/berhenti/{stop_token(follow.pk)}/",
        since=clock.local(since),
        language=follow.language,
        items=[(item.title, item.answer, item.is_new, f"/laporan/{item.case}/") for item in found.items],
        more=found.more,
    )
    tell_digest(letter, contact=_mailbox(follow.person_id))


def sweep_follows() -> int:
    """Forget who never confirmed, and who stopped a week ago; the person too where nothing else needs him."""
    now = clock.now()
    never = Follow.objects.filter(confirmed_at__isnull=True, asked_at__lt=now - CONFIRMED_WITHIN)
    over = Follow.objects.filter(stopped_at__lt=now - KEPT_STOPPED)
    count = 0
    for follow in (*never, *over):
        with transaction.atomic():
            gone, _by_model = Follow.objects.filter(pk=follow.pk, next_at__isnull=True).delete()
            if gone and not Follow.objects.filter(person=follow.person_id).exists():
                Persons().take(follow.person_id, _EVER, by=system("timers"))
            count += gone
    return count


def forget_follows(person_id: int) -> int:
    """What a person follows goes with him; gives how many there were."""
    count, _by_model = Follow.objects.filter(person=person_id).delete()
    return count
