"""The field's words and what they mean, for those who meet them here first. Exact terms of SP4N practice."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from kentongan.desk.words import Text


class Term(NamedTuple):
    word: Text
    meaning: Text


TERMS: Mapping[str, Term] = {
    "verify": Term(
        _("Verification"),
        _("Saying what a report is about, and whether the name and the text may be open. Nothing is public before."),
    ),
    "route": Term(
        _("Disposition"),
        _("Giving a case to the agency that owns it, with others that support it. Its own time starts then."),
    ),
    "follow_up": Term(
        _("Follow-up"), _("What was really done, with evidence. The first one meets the agency's own deadline.")
    ),
    "answer": Term(_("Response"), _("What the reporter is told at the end. From then on the days to reply run.")),
    "reply": Term(
        _("Reporter's reply"),
        _("What the reporter says to the answer: not solved yet. The case goes on where it was."),
    ),
    "supervised": Term(
        _("With oversight content"),
        _("There is a sign that an official did wrong. The inspectorate takes part, and it is always confidential."),
    ),
    "confidential": Term(
        _("Confidential matter"),
        _("The whole report is hidden from the public, its title too. Only who works on it reads it."),
    ),
    "anonymous": Term(
        _("Anonymous report"), _("The report may be public; who told it stays hidden, from the agency as well.")
    ),
    "working_day": Term(
        _("Working day (HK)"),
        _(
            "Monday to Friday without days off. The day of receipt is not counted; a limit ends at 23.59 of its"
            " last day."
        ),
    ),
    "deadline": Term(
        _("Deadline"),
        _("The last moment in time, by the city's rule that held when it began. It stops while the reporter is asked."),
    ),
    "lead": Term(_("Owner"), _("The one agency that answers for the case. The reporter always sees exactly one.")),
    "support": Term(_("Supporting agency"), _("It does a part of the work and can follow up, but does not answer.")),
    "share": Term(_("Consultation"), _("Another agency reads one passage and advises; nothing else is shown to it.")),
    "send_back": Term(
        _("Returned case"),
        _("Not ours, because; perhaps theirs. The third time the supervisor decides whose it is."),
    ),
    "postpone": Term(_("Postponed report"), _("Something is missing. The clock stops until the reporter adds it.")),
    "refer": Term(
        _("Referral outside"), _("Handed on to a body outside the city, with a contact and a day; never a dead end.")
    ),
    "merge": Term(
        _("Joined reports"), _("Several tellings of one matter. Every code stays alive and every reporter is told.")
    ),
    "receipt": Term(
        _("Receipt of a report"),
        _("Code, PIN and time. With the code the state is seen, with the PIN the report itself."),
    ),
    "identity": Term(
        _("Opened identity"), _("Reading who told it, with a reason. Every reading stands in the reader's own history.")
    ),
}
