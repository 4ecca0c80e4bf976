"""The tags the city knows: the words its coordinators put on cases."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower


class Tag(models.Model):
    """One word. Renamed or joined to another it `stands_for` that one, and no case has to be written again.

    `head_*` ends its stream `tag:<id>`.
    """

    internal: ClassVar = ("name", "head_hash")

    name = models.CharField(max_length=40)
    stands_for = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    is_offered = models.BooleanField(default=True)
    head_seq = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("name"), name="cases_tag_name")]
