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


class DataRequest(models.Model):
    """What a person asks about his own data (UU 27/2022): answered within three times 24 hours. `head_*` as above.

    Its own words are personal and go when one of its persons is erased; that it was asked and answered stays.
    """

    internal: ClassVar = ("kind", "channel", "decision", "ground", "head_hash")
    erase_by: ClassVar = "subjects__person"

    kind = models.CharField(max_length=12)
    channel = models.CharField(max_length=12)
    name = PersonalTextField()
    contact = PersonalTextField()
    text = PersonalTextField()
    answer = PersonalTextField()
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    decision = models.CharField(max_length=8, blank=True)
    ground = models.CharField(max_length=16, blank=True)
    decided_at = models.DateTimeField(null=True)
    carried_out_at = models.DateTimeField(null=True)
    head_seq = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)


class RequestSubject(models.Model):
    """A person of ours whom a request is about: one asker may be known as several."""

    request = models.ForeignKey(DataRequest, on_delete=models.PROTECT, related_name="subjects")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["request", "person"], name="people_subject_once")]
