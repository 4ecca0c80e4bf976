"""The matter the city works on (`Case`), what citizens told of it (`Report`), and who has what to do by when."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from kentongan.agencies.models import Agency, CalendarVersion, User
from kentongan.cases.workflow import OPEN_STATES, State
from kentongan.core.fields import PersonalTextField
from kentongan.people.models import Person
from kentongan.places.models import Area


class Classification(models.TextChoices):
    """*Klasifikasi* (domain: SP4N)."""

    SUPERVISED = "supervised"  # Pengaduan Berkadar Pengawasan
    UNSUPERVISED = "unsupervised"  # Pengaduan Tidak Berkadar Pengawasan
    ASPIRATION = "aspiration"  # Aspirasi
    INFORMATION = "information"  # Permintaan Informasi


class Category(models.Model):
    """*Kategori*, two levels. A sensitive one sets rahasia already in the form and is never published at once."""

    public: ClassVar = ("code", "name", "name_en", "icon", "classification")

    code = models.CharField(max_length=60, primary_key=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    icon = models.CharField(max_length=20, blank=True)
    classification = models.CharField(max_length=12, choices=Classification.choices, blank=True)
    is_sensitive = models.BooleanField(default=False)
    is_emergency = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    position = models.IntegerField(default=0)


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
    handed_in_at = models.DateTimeField(null=True)  # an answer that waits to be checked by the coordinator, since
    archive_reason = models.CharField(max_length=40, blank=True)
    tags = models.JSONField(default=list)

    lead = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="led_cases")
    returns = models.SmallIntegerField(default=0)
    report_count = models.IntegerField(default=1)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)  # the earliest limit that runs now, if one does
    due_stage = models.CharField(max_length=12, blank=True)

    head_seq = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)
    exercise = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["state", "due_at", "id"], condition=Q(state__in=OPEN_STATES), name="cases_case_inbox_due"
            ),
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
            models.Index(fields=["due_at", "id"], condition=Q(handed_in_at__isnull=False), name="cases_case_check"),
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


class CaseParty(models.Model):
    """An agency's part in a case: what agency lists read. Sending and doing have their state per agency."""

    internal: ClassVar = ("role", "case_state", "note", "passage", "reason")

    class Role(models.TextChoices):
        LEAD = "lead"
        SUPPORT = "support"
        CONSULTED = "consulted"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(max_length=10, choices=Role.choices)
    note = models.TextField(blank=True)
    passage = models.TextField(blank=True)
    reason = models.TextField(blank=True)  # why it was sent back
    shares_identity = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)  # null: has a part now
    opened_at = models.DateTimeField(null=True)
    first_seq = models.IntegerField()  # events of its own time: what a former party may still see
    last_seq = models.IntegerField(null=True)
    # copies of the case, so that an agency's list is one index walk
    case_state = models.CharField(max_length=12, choices=State.choices)
    case_received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    exercise = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "agency"], condition=Q(until__isnull=True), name="cases_party_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency", "case_state", "due_at", "case"],
                condition=Q(until__isnull=True),
                name="cases_party_inbox",
            ),
            models.Index(
                fields=["agency", "due_at", "case"],
                condition=Q(until__isnull=True, due_at__isnull=False),
                name="cases_party_due",
            ),
            models.Index(
                fields=["agency", "case_state", "-case_received_at", "-case"],
                condition=Q(until__isnull=True),
                name="cases_party_state",
            ),
            models.Index(fields=["agency", "-case_received_at", "-case"], name="cases_party_received"),
        ]


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


class Support(models.Model):
    """Someone to whom a public case happens too, without a telling of his own. Counted once per browser and person.

    `browser` is the mark of a random sign kept in the browser; `person` is there where he wants news, by e-mail.
    """

    internal: ClassVar = ("browser", "language")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="supports")
    browser = models.BinaryField()
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=5, default="id")
    created_at = models.DateTimeField()
    exercise = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "browser"], name="cases_support_once_per_browser"),
            models.UniqueConstraint(
                fields=["case", "person"], condition=Q(person__isnull=False), name="cases_support_once_per_person"
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
        NOTE = "note"
        HANDED_IN = "handed_in"  # an answer before it was checked: inside only
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


class DeadlineRule(models.Model):
    """How long a stage may take (R5). Blank classification and null agency mean any; the narrowest rule wins."""

    internal: ClassVar = ("classification", "stage", "unit", "source")

    class Stage(models.TextChoices):
        VERIFY = "verify"
        FOLLOW_UP = "follow_up"
        RESOLVE = "resolve"
        CLOSE = "close"  # closing by the system after an answer without a reply

    class Unit(models.TextChoices):
        WORKING_DAYS = "working_days"
        CALENDAR_DAYS = "calendar_days"
        HOURS = "hours"

    classification = models.CharField(max_length=12, choices=Classification.choices, blank=True)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT)
    stage = models.CharField(max_length=12, choices=Stage.choices)
    amount = models.IntegerField()
    unit = models.CharField(max_length=14, choices=Unit.choices)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    version = models.IntegerField(default=1)
    source = models.CharField(max_length=200, blank=True)


class Deadline(models.Model):
    """A stage's limit as promised: computed once with this rule and this calendar, moved only by an audited act."""

    internal: ClassVar = ("stage", "pauses")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="deadlines")
    stage = models.CharField(max_length=12, choices=DeadlineRule.Stage.choices)
    rule = models.ForeignKey(DeadlineRule, on_delete=models.PROTECT)
    calendar = models.ForeignKey(CalendarVersion, null=True, on_delete=models.PROTECT)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    pauses = ArrayField(models.DateTimeField(), null=True)  # begin, end, begin, end ... of when the clock stood still
    met_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "stage"], condition=Q(dropped_at__isnull=True), name="cases_deadline_once"
            ),
        ]
