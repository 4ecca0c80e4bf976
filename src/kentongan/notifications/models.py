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
