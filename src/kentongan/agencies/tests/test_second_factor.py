"""Codes of an app, recovery codes, wrong ones, and who must have them."""

from datetime import timedelta

import pytest
from django.db import connection

from kentongan.agencies import totp
from kentongan.agencies.actions import second_factor
from kentongan.agencies.actions.second_factor import Checked, check_code
from kentongan.agencies.models import RecoveryCode, SecondFactor, User
from kentongan.agencies.queries import actor_for, signing
from kentongan.core import clock
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound, Refused
from kentongan.history.queries import stream_of

pytestmark = pytest.mark.django_db

RFC_SECRET = b"12345678901234567890"
ADMINISTRATOR = Actor("user:1", frozenset({Role.ADMINISTRATOR}), user=1)


def user(name: str = "rina") -> User:
    return User.objects.create(username=name, name=name.title(), roles=["coordinator"])


def pending_of(of: User) -> bytes:
    secret = signing.factor_of(of.pk).pending
    assert secret is not None
    return secret


def code_in(secret: bytes, steps: int = 0) -> str:
    return totp.code_at(secret, clock.machine() + timedelta(seconds=steps * totp.STEP))


def set_up(of: User) -> tuple[bytes, list[str]]:
    """An app that is in use, whose last code was that of the step before."""
    second_factor.begin(of.pk)
    secret = pending_of(of)
    codes = second_factor.confirm(of.pk, code_in(secret, -1), by=actor_for(of))
    return secret, codes


def test_codes_are_those_of_the_standard() -> None:
    at = clock.machine().fromtimestamp(59, tz=clock.machine().tzinfo)
    assert totp.code_at(RFC_SECRET, at) == "287082"
    assert totp.matching_step(RFC_SECRET, "287 082", at=at, after=0) == 1
    assert totp.matching_step(RFC_SECRET, "287082", at=at, after=1) is None


@pytest.mark.parametrize("code", ["", "28708", "abcdef", "²87082", "2870820"])
def test_what_is_no_code_matches_nothing(code: str) -> None:
    assert totp.matching_step(RFC_SECRET, code, at=clock.machine(), after=0) is None


def test_the_address_in_the_picture_names_city_and_user_and_the_key_can_be_typed() -> None:
    address = totp.address_for(RFC_SECRET, username="rina", issuer="Kentongan Kediri")
    assert address.startswith("otpauth://totp/Kentongan%20Kediri%3Arina?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    assert totp.as_text(RFC_SECRET).split()[0] == "GEZD"


def test_an_app_is_asked_for_only_once_it_is_confirmed() -> None:
    rina = user()
    second_factor.begin(rina.pk)
    assert not signing.factor_of(rina.pk).is_on
    with pytest.raises(Refused) as error:
        second_factor.confirm(rina.pk, "000000", by=actor_for(rina))
    assert error.value.field == "code"
    secret = pending_of(rina)
    second_factor.confirm(rina.pk, code_in(secret), by=actor_for(rina))
    assert signing.factor_of(rina.pk) == signing.FactorFacts(is_on=True, codes_left=10)


def test_secret_and_recovery_codes_are_not_readable_in_the_database() -> None:
    rina = user()
    secret, codes = set_up(rina)
    with connection.cursor() as cursor:
        cursor.execute("select secret from agencies_secondfactor")
        held = bytes(cursor.fetchone()[0])
    assert SecondFactor.objects.get().secret == secret
    assert secret not in held
    marks = b"".join(bytes(mark) for mark in RecoveryCode.objects.values_list("mark", flat=True))
    assert not any(totp.plain_recovery(code).encode() in marks for code in codes)


def test_a_code_opens_once() -> None:
    rina = user()
    secret, _codes = set_up(rina)
    code = code_in(secret)
    assert check_code(rina.pk, code) == Checked.RIGHT
    assert check_code(rina.pk, code) == Checked.WRONG


def test_a_recovery_code_opens_once_however_it_is_typed_and_that_is_recorded() -> None:
    rina = user()
    _secret, codes = set_up(rina)
    assert len(set(codes)) == 10
    assert check_code(rina.pk, codes[3].upper().replace("-", " ")) == Checked.RIGHT
    assert check_code(rina.pk, codes[3]) == Checked.WRONG
    assert signing.factor_of(rina.pk).codes_left == 9
    assert stream_of(f"user:{rina.pk}")[-1].kind == "agencies.recovery_code_used"


def test_five_wrong_codes_lock_the_right_one_too_and_a_quarter_of_an_hour_later_it_opens() -> None:
    rina = user()
    secret, codes = set_up(rina)
    tried = [check_code(rina.pk, "000000") for _ in range(5)]
    assert tried == [Checked.WRONG] * 4 + [Checked.LOCKED]
    assert check_code(rina.pk, code_in(secret)) == Checked.LOCKED
    assert check_code(rina.pk, codes[0]) == Checked.LOCKED
    SecondFactor.objects.update(locked_until=clock.machine())
    assert check_code(rina.pk, code_in(secret)) == Checked.RIGHT


def test_another_users_recovery_code_opens_nothing() -> None:
    rina, toni = user(), user("toni")
    set_up(rina)
    _secret, codes = set_up(toni)
    assert check_code(rina.pk, codes[0]) == Checked.WRONG


def test_the_old_app_stays_good_until_the_new_one_is_confirmed() -> None:
    rina = user()
    old, codes = set_up(rina)
    second_factor.begin(rina.pk)
    assert check_code(rina.pk, code_in(old)) == Checked.RIGHT
    second_factor.confirm(rina.pk, code_in(pending_of(rina)), by=actor_for(rina))
    assert check_code(rina.pk, code_in(old, 1)) == Checked.WRONG
    assert check_code(rina.pk, codes[0]) == Checked.WRONG


def test_an_administrator_takes_it_away_nobody_else_and_it_is_recorded() -> None:
    rina = user()
    set_up(rina)
    with pytest.raises(Refused):
        second_factor.reset(rina.pk, by=actor_for(user("toni")))
    second_factor.reset(rina.pk, by=ADMINISTRATOR)
    assert not signing.factor_of(rina.pk).is_on
    event = stream_of(f"user:{rina.pk}")[-1]
    assert (event.kind, event.actor, event.body) == ("agencies.second_factor_reset", "user:1", {})
    with pytest.raises(Refused):
        second_factor.reset(rina.pk, by=ADMINISTRATOR)
    with pytest.raises(NotFound):
        second_factor.reset(0, by=ADMINISTRATOR)


def test_which_roles_need_it_is_set_by_an_administrator_and_recorded_once() -> None:
    second_factor.require([Role.PRIVACY_OFFICER, Role.ADMINISTRATOR], by=ADMINISTRATOR)
    second_factor.require([Role.ADMINISTRATOR, Role.PRIVACY_OFFICER], by=ADMINISTRATOR)
    assert signing.required_roles() == {"administrator", "privacy_officer"}
    (event,) = stream_of("sign-in-rules:1")
    assert event.body == {"before": [], "after": ["administrator", "privacy_officer"]}
    for roles, by in (([Role.SYSTEM], ADMINISTRATOR), ([Role.AUDITOR], actor_for(user()))):
        with pytest.raises(Refused):
            second_factor.require(roles, by=by)
