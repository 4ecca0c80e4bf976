"""Notes of those who work on a case to each other, and who is mentioned in them. Never shown outside."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kentongan.agencies.models import Agency, User
from kentongan.cases.models.matter import Case
from kentongan.core.fields import SealedTextField


class Note(models.Model):
    """A word inside the house. `agency`: the author's office, None the coordinator's. `head_*` ends stream `note:<id>`.

    `edition` counts the wordings; of former ones the history keeps the mark alone.
    """

    internal: ClassVar = ("audience", "text", "salt", "head_hash")

    class Audience(models.TextChoices):
        ALL = "all"  # all who read the case
        AGENCY = "agency"  # of them, the author's own office

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=6, choices=Audience.choices, default=Audience.ALL)
    text = SealedTextField()
    salt = models.BinaryField()
    edition = models.IntegerField(default=0)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    head_seq = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)
    exercise = models.BigIntegerField(null=True)


class Mention(models.Model):
    """Someone a note speaks to, and when he saw it."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["note", "user"], name="cases_mention_once")]
        indexes: ClassVar = [
            models.Index(fields=["user", "-note"], name="cases_mention_of_user"),
            models.Index("user", condition=Q(seen_at__isnull=True), name="cases_mention_unseen"),
        ]
