"""No exit says more than the matrix of privacy lets it: every page, search, map, machine answer, message and stream.

The expectations are typed in from the rule R6 (docs/parts/cases.md, privacy), not taken from the code.
"""

import json
from dataclasses import dataclass, replace

import pytest
from django.core.management import call_command
from django.test import Client

from kentongan.agencies.models import Agency, User
from kentongan.agencies.queries import actor_for
from kentongan.cases import actions as cases
from kentongan.cases.actions import Upload, Verification, Wanted
from kentongan.cases.models import Attachment, Case, Report
from kentongan.cases.tests.factories import pk_of
from kentongan.core import actor as actors
from kentongan.history.models import Event
from kentongan.history.queries import stream_of
from kentongan.intake import tasks
from kentongan.intake.actions import Received, Submission, receive
from kentongan.notifications.models import Message
from kentongan.public.tests.conftest import jpeg

TITLE, TEXT, PASSAGE = "Judulpenanda katakunci", "Isipenanda berlubang katakunci", "Petikanpenanda saja"
TOLD, OWN_NUMBER = "Aslipenanda berlubang katakunci", "0812-0000-048"  # as first told, with a number in the words
NOTED, NOTED_INSIDE = "Catatanpenanda untuk semua", "Kantorpenanda untuk OPD sendiri"
FILE_NAME, CAMERA = "berkaspenanda.jpg", b"PenandaKamera"
SECOND, SECOND_NAME, SECOND_PHONE = "Keduapenanda berlubang", "Sekar Penandakedua", "+628110000049"
NAME, PHONE, EMAIL = "Wulan Penandanama", "+628110000047", "wulanpenanda@example.id"
IDENTITY = ("Penandanama", PHONE, "0811-0000-047", EMAIL)
FLAGS = {"biasa": (False, False), "anonim": (True, False), "rahasia": (False, True), "keduanya": (True, True)}

# viewer -> role, agency's part; then for biasa, anonim, rahasia, both: text visible, identity opened by an act,
# words as first told (never where the identity is hidden for good), a reporter's file before release.
# Of an open report everyone may read the public page, so "y" there stands for all.
VIEWERS: dict[str, tuple[str, str, str, str, str, str]] = {
    "lead officer": ("officer", "lead", "yyyy", "ynyn", "ynyn", "ynyn"),
    "supporting officer": ("officer", "support", "yynn", "nnnn", "nnnn", "ynnn"),
    "consulted officer": ("officer", "consulted", "yynn", "nnnn", "nnnn", "nnnn"),
    "former officer": ("officer", "former", "yynn", "nnnn", "nnnn", "nnnn"),
    "officer of another agency": ("officer", "other", "yynn", "nnnn", "nnnn", "nnnn"),
    "coordinator": ("coordinator", "", "yyyy", "yyyy", "yyyy", "yyyy"),
    "supervisor": ("supervisor", "", "yyyy", "yyyy", "yyyy", "yyyy"),
    "leader": ("leader", "", "yynn", "nnnn", "nnnn", "nnnn"),
    "auditor": ("auditor", "", "yyyy", "yynn", "yynn", "nnnn"),
    "privacy officer": ("privacy_officer", "", "yynn", "yyyy", "nnnn", "nnnn"),
    "administrator": ("administrator", "", "yynn", "nnnn", "nnnn", "nnnn"),
    "call taker": ("call_taker", "", "yynn", "nnnn", "nnnn", "nnnn"),
    "trainer": ("trainer", "", "yynn", "nnnn", "nnnn", "nnnn"),
    "the public": ("", "", "yynn", "nnnn", "nnnn", "nnnn"),
}


@dataclass(frozen=True)
class Matter:
    """One case that has been everywhere: former agency, then lead, support and consulted ones."""

    receipt: Received
    id: int
    kept: str  # key of a file nobody has released
    released: str


@pytest.fixture
def city(db: None) -> None:
    call_command("load_city", "kediri", verbosity=0)


def agency(part: str) -> Agency:
    codes = {"lead": "dpupr", "support": "perkim", "consulted": "dishub", "former": "dlhkp", "other": "dinkes"}
    return Agency.objects.get(code=codes[part])


def someone(role: str, part: str = "") -> User:
    number = User.objects.count()
    return User.objects.create(
        username=f"u{number}", name=f"Petugas {number}", roles=[role], agency=agency(part) if part else None
    )


def matter(flags: str) -> Matter:
    is_anonymous, is_confidential = FLAGS[flags]
    files = tuple(Upload(FILE_NAME, jpeg(gps=True)) for _ in ("kept", "released"))
    told = Submission("web", flags, "web", f"{TOLD}, hubungi {OWN_NUMBER}", lat=-7.819, lon=112.004, files=files)
    receipt = receive(replace(told, title=TITLE, name=NAME, phone=PHONE, email=EMAIL), by=actors.PUBLIC)
    coordinator = actor_for(someone("coordinator"))
    lead, former = actor_for(someone("officer", "lead")), actor_for(someone("officer", "former"))
    case = Case.objects.get(number=receipt.code)
    cases.edit(receipt.code, {"text": Wanted(case.body.text, TEXT)}, by=coordinator)
    answers = Verification("unsupervised", "jalan", is_anonymous=is_anonymous, is_confidential=is_confidential)
    cases.verify(receipt.code, answers, by=coordinator)
    cases.route(receipt.code, lead=agency("former").pk, by=coordinator)
    cases.send_back(receipt.code, reason="Bukan wewenang kami.", by=former)
    cases.route(receipt.code, lead=agency("lead").pk, support=[agency("support").pk], by=coordinator)
    cases.share(receipt.code, agency=agency("consulted").pk, passage=PASSAGE, by=lead)
    cases.write_note(receipt.code, text=NOTED, by=lead)
    cases.write_note(receipt.code, text=NOTED_INSIDE, audience="agency", by=lead)
    kept, released = Attachment.objects.filter(case=case).order_by("pk").values_list("key", flat=True)
    cases.release_attachment(receipt.code, released, is_released=True, by=coordinator)
    return Matter(receipt, case.pk, kept, released)


def merged(found: Matter) -> None:
    """Another citizen told of the same, anonymously."""
    told = Submission("web", "second", "web", SECOND, name=SECOND_NAME, phone=SECOND_PHONE, is_anonymous=True)
    second = receive(told, by=actors.PUBLIC)
    cases.merge(second.code, into=found.receipt.code, by=actor_for(someone("coordinator")))


def client_of(viewer: str) -> Client:
    role, part = VIEWERS[viewer][:2]
    client = Client()
    if role:
        client.force_login(someone(role, part), backend="django.contrib.auth.backends.ModelBackend")
    return client


def exits(code: str) -> list[str]:
    tabs = ("history", "reports", "files", "messages", "access")
    return [
        *(f"/desk/cases/{code}/?tab={tab}" for tab in tabs),
        f"/desk/cases/{code}/preview/",
        f"/desk/cases/{code}/print/",
        "/desk/print/?queue=all",
        f"/desk/cases/{code}/edit/",
        f"/desk/cases/{code}/verify/",
        "/desk/mentions/",
        "/desk/?queue=all",
        "/desk/?queue=confidential",
        "/desk/?q=katakunci",
        f"/desk/?q={code}",
        "/laporan/",
        "/laporan/?q=katakunci",
        f"/laporan/{pk_of(code)}/",
        "/",
        "/peta/laporan.geojson",
        f"/api/v1/reports/{code}",
    ]


def told(client: Client, code: str) -> str:
    """All that the exits say to this viewer about the case."""
    pages = [client.get(address, follow=True) for address in exits(code)]
    assert not [page.request["PATH_INFO"] for page in pages if page.status_code >= 500]
    return "\n".join(b"".join(page).decode() for page in pages)


def opens(client: Client, code: str, key: str) -> bool:
    """Does one of the file's addresses give it out? Never with what the camera wrote into it."""
    pages = [client.get(address) for address in (f"/desk/cases/{code}/files/{key}/", f"/laporan/berkas/{key}/")]
    files = [b"".join(page) for page in pages if page.status_code == 200]
    assert not [data for data in files if CAMERA in data or b"Exif" in data]
    return bool(files)


@pytest.mark.parametrize("flags", list(FLAGS))
@pytest.mark.parametrize("viewer", list(VIEWERS))
def test_a_viewer_is_told_what_the_matrix_says_and_no_more(city: None, viewer: str, flags: str) -> None:
    found = matter(flags)
    column = list(FLAGS).index(flags)
    sees_text, sees_identity, sees_told, sees_file = (part[column] == "y" for part in VIEWERS[viewer][2:])
    client, code = client_of(viewer), found.receipt.code

    said = told(client, code)

    assert ("Isipenanda" in said, "Judulpenanda" in said) == (sees_text, sees_text)
    assert ("Aslipenanda" in said) == sees_told
    assert not [part for part in (*IDENTITY, FILE_NAME) if part in said]
    assert not (OWN_NUMBER in said and (FLAGS[flags][0] or not sees_told))
    assert (opens(client, code, found.kept), opens(client, code, found.released)) == (sees_file, sees_text)
    opened = client.post(f"/desk/cases/{code}/identity/", {"code": code, "reason": "contact_reporter"})
    assert ("Penandanama" in opened.content.decode()) == sees_identity
    assert Event.objects.filter(kind="cases.identity_read").count() == int(sees_identity)


@pytest.mark.parametrize(("flags", "together"), [("biasa", "anonim"), ("rahasia", "keduanya")])
@pytest.mark.parametrize("viewer", list(VIEWERS))
def test_a_case_with_an_anonymous_report_in_it_is_an_anonymous_case(
    city: None, viewer: str, flags: str, together: str
) -> None:
    found = matter(flags)
    merged(found)
    column = list(FLAGS).index(together)
    sees_text, sees_identity, sees_told, sees_file = (part[column] == "y" for part in VIEWERS[viewer][2:])
    client, code = client_of(viewer), found.receipt.code

    said = told(client, code)

    assert "Isipenanda" in said or not sees_text
    assert ("Aslipenanda" in said, "Keduapenanda" in said) == (sees_told, sees_told)
    assert not [part for part in (*IDENTITY, SECOND_NAME, SECOND_PHONE, "0811-0000-049", OWN_NUMBER) if part in said]
    assert opens(client, code, found.kept) == sees_file
    answers = [
        client.post(f"/desk/cases/{code}/identity/", {"code": of, "reason": "contact_reporter"}) for of in codes(found)
    ]
    names = "".join(answer.content.decode() for answer in answers)
    assert ("Penandanama" in names, "Penandakedua" in names) == (sees_identity, sees_identity)


def test_no_note_goes_on_paper(city: None) -> None:
    found = matter("biasa")
    paper = client_of("coordinator").get(f"/desk/cases/{found.receipt.code}/print/").content.decode()
    assert ("Isipenanda" in paper, "Catatanpenanda" in paper) == (True, False)


# viewer -> for biasa, anonim, rahasia, both: does he read what is noted for all who read the case?
READS_NOTES = {
    "lead officer": "yyyy",
    "supporting officer": "yynn",
    "coordinator": "yyyy",
    "supervisor": "yyyy",
    "leader": "yynn",
    "auditor": "yyyy",
}


@pytest.mark.parametrize("flags", list(FLAGS))
@pytest.mark.parametrize("viewer", list(VIEWERS))
def test_notes_stay_with_those_who_read_the_whole_case(city: None, viewer: str, flags: str) -> None:
    found = matter(flags)
    may_read = READS_NOTES.get(viewer, "nnnn")[list(FLAGS).index(flags)] == "y"

    said = told(client_of(viewer), found.receipt.code)

    assert ("Catatanpenanda" in said, "Kantorpenanda" in said) == (may_read, viewer == "lead officer")


@pytest.mark.parametrize("flags", list(FLAGS))
def test_no_message_event_or_reporters_page_tells_of_a_note(city: None, flags: str) -> None:
    found = matter(flags)
    tasks.tell_reporters(stream_of(f"case:{found.id}"))
    report = Report.objects.get(code=found.receipt.code)
    page = Client().post("/lacak/", {"code": report.code, "factor": found.receipt.pin}, follow=True)
    written = json.dumps([str(event.body) for event in Event.objects.all()])
    sent = "".join(f"{m.title}{m.body}" for m in Message.objects.all())
    assert page.status_code == 200
    for said in (page.content.decode(), written, sent):
        assert not [part for part in ("Catatanpenanda", "Kantorpenanda") if part in said]
    kinds = {event.kind for event in stream_of(f"case:{found.id}")}
    assert "cases.noted" not in kinds


def codes(found: Matter) -> list[str]:
    return list(Report.objects.filter(case=found.id).order_by("pk").values_list("code", flat=True))


@pytest.mark.parametrize("flags", list(FLAGS))
def test_before_verification_the_public_is_told_nothing(city: None, flags: str) -> None:
    receipt = receive(Submission("web", flags, "web", TEXT, title=TITLE, name=NAME), by=actors.PUBLIC)

    said = told(Client(), receipt.code)

    assert not [part for part in ("Isipenanda", "Judulpenanda", "Penandanama") if part in said]


@pytest.mark.parametrize("flags", list(FLAGS))
def test_a_message_holds_the_code_and_nothing_of_the_matter(city: None, flags: str) -> None:
    found = matter(flags)

    tasks.tell_reporters(stream_of(f"case:{found.id}"))

    written = "\n".join(f"{m.title}\n{m.body}" for m in Message.objects.all())
    assert found.receipt.code in written
    hidden = (
        "Isipenanda",
        "Aslipenanda",
        "Judulpenanda",
        "Petikanpenanda",
        "Penandanama",
        PHONE,
        EMAIL,
        found.receipt.pin,
    )
    assert not [part for part in hidden if part in written]


@pytest.mark.parametrize("flags", list(FLAGS))
def test_an_event_holds_nothing_personal_and_no_text(city: None, flags: str) -> None:
    found = matter(flags)

    written = json.dumps([event.body for event in stream_of(f"case:{found.id}")], default=str)

    assert not [
        p
        for p in ("Isipenanda", "Aslipenanda", "Judulpenanda", "Petikanpenanda", "Penandanama", "0811", EMAIL)
        if p in written
    ]


def test_a_code_alone_tells_the_status_and_nothing_more(city: None) -> None:
    found = matter("biasa")

    page = Client().post("/lacak/", {"code": found.receipt.code}, follow=True)

    said = page.content.decode()
    assert page.status_code == 200
    assert found.receipt.code in said
    assert not [part for part in ("Isipenanda", "Penandanama", PHONE) if part in said]


def test_a_wrong_code_and_a_wrong_pin_get_the_same_answer(city: None) -> None:
    found = matter("biasa")
    wrong_pin = "000000" if found.receipt.pin != "000000" else "111111"

    answers = [
        Client().post("/lacak/", {"code": code, "factor": wrong_pin}, follow=True).content.decode().replace(code, "…")
        for code in (found.receipt.code, "KTG-2222-2222")
    ]

    assert ("Isipenanda" in answers[0], "Isipenanda" in answers[1]) == (False, False)
