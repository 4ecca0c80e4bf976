"""What the front door keeps of its own: links to one's reports, who follows a kelurahan, sheets on their way in.

What a sheet of an older system holds is encrypted and goes after its import, at the latest a week after it came.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from kentongan.cases.models import Report
from kentongan.core.fields import SealedBytesField, SealedTextField
from kentongan.people.models import Person
from kentongan.places.models import Area


class ReportLink(models.Model):
    """A link to one's own reports, asked for by an e-mail address. Rows live a day.

    `index` is the blind index of the address, never the address; `token` the mark of the secret in the link, null
    until it was sent, and for good where nobody told us this address: the asker is answered alike.
    """

    internal: ClassVar = ("index", "token", "language")

    index = models.BinaryField()
    token = models.BinaryField(null=True, unique=True)
    language = models.CharField(max_length=5, default="id")
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=models.Q(sent_at=None), name="intake_link_unsent"),
            models.Index(fields=["index", "asked_at"]),
        ]


class Import(models.Model):
    """A sheet on its way in. `plan`: how it is read; `told`: rows that were not taken, or differ, with their cells.

    `row`: the last row of the sheet that is settled. `checked`: what was found before it began, counts by kind.
    """

    internal: ClassVar = ("source", "name", "content", "plan", "told", "state", "checked")

    class State(models.TextChoices):
        CHOSEN = "chosen"
        MAPPED = "mapped"
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=33)
    name = SealedTextField()
    content = SealedBytesField()
    plan = SealedTextField()
    told = SealedBytesField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.CHOSEN)
    checked = models.JSONField(default=dict)
    total = models.IntegerField(default=0)
    row = models.IntegerField(default=0)
    new = models.IntegerField(default=0)
    same = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    exercise = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_index=True)
    done_at = models.DateTimeField(null=True)


class SavedPlan(models.Model):
    """A mapping under a name, for all who import. `plan`: as `importing.mapping.Plan`, without words of persons."""

    internal: ClassVar = ("name", "plan")

    name = models.CharField(max_length=60, unique=True)
    plan = models.JSONField()


class CarriedRow(models.Model):
    """What a report's row said when it was imported, as marks of its cells: another sheet's row can be compared."""

    internal: ClassVar = ("marks",)

    report = models.OneToOneField(Report, primary_key=True, on_delete=models.CASCADE, related_name="+")
    marks = models.JSONField()


class Follow(models.Model):
    """Someone who gets letters of what is published in a kelurahan, once he has confirmed it from his mailbox.

    `told_until` is how far his letters reach, `next_at` when the next one is due. A stopped one lives a week.
    """

    internal: ClassVar = ("rhythm", "language")

    class Rhythm(models.TextChoices):
        DAILY = "daily"
        WEEKLY = "weekly"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    rhythm = models.CharField(max_length=6, choices=Rhythm.choices)
    language = models.CharField(max_length=5, default="id")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    told_until = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "area"], name="intake_follow_once")]
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"], condition=models.Q(next_at__isnull=False, stopped_at=None), name="intake_follow_due"
            )
        ]
