"""Persons, how to reach them, and the register of what was erased."""

from typing import ClassVar

from django.db import models

from kentongan.core.fields import PersonalTextField


class Person(models.Model):
    """Someone who told the city something. `head_*` is the end of his own stream."""

    internal: ClassVar = ("head_hash", "mark")
    erase_by: ClassVar = "pk"
    erase_also: ClassVar = ("mark",)

    name = PersonalTextField()
    mark = models.BinaryField(null=True)  # blind index of name and contacts together: the same identity again
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    head_seq = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)
    exercise = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["mark"])]


class Contact(models.Model):
    """One way to reach a person. Found by its blind index, never by its value."""

    internal: ClassVar = ("kind", "index")
    erase_by: ClassVar = "person"
    erase_also: ClassVar = ("index",)

    class Kind(models.TextChoices):
        PHONE = "phone"
        EMAIL = "email"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = PersonalTextField()
    index = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    exercise = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "index"])]


class Erasure(models.Model):
    """A person erased on request or by retention. The register is kept beside the backups and replayed on restore."""

    internal: ClassVar = ("reason",)

    person_id = models.BigIntegerField(unique=True)
    reason = models.CharField(max_length=40)
    erased_at = models.DateTimeField()
