"""The second factor of a user: begun, confirmed, asked for, reset; and who must have one."""

from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.agencies import totp
from kentongan.agencies.actions.records import append_to_user, locked_user
from kentongan.agencies.models import RecoveryCode, SecondFactor, SignInRules
from kentongan.agencies.queries import actor_for
from kentongan.core import clock, crypto
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound, Refused
from kentongan.core.roles import NOT_STAFF, only_administrators
from kentongan.history import actions as history

TRIES = 5
LOCK = timedelta(minutes=15)


class Checked(StrEnum):
    """What a code was. `LOCKED`: too many wrong ones, also the right one must wait."""

    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"


@transaction.atomic
def check_code(user_id: int, code: str) -> Checked:
    """Whether this is the user's code now, or one of his recovery codes. Each is good once; wrong ones are counted."""
    factor = SecondFactor.objects.select_for_update().filter(user=user_id, confirmed_at__isnull=False).first()
    if factor is None:
        return Checked.WRONG
    now = clock.machine()
    if factor.locked_until is not None and factor.locked_until > now:
        return Checked.LOCKED
    if _is_app_code(factor, code) or _is_recovery(factor, code):
        factor.failures, factor.locked_until = 0, None
        factor.save()
        return Checked.RIGHT
    factor.failures += 1
    if factor.failures >= TRIES:
        factor.failures, factor.locked_until = 0, now + LOCK
    factor.save()
    return Checked.LOCKED if factor.locked_until is not None and factor.locked_until > now else Checked.WRONG


def _is_app_code(factor: SecondFactor, code: str) -> bool:
    secret = factor.secret
    step = totp.matching_step(secret, code, at=clock.machine(), after=factor.last_step) if secret else None
    if step is None:
        return False
    factor.last_step = step
    return True


def _is_recovery(factor: SecondFactor, code: str) -> bool:
    plain = totp.plain_recovery(code)
    if not plain:
        return False
    unused = RecoveryCode.objects.filter(factor=factor, mark=_mark(factor, plain), used_at__isnull=True)
    if not unused.update(used_at=clock.now()):
        return False
    user = locked_user(factor.user_id)
    append_to_user(user, "agencies.recovery_code_used", by=actor_for(user), body={})
    return True


@transaction.atomic
def begin(user_id: int) -> None:
    """Make the secret of a new app. The one in use, if any, stays good until the new one is confirmed."""
    factor, _is_new = SecondFactor.objects.select_for_update().get_or_create(user_id=user_id)
    factor.pending = totp.new_secret()
    factor.save(update_fields=["pending"])


@transaction.atomic
def confirm(user_id: int, code: str, *, by: Actor) -> list[str]:
    """The app shows the right code: from now on it is asked for. Returns the recovery codes, shown once."""
    factor = SecondFactor.objects.select_for_update().filter(user=user_id, pending__isnull=False).first()
    if factor is None or factor.pending is None:
        raise Refused(_("Begin again: there is no new app to confirm."))
    step = totp.matching_step(factor.pending, code, at=clock.machine(), after=0)
    if step is None:
        raise Refused(_("That is not the code the app shows now. Check that the phone's clock is right."), field="code")
    factor.secret, factor.pending, factor.last_step = factor.pending, None, step
    factor.confirmed_at, factor.failures, factor.locked_until = clock.now(), 0, None
    factor.save()
    user = locked_user(user_id)
    append_to_user(user, "agencies.second_factor_confirmed", by=by, body={})
    return _codes_for(factor)


@transaction.atomic
def renew_recovery_codes(*, by: Actor) -> list[str]:
    """Ten new recovery codes; the old ones are good no longer. The caller has asked for a code of the app."""
    factor = SecondFactor.objects.select_for_update().filter(user=by.user, confirmed_at__isnull=False).first()
    if factor is None:
        raise NotFound
    user = locked_user(factor.user_id)
    append_to_user(user, "agencies.recovery_codes_renewed", by=by, body={})
    return _codes_for(factor)


def _codes_for(factor: SecondFactor) -> list[str]:
    RecoveryCode.objects.filter(factor=factor).delete()
    codes = totp.new_recovery_codes()
    marks = [_mark(factor, totp.plain_recovery(code)) for code in codes]
    RecoveryCode.objects.bulk_create([RecoveryCode(factor=factor, mark=mark) for mark in marks])
    return codes


@transaction.atomic
def reset(user_id: int, *, by: Actor) -> None:
    """Take a second factor away: phone and codes are lost, and the user has proved to the administrator who he is."""
    only_administrators(by)
    factor = SecondFactor.objects.select_for_update().filter(user=user_id).first()  # first, as all acts here do
    user = locked_user(user_id)
    if factor is None:
        raise Refused(_("This user has no second factor."))
    factor.delete()
    append_to_user(user, "agencies.second_factor_reset", by=by, body={})


@transaction.atomic
def require(roles: Collection[Role], *, by: Actor) -> None:
    """Set which roles must give a second factor. Who has none sets it up at his next sign-in."""
    only_administrators(by)
    if NOT_STAFF & set(roles):
        raise Refused(_("Choose roles that people have."), field="roles")
    SignInRules.objects.get_or_create(pk=1)
    rules = SignInRules.objects.select_for_update().get(pk=1)
    wanted = sorted(role.value for role in roles)
    if wanted == rules.required_roles:
        return
    body = {"before": rules.required_roles, "after": wanted}
    rules.required_roles = wanted
    rules.save(update_fields=["required_roles"])
    history.append_to(rules, "sign-in-rules:1", "agencies.second_factor_required", by=by, body=body)


def _mark(factor: SecondFactor, plain: str) -> bytes:
    return crypto.blind_index("recovery", f"{factor.pk}:{plain}")
