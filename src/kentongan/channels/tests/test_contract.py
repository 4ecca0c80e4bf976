"""Every channel passes the same tests."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytest_django import Settings

from kentongan.channels import registry
from kentongan.channels.base import Channel, ChannelError, OutboundMessage
from kentongan.channels.tests import mailserver

pytestmark = [pytest.mark.server, pytest.mark.django_db]

MESSAGE = OutboundMessage(
    recipient="budi@example.id",
    title="Laporan KTG-9F3K-TW6E kami terima",
    text="Terima kasih.\n\nKode laporan Anda: KTG-9F3K-TW6E\n",
    reference="0a1b2c3d-0000-4000-8000-000000000001@example.id",
    name="receipt",
    sender="lapor@example.id",
)


@pytest.fixture(params=registry.CHANNELS)
def channel(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Channel]:
    with mailserver.running() as server:
        settings.KENTONGAN_SMTP_URL = server.url
        yield registry.get(request.param)


def test_its_name_is_the_one_it_is_found_by(channel: Channel) -> None:
    assert channel.name in registry.CHANNELS
    assert registry.get(channel.name).name == channel.name


def test_a_message_handed_over_gives_a_receipt(channel: Channel) -> None:
    assert channel.send(MESSAGE).external_id


def test_where_sending_again_is_safe_the_receipt_stays_the_same(channel: Channel) -> None:
    if channel.capabilities.resend_safe:
        assert channel.send(MESSAGE).external_id == channel.send(MESSAGE).external_id


def test_a_channel_that_only_sends_refuses_to_receive(channel: Channel) -> None:
    if not channel.capabilities.receives:
        with pytest.raises(ChannelError) as refusal:
            channel.parse(b"{}", {})
        assert refusal.value.permanent


def test_long_and_foreign_texts_go_through(channel: Channel) -> None:
    text = "".join(chr(sign) for sign in (0x1F6A8, 0xA98F, 0x6C34)) + " ꦏꦼꦝꦶꦫꦶ\n" * 400 + ".\n..\n"
    assert channel.send(replace(MESSAGE, text=text)).external_id


def test_each_kind_of_contact_goes_to_a_channel_that_is_there() -> None:
    for kind in ("email", "phone", "pigeon"):
        assert registry.reaching(kind) in {*registry.CHANNELS, None}


def test_without_a_mail_server_mail_goes_to_the_console(settings: Settings) -> None:
    settings.KENTONGAN_SMTP_URL = ""
    assert registry.reaching("email") == "console"
    settings.KENTONGAN_SMTP_URL = "smtp://127.0.0.1"
    assert registry.reaching("email") == "email"


def test_the_console_prints_neither_recipient_nor_text(capsys: pytest.CaptureFixture[str]) -> None:
    registry.get("console").send(MESSAGE)
    printed = capsys.readouterr().out
    assert printed == f"message {MESSAGE.reference} receipt id\n"
