"""What citizens told of a case, and every word after it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kentongan.agencies.models import Agency, User
from kentongan.cases.models.matter import Case
from kentongan.core.fields import PersonalTextField
from kentongan.people.models import Person


class Report(models.Model):
    """What one citizen told, kept as told. (client, external_id) makes it once and only once."""

    public: ClassVar = ("code",)
    internal: ClassVar = ("client", "external_id", "channel", "salt", "language")
    erase_by: ClassVar = "person"
    erase_also: ClassVar = ("salt",)

    code = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    client = models.CharField(max_length=40)
    external_id = models.CharField(max_length=120)
    channel = models.CharField(max_length=20)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="reports")
    title = PersonalTextField()
    text = PersonalTextField()
    place = PersonalTextField()
    salt = models.BinaryField(null=True)
    pin = PersonalTextField()
    is_anonymous = models.BooleanField(default=False)
    is_confidential = models.BooleanField(default=False)
    wants_news = models.BooleanField(default=True)
    language = models.CharField(max_length=5, default="id")
    entered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT)
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField()  # when it was entered here; later than received_at for a letter of yesterday
    pin_failures = models.SmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    stars = models.SmallIntegerField(null=True)
    rating_text = PersonalTextField()
    rated_at = models.DateTimeField(null=True)
    exercise = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "external_id"], name="cases_report_once"),
            models.CheckConstraint(
                condition=Q(stars__isnull=True, rated_at__isnull=True) | Q(stars__range=(1, 5), rated_at__isnull=False),
                name="cases_report_rating_by_person",
            ),
        ]


class Entry(models.Model):
    """A word in the life of a case: follow-up, answer, question, reply, note, referral. A reply is personal text."""

    public: ClassVar = ("text",)
    internal: ClassVar = ("kind", "salt")
    erase_by: ClassVar = "report__person"
    erase_also: ClassVar = ("salt",)

    class Kind(models.TextChoices):
        FOLLOW_UP = "follow_up"
        ANSWER = "answer"
        QUESTION = "question"
        REPLY = "reply"
        EXTENSION = "extension"  # why the limit of an information request was extended
        NOTE = "note"
        HANDED_IN = "handed_in"  # an answer before it was checked: inside only
        TASK = "task"  # what an agency is to do, and what became of it: inside only
        ADVICE = "advice"  # of an agency that was consulted: for the lead and the coordinator
        REFERRAL = "referral"  # the body outside, and below it how to reach it

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    seq = models.IntegerField()  # of the event in the case's stream
    author = models.ForeignKey(User, null=True, on_delete=models.PROTECT)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT)
    report = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="entries")
    text = models.TextField(blank=True)  # of those who work here
    told = PersonalTextField()  # of the reporter
    salt = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    exercise = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "seq"])]
