"""The city's profile: what is asked of it, what its events keep, and the way back."""

import io
from typing import Any

import pytest
from PIL import Image

from kentongan.core.actor import Actor, Role, system
from kentongan.core.conflicts import Wanted
from kentongan.core.errors import Conflict, NotFound, Refused
from kentongan.history.queries import stream_of
from kentongan.places import actions, colours, queries
from kentongan.places.links import links_of
from kentongan.places.models import City, CityLogo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kediri")]
SYSTEM = system("tests")


def change(**fields: Any) -> None:
    facts = queries.city()
    actions.change_city({name: Wanted(getattr(facts, name), value) for name, value in fields.items()}, by=SYSTEM)


def picture(kind: str = "PNG", size: tuple[int, int] = (200, 240), **more: Any) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGBA", size, (0, 80, 90, 128)).save(buffer, kind, **more)
    return buffer.getvalue()


def test_a_change_is_seen_at_once_with_before_and_after() -> None:
    change(phone="0354-0000001", name="Kota Kediri Raya")
    assert queries.city().phone == "0354-0000001"
    body = stream_of("city:1")[-1].body
    assert body["before"] == {"phone": "", "name": "Kota Kediri"}
    assert body["after"] == {"phone": "0354-0000001", "name": "Kota Kediri Raya"}


def test_a_field_that_moved_is_a_conflict() -> None:
    change(phone="1")
    with pytest.raises(Conflict):
        actions.change_city({"phone": Wanted("", "2")}, by=SYSTEM)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"email": "bukan surel"}, "email"),
        ({"website": "http://example.id"}, "website"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"links": "Portal | https://example.id\ntanpa alamat"}, "links"),
        ({"links": "\n".join(f"{n} | https://example.id/{n}" for n in range(9))}, "links"),
        ({"languages": ["en"]}, "languages"),
        ({"zoom": 30}, "zoom"),
        ({"lat": -6.2, "lon": 106.8}, "lat"),
        ({"brand": "merah", "brand_deep": "#003637"}, "brand"),
        ({"brand": "#005755"}, "brand_deep"),
        ({"brand": "#f5c400", "brand_deep": "#003637"}, "brand"),
        ({"brand": "#005755", "brand_deep": "#8fd0c8"}, "brand_deep"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        change(**fields)
    assert refusal.value.field == field
    assert stream_of("city:1")[-1].kind == "places.profile_loaded"


def test_two_colours_are_taken_where_both_schemes_can_be_read() -> None:
    change(brand="#7A1F5C", brand_deep="#3b0f2d")
    assert queries.city().brand == "#7a1f5c"
    assert queries.city().colours
    change(brand="", brand_deep="")
    assert queries.city().colours == ""


def test_contrast_is_that_of_wcag() -> None:
    assert colours.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colours.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert colours.faults("#005755", "#003637") == []
    assert {fault.scheme for fault in colours.faults("#777777", "#003637")} == {"light"}


def test_a_former_profile_comes_back_whole_and_is_an_act_of_its_own() -> None:
    change(phone="1")
    first = stream_of("city:1")[-1].seq
    change(phone="2", email="kota@example.id")
    actions.change_logo(picture(), shown="", by=SYSTEM)
    actions.restore_city(first, by=SYSTEM)
    facts = queries.city()
    assert (facts.phone, facts.email, facts.logo) == ("1", "", "")
    assert stream_of("city:1")[-1].body["restores"] == first
    with pytest.raises(Refused):
        actions.restore_city(first, by=SYSTEM)
    with pytest.raises(NotFound):
        actions.restore_city(999, by=SYSTEM)


def test_the_tick_box_for_answers_is_one_of_the_fields_that_come_back() -> None:
    change(phone="1")
    first = stream_of("city:1")[-1].seq
    actions.check_answers(is_wanted=True, by=SYSTEM)
    actions.restore_city(first, by=SYSTEM)
    assert not queries.are_answers_checked()


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_coat_of_arms_is_painted_anew(kind: str) -> None:
    actions.change_logo(picture(kind, (900, 1200), exif=b"Exif\0\0secret"), shown="", by=SYSTEM)
    key = queries.city().logo
    data = queries.logo(key)
    assert b"secret" not in data
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.size) == ("PNG", (384, 512))
    with pytest.raises(Conflict):
        actions.change_logo(picture(), shown="", by=SYSTEM)
    actions.change_logo(None, shown=key, by=SYSTEM)
    assert queries.city().logo == ""
    assert queries.logo(key) == data


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"GIF89a",
        b"\x89PNG\r\n\x1a\nbroken",
        picture(size=(20, 300)),
        picture("GIF"),
        b"x" * (2 * 1024 * 1024 + 1),
    ],
    ids=["svg", "cut gif", "broken", "small", "gif", "large"],
)
def test_what_is_no_such_picture_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        actions.change_logo(data, shown="", by=SYSTEM)
    assert refusal.value.field == "logo"
    assert not CityLogo.objects.exists()


def test_links_are_words_and_addresses() -> None:
    assert [
        (one.label, one.url) for one in links_of("Portal | https://example.id\n\n A|B | https://b.example.id/x")
    ] == [
        ("Portal", "https://example.id"),
        ("A|B", "https://b.example.id/x"),
    ]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.OFFICER, Role.LEADER])
def test_nobody_but_an_administrator_changes_it(role: Role) -> None:
    by = Actor(label="user:5", roles=frozenset({role}), user=5)
    acts: list[Any] = [
        lambda: actions.change_city({"phone": Wanted("", "1")}, by=by),
        lambda: actions.change_logo(None, shown="", by=by),
        lambda: actions.restore_city(1, by=by),
    ]
    for act in acts:
        with pytest.raises(Refused):
            act()
    assert City.objects.get().phone == ""
