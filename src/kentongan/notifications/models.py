"""The outbox: every word to a person is a row with a state."""

from typing import ClassVar

from django.db import models

from kentongan.core.fields import PersonalTextField


class Message(models.Model):
    """One message to one contact. `uid` makes the Message-ID; `reason_id` makes it once per event."""

    internal: ClassVar = (
        "channel",
        "subject_ref",
        "text_name",
        "language",
        "state",
        "error",
        "external_id",
        "reason_id",
        "stop_path",
    )
    erase_by: ClassVar = "person_id"

    class State(models.TextChoices):
        QUEUED = "queued"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        UNCERTAIN = "uncertain"

    uid = models.UUIDField(unique=True)
    channel = models.CharField(max_length=20)
    contact_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    user_id = models.BigIntegerField(null=True)  # someone who works here, instead of a contact
    subject_ref = models.CharField(max_length=40)
    text_name = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    title = PersonalTextField()
    body = PersonalTextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.IntegerField(default=0)
    next_at = models.DateTimeField()
    error = models.CharField(max_length=200, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    reason_id = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    stop_path = models.CharField(max_length=300, blank=True)  # of the public page where such words end by one click
    exercise = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"],
                condition=models.Q(state__in=["queued", "sending"]),
                name="notifications_message_due",
            ),
            models.Index(fields=["subject_ref"]),
            models.Index(
                fields=["-created_at", "-id"],
                condition=models.Q(state__in=["failed", "uncertain"]),
                name="notifications_message_over",
            ),
        ]


class OwnText(models.Model):
    """What a city says instead of the house's text of a name in a language; kept when it went back to that.

    `default_mark`: the words of the house it was written over. `head_*` is the end of `text:<name>:<language>`.
    """

    internal: ClassVar = ("name", "language", "title", "body", "default_mark", "head_hash")

    name = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=120, blank=True)
    body = models.TextField()
    is_used = models.BooleanField(default=True)
    default_mark = models.CharField(max_length=16)
    head_seq = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "language"], name="notifications_owntext_once")
        ]
