"""E-mail against a real server: what arrives, and what is said when it does not."""

import datetime
import ipaddress
import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pytest_django import Settings

from kentongan.channels import registry
from kentongan.channels.base import ChannelError
from kentongan.channels.tests import mailserver
from kentongan.channels.tests.mailserver import MailServer
from kentongan.channels.tests.test_contract import MESSAGE

pytestmark = [pytest.mark.server, pytest.mark.django_db]


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with mailserver.running() as started:
        settings.KENTONGAN_SMTP_URL = started.url
        yield started


def failure(**changes: str) -> ChannelError:
    with pytest.raises(ChannelError) as error:
        registry.get("email").send(replace(MESSAGE, **changes))
    return error.value


def test_what_arrives_is_plain_text_with_our_id_marked_as_automatic(server: MailServer) -> None:
    receipt = registry.get("email").send(MESSAGE)
    (mail,) = server.mails
    assert mail["Message-ID"] == receipt.external_id == f"<{MESSAGE.reference}>"
    assert mail["To"] == MESSAGE.recipient
    assert mail["From"] == MESSAGE.sender
    assert mail["Subject"] == MESSAGE.title
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "id"
    assert mail.get_content_type() == "text/plain"
    assert not mail.is_multipart()
    assert mail.get_content().replace("\r\n", "\n") == MESSAGE.text
    assert server.taken[0].rcpt_tos == [MESSAGE.recipient]


def test_only_what_can_be_ended_says_how_by_one_click(server: MailServer) -> None:
    address = "https://lapor.example.id/ikuti/berhenti/x/"
    registry.get("email").send(MESSAGE)
    registry.get("email").send(replace(MESSAGE, reference="2@kediri.example.id", unsubscribe=address))
    plain, letter = server.mails
    assert plain["List-Unsubscribe"] is None
    assert letter["List-Unsubscribe"] == f"<{address}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_markup_stays_text(server: MailServer) -> None:
    registry.get("email").send(replace(MESSAGE, text="<b>tebal</b> <script>alert(1)</script>\n"))
    (mail,) = server.mails
    assert mail.get_content_type() == "text/plain"
    assert "<script>" in mail.get_content()


def test_a_sender_may_have_a_name(server: MailServer) -> None:
    registry.get("email").send(replace(MESSAGE, sender="Lapor Kota Kediri <lapor@example.id>"))
    (mail,) = server.mails
    assert mail["From"] == "Lapor Kota Kediri <lapor@example.id>"
    assert server.taken[0].mail_from == "lapor@example.id"


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Halo\r\nBcc: ani@example.id"},
        {"title": "Halo\nBcc: ani@example.id"},
        {"recipient": "budi@example.id\r\nBcc: ani@example.id"},
        {"recipient": "budi@example.id, ani@example.id"},
        {"recipient": "budi@example.id>\r\nRCPT TO:<ani@example.id"},
        {"recipient": "budi"},
        {"recipient": ""},
        {"sender": "lapor@example.id\nX-Evil: 1"},
        {"reference": "1@example.id>\r\nBcc: ani@example.id"},
        {"reference": "no id"},
    ],
)
def test_nothing_writes_a_header_or_a_recipient_of_its_own(server: MailServer, changes: dict[str, str]) -> None:
    assert failure(**changes).permanent
    assert server.taken == []


@pytest.mark.parametrize(
    ("recipient", "data", "is_permanent"),
    [
        ("550 5.1.1 <budi@example.id> does not exist", "250 OK", True),
        ("451 4.7.1 greylisted, budi@example.id", "250 OK", False),
        ("421 4.3.2 shutting down", "250 OK", False),
        ("250 OK", "554 5.7.1 budi@example.id is spam", True),
        ("250 OK", "452 4.3.1 disk is full", False),
    ],
)
def test_a_refusal_for_good_differs_from_one_for_now(
    server: MailServer, recipient: str, data: str, is_permanent: bool
) -> None:
    server.answer_to_recipient, server.answer_to_data = recipient, data
    error = failure()
    assert error.permanent == is_permanent
    assert "SMTP" in str(error)
    assert "budi" not in str(error)


def test_the_next_message_arrives_after_a_refusal(server: MailServer) -> None:
    server.answer_to_data = "554 5.7.1 no"
    failure()
    server.answer_to_data = "250 OK"
    registry.get("email").send(MESSAGE)
    assert len(server.taken) == 1


def test_a_server_that_is_down_is_tried_again_later(settings: Settings) -> None:
    settings.KENTONGAN_SMTP_URL = f"smtp://127.0.0.1:{mailserver.free_port()}?tls=none"
    error = failure()
    assert not error.permanent
    assert error.is_down


def test_a_server_that_does_not_answer_is_left_after_a_while(server: MailServer, settings: Settings) -> None:
    server.delay = 3
    settings.KENTONGAN_SMTP_URL = server.url.replace("seconds=1", "seconds=0.2")
    error = failure()
    assert not error.permanent
    assert error.is_down


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def guarded(certificate: Path) -> Iterator[MailServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with mailserver.running(tls=context, password="rahasia") as started:
        yield started


def test_mail_goes_encrypted_and_logged_in(guarded: MailServer, certificate: Path, settings: Settings) -> None:
    settings.KENTONGAN_SMTP_URL = f"smtp://user:rahasia@127.0.0.1:{guarded.port}?ca={certificate}&seconds=2"
    registry.get("email").send(MESSAGE)
    assert len(guarded.taken) == 1


def test_a_server_whose_certificate_nobody_vouches_for_gets_no_password(
    guarded: MailServer, settings: Settings
) -> None:
    settings.KENTONGAN_SMTP_URL = f"smtp://user:rahasia@127.0.0.1:{guarded.port}?seconds=2"
    error = failure()
    assert not error.permanent
    assert guarded.taken == []


def test_a_wrong_password_is_ours_to_mend_and_loses_no_message(
    guarded: MailServer, certificate: Path, settings: Settings
) -> None:
    settings.KENTONGAN_SMTP_URL = f"smtp://user:salah@127.0.0.1:{guarded.port}?ca={certificate}&seconds=2"
    error = failure()
    assert not error.permanent
    assert error.is_down
    assert "salah" not in str(error)


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("http://mail.example.id", "smtp://"),
        ("smtp://", "host"),
        ("smtp://mail.example.id?tls=maybe", "tls"),
        ("smtp://user:rahasia@mail.example.id?tls=none", "password"),
        ("smtp://mail.example.id?seconds=soon", "seconds"),
        ("smtp://mail.example.id?seconds=60", "seconds"),
    ],
)
def test_a_wrong_address_of_the_server_is_named_in_words(url: str, word: str, settings: Settings) -> None:
    settings.KENTONGAN_SMTP_URL = url
    (problem,) = registry.problems()
    assert word in problem
    assert "rahasia" not in problem
    assert not failure().permanent


@pytest.mark.parametrize(
    "url",
    [
        "",
        "smtp://mail.example.id",
        "smtps://user:p%40ss@mail.example.id",
        "smtp://user:x@127.0.0.1:25?tls=none",
        "smtp://u:p@mail.example.id:587?tls=starttls&ca=/etc/ssl/city.pem",
    ],
)
def test_a_good_address_of_the_server_has_no_problem(url: str, settings: Settings) -> None:
    settings.KENTONGAN_SMTP_URL = url
    assert registry.problems() == []
