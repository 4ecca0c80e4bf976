"""Persons, how to reach them, and the register of what was erased."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kentongan.core.fields import PersonalTextField, SealedTextField


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
    note = PersonalTextField()  # how it was carried out
    erased_at = models.DateTimeField(null=True)  # its words went by retention; with an erasure they go by their person
    head_seq = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)


class Correction(models.Model):
    """A name or contact put right at a person's request: what stood there and what stands there now, both his own."""

    internal: ClassVar = ("field",)
    erase_by: ClassVar = "person"

    request = models.ForeignKey(DataRequest, on_delete=models.PROTECT, related_name="corrections")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=10)
    before = PersonalTextField()
    after = PersonalTextField()
    corrected_at = models.DateTimeField()


class RequestSubject(models.Model):
    """A person of ours whom a request is about: one asker may be known as several."""

    request = models.ForeignKey(DataRequest, on_delete=models.PROTECT, related_name="subjects")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["request", "person"], name="people_subject_once")]


class RetentionRule(models.Model):
    """How long one kind of data is kept here, where the city says otherwise than the house (`registry.Retained`)."""

    internal: ClassVar = ("kind", "basis", "head_hash")

    kind = models.CharField(max_length=40, unique=True)
    days = models.IntegerField()
    basis = models.CharField(max_length=300)
    is_on = models.BooleanField(default=True)
    head_seq = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)


class RetentionRun(models.Model):
    """One going over of what is kept too long: a rehearsal that only counts, or the erasure after it.

    `kinds` are the rules as they stood when it was asked for, each with the moment before which data go; `step` and
    `cursor` say how far it came, so that it is taken up again after any interruption.
    """

    internal: ClassVar = ("kinds", "counts", "numbers", "head_hash")

    is_rehearsal = models.BooleanField()
    kinds = models.JSONField(default=list)
    step = models.SmallIntegerField(default=0)
    cursor = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    numbers = models.JSONField(default=dict)
    failures = models.IntegerField(default=0)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    head_seq = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=models.Q(finished_at=None), name="people_retention_unfinished")
        ]


class Breach(models.Model):
    """A failure of protecting personal data (UU 27/2022 Pasal 46). Its words are ours to keep and name nobody."""

    internal: ClassVar = ("data", "cause", "measures", "advice", "contact", "note", "head_hash")

    known_at = models.DateTimeField()
    happened_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    data = ArrayField(models.CharField(max_length=20), default=list)
    persons = models.IntegerField()
    is_estimate = models.BooleanField(default=True)
    needs_public_notice = models.BooleanField(default=False)
    cause = SealedTextField()
    measures = SealedTextField()
    advice = SealedTextField()
    contact = SealedTextField()
    note = SealedTextField()
    authority_told_at = models.DateTimeField(null=True)
    persons_told_at = models.DateTimeField(null=True)
    public_told_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True, db_index=True)
    head_seq = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)
