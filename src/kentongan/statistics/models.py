"""Documents people asked for."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from kentongan.core.fields import SealedBytesField, SealedTextField


class Document(models.Model):
    """A list as a sheet, for the one who asked, for a day. What was asked and what it holds are encrypted."""

    internal: ClassVar = ("name", "form", "state", "asked", "content")

    class Form(models.TextChoices):
        CSV = "csv"
        XLSX = "xlsx"

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        READY = "ready"
        FAILED = "failed"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    name = models.CharField(max_length=120)
    form = models.CharField(max_length=4, choices=Form.choices)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    asked = SealedTextField()
    content = SealedBytesField()
    rows = models.IntegerField(default=0)
    size = models.IntegerField(default=0)
    is_cut = models.BooleanField(default=False)
    exercise = models.IntegerField(null=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
