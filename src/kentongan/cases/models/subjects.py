"""What a matter can be about."""

from typing import ClassVar

from django.db import models


class Classification(models.TextChoices):
    """*Klasifikasi* (domain: SP4N)."""

    SUPERVISED = "supervised"  # Pengaduan Berkadar Pengawasan
    UNSUPERVISED = "unsupervised"  # Pengaduan Tidak Berkadar Pengawasan
    ASPIRATION = "aspiration"  # Aspirasi
    INFORMATION = "information"  # Permintaan Informasi


class Category(models.Model):
    """*Kategori*, two levels. A sensitive one sets rahasia already in the form and is never published at once.

    Never deleted while referred to: it is retired, and `successor` answers for its code from then on.
    `head_*` is the end of the stream `category:<code>`.
    """

    public: ClassVar = ("code", "name", "name_en", "icon", "classification")
    internal: ClassVar = ("head_hash",)

    code = models.CharField(max_length=60, primary_key=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    icon = models.CharField(max_length=20, blank=True)
    classification = models.CharField(max_length=12, choices=Classification.choices, blank=True)
    is_sensitive = models.BooleanField(default=False)
    is_emergency = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    successor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="predecessors")
    position = models.IntegerField(default=0)
    head_seq = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)
