"""What was attached."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kentongan.cases.models.matter import Case
from kentongan.cases.models.told import Entry, Report
from kentongan.core.fields import PersonalTextField


class Attachment(models.Model):
    """A picture, film or document, cleaned of what it says beside itself, under a random name."""

    public: ClassVar = ("media_type",)
    internal: ClassVar = ("key", "digest", "boxes", "copy_key", "copy_type", "copy_digest")
    erase_by: ClassVar = "report__person"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attachments")
    report = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="attachments")
    entry = models.ForeignKey(Entry, null=True, on_delete=models.PROTECT, related_name="attachments")
    key = models.CharField(max_length=64, unique=True)
    name = PersonalTextField()
    media_type = models.CharField(max_length=60)
    size = models.IntegerField()
    width = models.IntegerField(null=True)
    height = models.IntegerField(null=True)
    digest = models.BinaryField()
    boxes = models.JSONField(default=list)  # parts nobody outside shall see (`cases.publication`)
    is_released = models.BooleanField(
        default=False
    )  # its copy may be published, and seen where the report is anonymous
    copy_key = models.CharField(max_length=64, blank=True)  # of the copy with the boxes burnt in, while it is released
    copy_type = models.CharField(max_length=60, blank=True)
    copy_size = models.IntegerField(default=0)
    copy_width = models.IntegerField(null=True)
    copy_height = models.IntegerField(null=True)
    copy_digest = models.BinaryField(default=bytes)
    created_at = models.DateTimeField()
    exercise = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_released=False) | ~Q(copy_key=""), name="cases_attachment_released_as_copy"
            ),
        ]
