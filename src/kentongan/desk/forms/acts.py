"""One form for each act that needs words. The act itself judges what the life cycle allows."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kentongan.cases import reasons
from kentongan.desk import words
from kentongan.desk.forms.fields import (
    REQUIRED,
    CategoryChoice,
    CleanText,
    Day,
    Files,
    YesNo,
    agencies,
    agency_choice,
    areas,
    categories,
    classifications,
    keep_category,
    long_text,
    number,
    of_words,
)


class RouteForm(forms.Form):
    """*Disposisi*: who leads, who supports, what they should know."""

    lead = agency_choice(_("Lead agency"))
    support = forms.TypedMultipleChoiceField(
        label=_("Supporting agencies"),
        required=False,
        choices=lambda: agencies()[1:],
        coerce=number,
        widget=forms.CheckboxSelectMultiple,
    )
    note = long_text(
        _("Note"), rows=2, limit=2000, required=False, hint=_("For the agency. The reporter does not see it.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["support"] = [agency for agency in data.get("support", []) if agency != data.get("lead")]
        return data


class DecideForm(RouteForm):
    """The supervisor's word after the third return: who leads for good, and why."""

    reason = long_text(_("Why this agency?"), limit=2000, hint=_("The agencies read it. The reporter does not see it."))


class VerifyForm(RouteForm):
    """What must be answered before a report goes on. Neither question has a default."""

    classification = forms.ChoiceField(
        label=_("Classification"),
        choices=classifications,
        error_messages={"required": _("Choose the classification.")},
    )
    category = CategoryChoice(
        label=_("Category"), choices=categories, error_messages={"required": _("Choose the category.")}
    )
    is_anonymous = YesNo(
        label=_("Reporter's name"),
        no=_("May be opened"),
        yes=_("Anonymous"),
        error_messages={"required": _("Answer whether the reporter's name may be opened.")},
    )
    is_confidential = YesNo(
        label=_("Report text"),
        no=pgettext_lazy("flag", "Open"),
        yes=_("Confidential"),
        error_messages={"required": _("Answer whether the report may be read by the public.")},
    )

    field_order = ("classification", "category", "lead", "support", "is_anonymous", "is_confidential", "note")

    def __init__(self, *args: Any, is_routed_too: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_routed_too:
            self.fields["lead"].required = False


def tags_of(text: str) -> tuple[str, ...]:
    """The words between commas, each once, as they came."""
    return tuple(dict.fromkeys(tag for tag in (part.strip() for part in text.split(",")) if tag))


class Tags(CleanText):
    """Tags, with commas between them."""

    def clean(self, value: Any) -> tuple[str, ...]:
        return tags_of(super().clean(value))


class EditForm(forms.Form):
    """The edited text beside the original, the place, the flags. Every input travels with the value it showed."""

    title = CleanText(label=_("Title"), max_length=200, error_messages=REQUIRED)
    text = long_text(_("Edited text"), rows=7)
    category = forms.ChoiceField(label=_("Category"), required=False, choices=lambda: categories(_("Not chosen yet")))
    area = forms.ChoiceField(label=_("Kelurahan"), required=False, choices=areas)
    place_text = CleanText(label=_("Place in words"), required=False, max_length=300)
    road_class = forms.ChoiceField(label=_("Whose road"), required=False, choices=lambda: of_words(words.ROAD_CLASSES))
    tags = Tags(
        label=_("Tags"),
        required=False,
        max_length=500,
        help_text=_("With commas between them. Only those inside see them."),
    )
    has_position = forms.BooleanField(label=_("Position on the map"), required=False)
    is_anonymous = forms.BooleanField(label=_("Anonymous"), required=False)
    is_confidential = forms.BooleanField(label=_("Confidential"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_category(self, "category")


class WorkForm(forms.Form):
    """A follow-up or an answer, with evidence."""

    text = long_text(_("Text"))
    photos = Files(label=_("Photos and documents"), required=False)
    are_files_public = forms.BooleanField(label=_("The public and the reporter may see the files"), required=False)


class AnswerForm(WorkForm):
    """An answer with the four questions that are asked before it goes out; the act judges what was answered."""

    is_answering = forms.BooleanField(label=_("It answers what was asked"), required=False)
    personal = forms.ChoiceField(
        label=_("Personal data"),
        choices=[("none", _("There is none")), ("needed", _("There is, and it is needed"))],
        required=False,
        widget=forms.RadioSelect,
    )
    evidence = forms.ChoiceField(
        label=_("Evidence"),
        choices=[
            ("attached", _("Attached here")),
            ("earlier", _("With a follow-up")),
            ("not_needed", _("Not needed")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    despite_tasks = forms.BooleanField(label=_("Answer although tasks are still open"), required=False)
    is_plain = forms.BooleanField(label=_("Everyone understands it: no abbreviations, no office words"), required=False)


class CheckForm(forms.Form):
    """The coordinator's word on an answer that waits."""

    handed_in = forms.IntegerField(widget=forms.HiddenInput)
    note = long_text(_("What is missing?"), limit=2000, required=False)


class AskForm(forms.Form):
    text = long_text(_("Question to the reporter"), limit=2000)


class AdviseForm(forms.Form):
    text = long_text(_("Your advice"), rows=5, limit=4000)


class TaskForm(forms.Form):
    """A piece of the work for an agency that has a part in the case; the page says which those are."""

    agency = forms.TypedChoiceField(
        label=_("Whose task?"), coerce=number, error_messages={"required": _("Choose the agency.")}
    )
    text = long_text(_("What is to be done?"), limit=1000)
    due_on = Day(label=_("Until when?"), required=True, error_messages={"required": _("Choose the day.")})

    def fit(self, parts: Iterable[tuple[int, str]]) -> None:
        self.fields["agency"].choices = [("", _("Choose")), *parts]  # type: ignore[attr-defined]


class SettleForm(forms.Form):
    """What became of a task."""

    text = long_text(_("What was done, or why not?"), limit=1000)


class ShareForm(forms.Form):
    agency = agency_choice(_("Which agency shall advise?"))
    passage = long_text(
        _("Passage it may read"),
        rows=5,
        limit=4000,
        required=False,
        hint=_("Leave out names and numbers: an agency asked for advice sees nothing else."),
    )
    answer_on = Day(
        label=_("Advice until"), required=False, help_text=_("The day you need it. The reporter's time runs on.")
    )
    identity = forms.TypedChoiceField(
        label=_("Who told it"),
        required=False,
        choices=[
            ("", _("As it is now")),
            ("open", _("A supporting agency may read it")),
            ("close", _("It may read it no longer")),
        ],
        coerce=lambda word: word == "open",
        empty_value=None,
        help_text=_("Only for an agency that supports, never with an anonymous report."),
    )


class SendBackForm(forms.Form):
    reason = long_text(_("Why is it not yours?"), limit=2000)
    suggested = agency_choice(_("Whose is it, perhaps?"), required=False, blank=_("I do not know"))


class PostponeForm(forms.Form):
    reason = forms.ChoiceField(
        label=pgettext_lazy("label", "Reason"),
        choices=lambda: of_words(reasons.POSTPONE, blank=_("Choose")),
        error_messages={"required": _("Choose the reason.")},
    )
    missing = long_text(
        _("What is missing?"), limit=1000, hint=_("The reporter reads this and can add it with code and PIN.")
    )


class ArchiveForm(forms.Form):
    reason = forms.ChoiceField(
        label=pgettext_lazy("label", "Reason"),
        choices=lambda: of_words(reasons.ARCHIVE, blank=_("Choose")),
        error_messages={"required": _("Choose the reason.")},
    )
    text = long_text(_("What the reporter is told"), limit=2000)


class ReferForm(forms.Form):
    """A3 *bukan wewenang*: never a dead end."""

    body = CleanText(
        label=_("To which body outside the city?"),
        max_length=120,
        error_messages=REQUIRED,
        widget=forms.TextInput({"list": "outside-bodies"}),
    )
    contact = CleanText(
        label=_("How it was reached"),
        max_length=200,
        error_messages=REQUIRED,
        help_text=_("Letter number, address or counter."),
    )
    said_by = CleanText(
        label=_("Who found that it is theirs?"),
        max_length=160,
        required=False,
        help_text=_("The reporter reads it with the body and its contact."),
    )
    reference = CleanText(label=_("Number of the letter"), max_length=160, required=False)
    expected_on = Day(
        label=_("Answer expected until"), required=False, help_text=_("Once it has passed the case stands on a list.")
    )
    text = long_text(_("What the reporter is told"), limit=2000)


class ReferralAnsweredForm(forms.Form):
    text = long_text(_("Their answer"), rows=5)


class ReasonForm(forms.Form):
    """Taking back and restoring."""

    reason = long_text(pgettext_lazy("label", "Reason"), limit=1000)


class ExtendForm(forms.Form):
    reason = long_text(pgettext_lazy("label", "Reason"), limit=2000, hint=_("The reporter reads this."))


class MergeForm(forms.Form):
    into = CleanText(label=_("Code of the case it belongs to"), max_length=20, error_messages=REQUIRED)


class CodeForm(forms.Form):
    code = CleanText(label=_("Code of the report to move back"), max_length=20, error_messages=REQUIRED)


class NothingForm(forms.Form):
    """An act that needs only a yes."""


class IdentityForm(forms.Form):
    code = forms.CharField(max_length=20, widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("Why do you need to know?"),
        choices=lambda: of_words(reasons.READ_IDENTITY, blank=_("Choose")),
        error_messages={"required": _("Choose why you need to know.")},
    )
