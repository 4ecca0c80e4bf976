"""*Sesi saya*, the word about a new device, and the administrator's page of failed tries."""

import pytest
from django.test import Client

from kentongan.agencies.models import SignIn, User
from kentongan.core import clock
from kentongan.desk.tests.conftest import PASSWORD, Desk, cost_of, new_user, signed_in
from kentongan.notifications.actions import deliver_due
from kentongan.notifications.models import Message

SIGN_IN, SESSIONS = "/desk/sign-in/", "/desk/sessions/"
PHONE = "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def _password(desk: Desk) -> None:
    desk.coordinator.set_password(PASSWORD)
    desk.coordinator.save()


def entered(agent: str = "", address: str = "192.0.2.77") -> Client:
    browser = Client(headers={"User-Agent": agent}, REMOTE_ADDR=address)
    assert browser.post(SIGN_IN, {"username": "koordinator", "password": PASSWORD}).status_code == 302
    return browser


def test_a_user_sees_his_sessions_with_device_and_a_shortened_address(desk: Desk) -> None:
    desktop, _phone = entered("Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"), entered(PHONE, "198.51.100.9")
    page = desktop.get(SESSIONS).content.decode()
    for word in ("Firefox, Linux", "192.0.2.x", "Chrome, Android", "198.51.100.x", "sesi ini"):
        assert word in page
    assert "198.51.100.9" not in page


def test_a_session_ended_from_elsewhere_is_a_stranger_at_once(desk: Desk) -> None:
    desktop, phone = entered(), entered(PHONE)
    sign_in = SignIn.objects.get(session_key=phone.session.session_key)
    assert desktop.post(f"{SESSIONS}{sign_in.pk}/end/").status_code == 302
    assert phone.get("/desk/").status_code == 302
    assert desktop.get("/desk/").status_code == 200
    assert "Chrome, Android" not in desktop.get(SESSIONS).content.decode().split("sign-in-notice")[0]


def test_all_others_end_and_the_one_that_asks_stays(desk: Desk) -> None:
    desktop, others = entered(), [entered(PHONE), entered()]
    desktop.post(f"{SESSIONS}end-others/")
    assert desktop.get("/desk/").status_code == 200
    assert [other.get("/desk/").status_code for other in others] == [302, 302]


def test_nobody_ends_a_colleagues_session(desk: Desk, officer: Client) -> None:
    entered()
    assert officer.post(f"{SESSIONS}{SignIn.objects.get().pk}/end/").status_code == 404


def test_signing_out_takes_the_session_off_the_list(desk: Desk) -> None:
    desktop, phone = entered(), entered(PHONE)
    phone.post("/desk/sign-out/")
    assert "Akhiri semua" not in desktop.get(SESSIONS).content.decode()


def test_a_sign_in_from_a_new_device_is_told_elsewhere_and_by_mail_and_not_to_itself(desk: Desk) -> None:
    desktop = entered()
    assert "dari peranti baru" not in desktop.get("/desk/").content.decode()
    phone = entered(PHONE)
    assert "dari peranti baru" in desktop.get("/desk/").content.decode()
    assert "dari peranti baru" not in phone.get("/desk/").content.decode()
    (message,) = Message.objects.all()
    assert (message.user_id, message.contact_id) == (desk.coordinator.pk, None)
    assert "Chrome, Android" in (message.body or "")
    desktop.post(f"{SESSIONS}noted/")
    assert "dari peranti baru" not in desktop.get("/desk/").content.decode()


def test_the_mail_goes_to_the_users_address_and_one_who_left_gets_none(desk: Desk) -> None:
    entered()
    entered(PHONE)
    User.objects.filter(pk=desk.coordinator.pk).update(is_active=False)
    assert deliver_due().failed == 1
    Message.objects.update(state="queued", attempts=0, next_at=clock.now())
    User.objects.filter(pk=desk.coordinator.pk).update(is_active=True)
    assert deliver_due().sent == 1


def test_one_without_an_address_gets_no_mail(desk: Desk) -> None:
    User.objects.filter(pk=desk.coordinator.pk).update(email="")
    entered()
    entered(PHONE)
    assert not Message.objects.exists()


def test_the_same_browser_is_known_again(desk: Desk) -> None:
    entered()
    phone = entered(PHONE)
    Message.objects.all().delete()
    phone.post("/desk/sign-out/")
    phone.post(SIGN_IN, {"username": "koordinator", "password": PASSWORD})
    assert not Message.objects.exists()


def test_the_administrator_sees_many_failed_tries_and_others_do_not(desk: Desk, coordinator: Client) -> None:
    administrator = signed_in(new_user("admin", "administrator"))
    assert "Tidak ada alarm" in administrator.get("/desk/security/").content.decode()
    for _ in range(8):
        Client().post(SIGN_IN, {"username": "koordinator", "password": "salah"})
    page = administrator.get("/desk/security/").content.decode()
    assert "koordinator" in page
    assert '<b class="count">1</b>' in page
    assert coordinator.get("/desk/security/").status_code == 403


def test_a_page_costs_no_more_for_the_sessions_kept(desk: Desk) -> None:
    browser = entered()
    browser.get(SESSIONS)  # what a process reads once is read
    before = cost_of(browser, SESSIONS)
    entered()
    entered(PHONE)
    browser.post(f"{SESSIONS}noted/")
    assert cost_of(browser, SESSIONS) == before
