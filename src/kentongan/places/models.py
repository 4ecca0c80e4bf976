"""The city, its areas, the cells that tell which area a point lies in, and the landmarks people name."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


def offered() -> list[str]:
    """The languages of the public pages."""
    return ["id", "en"]


class City(models.Model):
    """The one city of this installation (id 1), loaded from its profile. Every local name is data.

    `neighbour_reach_km`: how far from the middle a point outside still belongs to the neighbour named here.
    `head_*` is the end of the stream `city:1`.
    """

    public: ClassVar = (
        "code",
        "name",
        "short_name",
        "government",
        "time_zone",
        "language",
        "code_prefix",
        "mail_domain",
        "neighbour_code",
        "neighbour_name",
        "neighbour_contact",
        "holder",
        "address",
        "phone",
        "email",
        "website",
        "links",
        "privacy_contact",
        "emergency_text",
        "emergency_text_en",
        "brand",
        "brand_deep",
        "logo",
        "languages",
    )
    internal: ClassVar = ("head_hash",)

    code = models.CharField(max_length=13)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=40)
    government = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=40, default="Asia/Jakarta")
    language = models.CharField(max_length=5, default="id")
    code_prefix = models.CharField(max_length=5, default="KTG")
    mail_domain = models.CharField(max_length=80)
    holder = models.CharField(max_length=120)
    neighbour_code = models.CharField(max_length=13, blank=True)
    neighbour_name = models.CharField(max_length=80, blank=True)
    neighbour_contact = models.CharField(max_length=200, blank=True)
    neighbour_reach_km = models.FloatField(default=0)
    cell_resolution = models.SmallIntegerField(default=10)
    lat = models.FloatField()
    lon = models.FloatField()
    zoom = models.FloatField(default=12)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=120, blank=True)
    website = models.CharField(max_length=200, blank=True)
    links = models.TextField(blank=True)  # `places.links`
    privacy_contact = models.CharField(max_length=200, blank=True)
    emergency_text = models.CharField(max_length=120, blank=True)
    emergency_text_en = models.CharField(max_length=120, blank=True)
    brand = models.CharField(max_length=7, blank=True)  # `places.colours`; blank: the colours of the house
    brand_deep = models.CharField(max_length=7, blank=True)
    logo = models.CharField(max_length=16, blank=True)  # the key of a `CityLogo`
    languages = ArrayField(models.CharField(max_length=5), default=offered)
    are_answers_checked = models.BooleanField(
        default=False
    )  # an agency's answer goes out after the coordinator read it
    head_seq = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)


class CityLogo(models.Model):
    """A coat of arms the city has or had, by the mark of its bytes; kept, so that a former profile can come back."""

    public: ClassVar = ("key", "data")

    key = models.CharField(max_length=16, primary_key=True)
    data = models.BinaryField()
    width = models.IntegerField()
    height = models.IntegerField()


class Area(models.Model):
    """A kota/kabupaten, kecamatan, kelurahan or desa, by its Kemendagri code (Kepmendagri 300.2.2-2430/2025).

    `outline` is what maps draw, `boundary` what a city imported and points are judged by; both GeoJSON geometries.
    """

    public: ClassVar = ("code", "name", "level", "outline", "boundary")

    class Level(models.TextChoices):
        CITY = "city"
        DISTRICT = "district"
        VILLAGE = "village"

    code = models.CharField(max_length=13, primary_key=True)
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=10, choices=Level.choices)
    is_desa = models.BooleanField(default=False)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    area_km2 = models.FloatField(null=True)
    lat = models.FloatField()
    lon = models.FloatField()
    outline = models.TextField(blank=True)
    boundary = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)


class AreaCell(models.Model):
    """One H3 cell (as an integer) and the area its centre lies in. Finer cells beat coarser ones."""

    cell = models.BigIntegerField(primary_key=True)
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="cells")


class Landmark(models.Model):
    """A place people name: a market, a bridge, a school."""

    public: ClassVar = ("name", "kind", "external_id")

    external_id = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    lat = models.FloatField()
    lon = models.FloatField()
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="landmarks")
    is_active = models.BooleanField(default=True)
