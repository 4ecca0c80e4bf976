"""Other systems that speak to us: their keys and what they used of their allowance."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class ApiClient(models.Model):
    """Another system. Of its key only the SHA-256 is kept; the key is shown once."""

    public: ClassVar = ()
    internal: ClassVar = ("name", "key_hash", "scopes", "channel", "head_hash")

    name = models.CharField(max_length=80, unique=True)
    key_hash = models.BinaryField(unique=True)
    scopes = ArrayField(models.CharField(max_length=40), default=list)
    channel = models.CharField(max_length=20, default="partner")
    rate_per_minute = models.IntegerField(default=600)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    head_seq = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)


class RateCount(models.Model):
    """Requests of a client in one minute, added up from all processes about once a second."""

    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE)
    minute = models.DateTimeField()
    count = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["client", "minute"], name="partners_ratecount_once")]
