"""What the configuration file holds, in the order in which it is put; and what it does not hold, with the reason.

A test asks of every table that it stands in one of the two.
"""

from collections.abc import Mapping, Sequence

from kentongan.agencies.actions.sections import AgencySection, CalendarSection, RouteSection, code_of, id_of
from kentongan.agencies.actions.staff_sections import SignInSection, UserSection
from kentongan.agencies.queries import users_with_role
from kentongan.cases.actions.sections import CategorySection, RuleSection
from kentongan.cases.actions.tag_section import TagSection
from kentongan.cases.actions.time_section import TimeSection
from kentongan.core.actor import Role
from kentongan.intake.actions.sections import PlanSection
from kentongan.notifications.actions.section import TextSection
from kentongan.places.actions.sections import CitySection
from kentongan.places.configuration import Section
from kentongan.workspace.actions.sections import Codes, TemplateSection, ViewSection


def _administrator() -> int | None:
    """Whose a shared view is that a command brought."""
    found = users_with_role(Role.ADMINISTRATOR)
    return found[0].id if found else None


_CODES = Codes(code_of, id_of)
SECTIONS: Sequence[Section] = (
    CitySection(),
    CalendarSection(),
    SignInSection(),
    AgencySection(),
    UserSection(),
    CategorySection(),
    RouteSection(),
    RuleSection(),
    TimeSection(),
    TagSection(),
    TextSection(),
    TemplateSection(_CODES),
    ViewSection(_CODES, _administrator),
    PlanSection(),
)

_MAPS = "geodata, imported as such: load city, import areas, import landmarks"
_HISTORY = "the history"
_WORK = "the work itself, no configuration"
_PERSONS = "about persons"
_PASSING = "passing, or one person's own"
_SECRET = "secrets of one installation or one user"
OUT: Mapping[str, str] = {
    "core.ClockOffset": "the clock of tests and exercises",
    "core.Edition": _PASSING,
    "history.Event": _HISTORY,
    "history.Pending": _HISTORY,
    "history.Log": _HISTORY,
    "history.Cursor": _HISTORY,
    "history.SetAside": _HISTORY,
    "history.Checkpoint": _HISTORY,
    "places.Area": _MAPS,
    "places.AreaCell": _MAPS,
    "places.Landmark": _MAPS,
    "agencies.SignIn": _PERSONS,
    "agencies.SignInFailure": _PERSONS,
    "agencies.SecondFactor": _SECRET,
    "agencies.RecoveryCode": _SECRET,
    "people.Person": _PERSONS,
    "people.Contact": _PERSONS,
    "people.Erasure": _PERSONS,
    "people.DataRequest": _PERSONS,
    "people.Correction": _PERSONS,
    "people.RequestSubject": _PERSONS,
    "people.RetentionRule": "kept by the privacy officer, with its ground: no administrator's to change",
    "people.RetentionRun": _WORK,
    "people.Breach": _WORK,
    "workspace.DefaultView": _PASSING,
    "workspace.Draft": _PASSING,
    "workspace.Watch": _PASSING,
    "workspace.Bulk": _PASSING,
    "workspace.BulkLine": _PASSING,
    "notifications.Message": _WORK,
    "cases.Case": _WORK,
    "cases.CaseText": _WORK,
    "cases.Report": _WORK,
    "cases.Retelling": "what citizens told",
    "cases.Entry": _WORK,
    "cases.Attachment": _WORK,
    "cases.Deadline": _WORK,
    "cases.CaseParty": _WORK,
    "cases.Reminder": _WORK,
    "cases.Task": _WORK,
    "cases.Support": _WORK,
    "cases.Note": _WORK,
    "cases.Mention": _WORK,
    "intake.ReportLink": _PERSONS,
    "intake.Follow": _PERSONS,
    "intake.Import": _WORK,
    "intake.CarriedRow": _WORK,
    "statistics.Document": _PASSING,
    "partners.ApiClient": _SECRET,
    "partners.RateCount": _PASSING,
}
