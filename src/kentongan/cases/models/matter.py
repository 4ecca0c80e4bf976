"""The matter the city works on, and the words it is found by."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from kentongan.agencies.models import Agency
from kentongan.cases.models.subjects import Category, Classification
from kentongan.cases.workflow import OPEN_STATES, State
from kentongan.places.models import Area


class Case(models.Model):
    """One matter. `number` is the code of the report that began it. `head_*` is the end of its stream `case:<id>`.

    `text` (the edited one) lies in `CaseText`, with the words it is found by, so that this row stays small.
    """

    public: ClassVar = ("number", "title", "place_text")
    internal: ClassVar = (
        "state",
        "classification",
        "channel",
        "neighbour",
        "head_hash",
        "road_class",
        "archive_reason",
        "closed_by",
        "due_stage",
        "tags",
    )

    number = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    title = models.CharField(max_length=200)
    classification = models.CharField(max_length=12, choices=Classification.choices, blank=True)
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT)
    channel = models.CharField(max_length=20)

    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="cases")
    district = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="district_cases")
    place_text = models.CharField(max_length=300, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    cell = models.BigIntegerField(null=True)
    is_outside = models.BooleanField(default=False)
    neighbour = models.CharField(max_length=80, blank=True)
    road_class = models.CharField(max_length=20, blank=True)
    occurred_on = models.DateField(null=True)

    is_anonymous = models.BooleanField(default=False)
    is_confidential = models.BooleanField(default=False)
    verified_at = models.DateTimeField(null=True)

    received_at = models.DateTimeField()
    received_at_is_estimated = models.BooleanField(default=False)
    routed_at = models.DateTimeField(null=True)
    first_follow_up_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=12, blank=True)
    postponed_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)  # waiting for the reporter since
    replied_at = models.DateTimeField(null=True)  # a reply nobody has worked on yet
    carried_over_at = models.DateTimeField(null=True)  # came from an older system, as far as it was there
    handed_in_at = models.DateTimeField(null=True)  # an answer that waits to be checked by the coordinator, since
    expected_on = models.DateField(null=True)  # an answer from outside the city
    extended_at = models.DateTimeField(null=True)  # the limit of an information request, once (UU 14/2008)
    archive_reason = models.CharField(max_length=40, blank=True)
    tags = models.JSONField(default=list)

    lead = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="led_cases")
    returns = models.SmallIntegerField(default=0)
    disputed_at = models.DateTimeField(null=True)  # sent back a third time: the supervisor decides, since
    report_count = models.IntegerField(default=1)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)  # the earliest limit that runs now, if one does
    due_stage = models.CharField(max_length=12, blank=True)
    escalated_at = models.DateTimeField(null=True)  # that limit was overdue so long that the supervisor was told

    head_seq = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)
    exercise = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["state", "due_at", "id"], condition=Q(state__in=OPEN_STATES), name="cases_case_inbox_due"
            ),
            GinIndex(fields=["tags"], condition=~Q(tags=[]), name="cases_case_tags"),
            models.Index(fields=["state", "-received_at", "-id"], name="cases_case_state_received"),
            models.Index(fields=["-received_at", "-id"], name="cases_case_received"),
            models.Index(fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="cases_case_due"),
            models.Index(fields=["district", "-received_at", "-id"], name="cases_case_district"),
            models.Index(fields=["area", "-received_at", "-id"], name="cases_case_area"),
            models.Index(fields=["category", "-received_at", "-id"], name="cases_case_category"),
            models.Index(
                fields=["-verified_at", "-id"],
                condition=Q(verified_at__isnull=False, is_confidential=False, exercise__isnull=True)
                & ~Q(state=State.ARCHIVED),
                name="cases_case_public",
            ),
            models.Index(
                fields=["-replied_at", "-id"], condition=Q(replied_at__isnull=False), name="cases_case_replied"
            ),
            models.Index(
                fields=["expected_on", "id"], condition=Q(expected_on__isnull=False), name="cases_case_expected"
            ),
            models.Index(fields=["due_at", "id"], condition=Q(handed_in_at__isnull=False), name="cases_case_check"),
            models.Index(fields=["due_at", "id"], condition=Q(escalated_at__isnull=False), name="cases_case_escalated"),
            models.Index(
                fields=["received_at", "id"], condition=Q(state="received", returns__gt=0), name="cases_case_returned"
            ),
            models.Index(
                fields=["due_at", "id"],
                condition=Q(state__in=OPEN_STATES)
                & (Q(is_confidential=True) | Q(classification=Classification.SUPERVISED)),
                name="cases_case_guarded",
            ),
        ]


class CaseText(models.Model):
    """The edited text and the words it is found by. Each word carries the number of its bucket (`cases.search`)."""

    public: ClassVar = ("text",)
    internal: ClassVar = ("terms",)

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="body")
    text = models.TextField()
    is_edited = models.BooleanField(default=False)
    terms = SearchVectorField()

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["terms"], name="cases_casetext_terms", fastupdate=True, gin_pending_list_limit=64)
        ]
