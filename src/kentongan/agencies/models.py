"""Agencies, the people who work in them, their working days, and who owns which matter where and when."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from kentongan.core.actor import Role
from kentongan.core.fields import SealedBytesField
from kentongan.places.models import Area


class Agency(models.Model):
    """An OPD, or a body outside the city's power. Never deleted while referred to: it ends.

    `area` is the kecamatan, kelurahan or desa it is the office of. `head_*` is the end of the stream `agency:<id>`.
    """

    public: ClassVar = ("code", "name", "short_name", "kind", "phone", "email")
    internal: ClassVar = ("head_hash",)

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
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="offices")
    email = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    head_seq = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)


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
    has_seen_tour = models.BooleanField(default=False)
    has_sign_in_notice = models.BooleanField(default=False)  # on the row, so that a page without one asks nothing more
    head_seq = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["name"]


class SignIn(models.Model):
    """One sign-in of a user: when, with which device, from about where. Passing: swept after some months, no event.

    `device_mark` is the digest of the browser's own cookie; `place` is an address without its end.
    """

    internal: ClassVar = ("session_key", "device", "device_mark", "place")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, db_index=True)
    device = models.CharField(max_length=60, blank=True)
    device_mark = models.BinaryField()
    place = models.CharField(max_length=50, blank=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    is_noticed = models.BooleanField(default=True)  # false: from a device that was new, and the user was not asked yet


class SignInFailure(models.Model):
    """A try that failed. Without a user where nobody has that name: what was typed may be a password."""

    internal: ClassVar = ("place",)

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE)
    place = models.CharField(max_length=50, blank=True)
    failed_at = models.DateTimeField(db_index=True)


class SecondFactor(models.Model):
    """The app of a user that shows codes. Secrets are encrypted; `pending` is one that was shown and not confirmed yet.

    `last_step` is the code used last, which is never taken again.
    """

    internal: ClassVar = ("secret", "pending")

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="second_factor")
    secret = SealedBytesField()
    pending = SealedBytesField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)
    failures = models.IntegerField(default=0)
    locked_until = models.DateTimeField(null=True)


class RecoveryCode(models.Model):
    """A code for the day the app is lost: once, and kept only as a mark."""

    internal: ClassVar = ("mark",)

    factor = models.ForeignKey(SecondFactor, on_delete=models.CASCADE, related_name="codes")
    mark = models.BinaryField()
    used_at = models.DateTimeField(null=True)


class SignInRules(models.Model):
    """Who must give a second factor in this city: one row. `head_*` is the end of the stream `sign-in-rules:1`."""

    internal: ClassVar = ("required_roles", "head_hash")

    required_roles = ArrayField(models.CharField(max_length=20), default=list)
    head_seq = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)


class CalendarVersion(models.Model):
    """One published state of the city's calendar of days off. Deadlines remember which one they were computed with.

    `head_*` is the end of the stream `calendar:1` as it was when this version was published.
    """

    internal: ClassVar = ("note", "head_hash")

    number = models.IntegerField(unique=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT)
    note = models.CharField(max_length=200, blank=True)
    collective_leave_counts = models.BooleanField(default=False)
    head_seq = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)


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
    """Who leads on a subject, in an area, on a class of road, in a span of days (R21). Null or blank means any.

    `offices` adds the offices of the place itself to the support: `village` (kelurahan, desa), `district` (kecamatan).
    `head_*` is the end of the stream `route:<id>`.
    """

    internal: ClassVar = ("subject", "road_class", "source", "offices", "head_hash")

    subject = models.CharField(max_length=60)
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT)
    road_class = models.CharField(max_length=20, blank=True)
    lead = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="leads")
    support = models.ManyToManyField(Agency, related_name="supports")
    offices = ArrayField(models.CharField(max_length=10), default=list)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=200, blank=True)
    head_seq = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject"])]
