"""Agencies, the people who work in them, their working days, and who owns which matter where and when."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from kentongan.core.actor import Role
from kentongan.places.models import Area


class Agency(models.Model):
    """An OPD, or a body outside the city's power. Never deleted while referred to: it ends."""

    public: ClassVar = ("code", "name", "short_name", "kind", "phone", "email")

    class Kind(models.TextChoices):
        DEPARTMENT = "department"
        UNIT = "unit"
        DISTRICT = "district"
        VILLAGE = "village"
        COMPANY = "company"
        EXTERNAL = "external"

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="units")
    email = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)


class UserManager(BaseUserManager["User"]):
    """Finds users by their sign-in name."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser):
    """Someone who works here. `head_*` is the end of his own stream (reads of identities, exports)."""

    public: ClassVar = ()
    internal: ClassVar = ("username", "name", "email", "roles", "language", "theme", "password", "head_hash")

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    email = models.CharField(max_length=120, blank=True)
    roles = ArrayField(models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role]), default=list)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="users")
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="users")
    language = models.CharField(max_length=5, default="id")
    theme = models.CharField(max_length=5, blank=True)
    is_active = models.BooleanField(default=True)
    head_seq = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["name"]


class CalendarVersion(models.Model):
    """One published state of the city's calendar of days off. Deadlines remember which one they were computed with."""

    internal: ClassVar = ("note",)

    number = models.IntegerField(unique=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT)
    note = models.CharField(max_length=200, blank=True)
    collective_leave_counts = models.BooleanField(default=False)


class CalendarDay(models.Model):
    """A day off in one version: public holiday, collective leave (*cuti bersama*) or a local day off."""

    public: ClassVar = ("name", "kind")

    class Kind(models.TextChoices):
        PUBLIC = "public"
        COLLECTIVE_LEAVE = "collective_leave"
        LOCAL = "local"

    version = models.ForeignKey(CalendarVersion, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind.choices)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "day"], name="agencies_calendarday_once")]


class Route(models.Model):
    """Who leads on a subject, in an area, on a class of road, in a span of days (R21). Null means any."""

    internal: ClassVar = ("subject", "road_class", "source")

    subject = models.CharField(max_length=60)
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT)
    road_class = models.CharField(max_length=20, blank=True)
    lead = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="leads")
    support = models.ManyToManyField(Agency, related_name="supports")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject"])]
