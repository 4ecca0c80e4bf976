"""What a user keeps. Users, agencies and subjects are known by their ids alone."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower

from kentongan.core.fields import SealedTextField


class SavedView(models.Model):
    """A list under a name: the query of its address. Deleted ones can be taken back for a day."""

    internal: ClassVar = ("name", "query", "audience", "role")

    class Audience(models.TextChoices):
        MINE = "mine"
        AGENCY = "agency"
        ROLE = "role"

    owner = models.BigIntegerField(db_index=True)
    name = models.CharField(max_length=60)
    query = models.TextField()
    audience = models.CharField(max_length=6, choices=Audience.choices, default=Audience.MINE)
    agency = models.BigIntegerField(null=True)
    role = models.CharField(max_length=20, blank=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "owner", Lower("name"), condition=models.Q(deleted_at=None), name="workspace_savedview_name"
            )
        ]
        indexes: ClassVar = [
            models.Index("agency", condition=models.Q(audience="agency"), name="workspace_view_agency"),
            models.Index("role", condition=models.Q(audience="role"), name="workspace_view_role"),
        ]


class DefaultView(models.Model):
    """The list a user's day begins with."""

    user = models.BigIntegerField(primary_key=True)
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE)


class AnswerTemplate(models.Model):
    """Words used again and again. `agency` None: the whole city's. `head_*` ends its stream `template:<id>`."""

    internal: ClassVar = ("name", "purpose", "text", "head_hash")

    class Purpose(models.TextChoices):
        ANSWER = "answer"
        ASK = "ask"
        ARCHIVE = "archive"

    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=7, choices=Purpose.choices)
    text = models.TextField()
    agency = models.BigIntegerField(null=True)
    is_used = models.BooleanField(default=True)
    head_seq = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)


class Draft(models.Model):
    """What someone is writing about a subject, in one of its forms; encrypted. Fresh ones say that he writes now."""

    internal: ClassVar = ("subject", "kind", "content")

    user = models.BigIntegerField()
    subject = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    content = SealedTextField()
    updated_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "user", "kind"], name="workspace_draft_once")
        ]


class Watch(models.Model):
    """A subject someone wants to hear of, and how far he has read it: `seen` is the last thing done that he saw."""

    internal: ClassVar = ("subject",)

    user = models.BigIntegerField()
    subject = models.CharField(max_length=60)
    seen = models.IntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "subject"], name="workspace_watch_once")]


class Bulk(models.Model):
    """One act wanted on many subjects: chosen, then done one by one. `asked`: what its form said, until it is done."""

    internal: ClassVar = ("act", "state", "asked", "trail")

    class State(models.TextChoices):
        CHOSEN = "chosen"
        RUNNING = "running"
        DONE = "done"
        UNDOING = "undoing"
        UNDONE = "undone"

    owner = models.BigIntegerField(db_index=True)
    act = models.CharField(max_length=20)
    state = models.CharField(max_length=7, choices=State.choices, default=State.CHOSEN)
    asked = SealedTextField()
    trail = SealedTextField()
    created_at = models.DateTimeField(db_index=True)
    done_at = models.DateTimeField(null=True)
    exercise = models.BigIntegerField(null=True)
    is_single = models.BooleanField(default=False)  # one act on one subject, kept so that it can be taken back


class BulkLine(models.Model):
    """One subject of a bulk act: how far it was when it was shown, and what became of it, with the reason if refused.

    `before`: what the way back needs. `done_seq`: the last thing done on it when the act was through.
    """

    internal: ClassVar = ("subject", "state", "reason", "before")

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        REFUSED = "refused"
        UNDONE = "undone"
        KEPT = "kept"  # done, and the way back was refused

    bulk = models.ForeignKey(Bulk, on_delete=models.CASCADE, related_name="lines")
    subject = models.CharField(max_length=60)
    seq = models.IntegerField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    reason = models.TextField(blank=True)
    before = models.JSONField(default=dict)
    done_seq = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["bulk", "subject"], name="workspace_bulk_line_once")]
