"""A conflict is told in the words of the screen, of a case and of the settings alike."""

from datetime import date

import pytest
from django.utils import translation

from kentongan.agencies.queries import agency
from kentongan.core.errors import Moved
from kentongan.desk.clashes import Clash, in_words
from kentongan.desk.forms.acts import EditForm, RouteForm
from kentongan.desk.forms.setup.agencies import AgencyForm
from kentongan.desk.forms.setup.users import UserForm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kediri")]


def test_a_case_names_its_fields_agencies_and_states() -> None:
    roads, lamps = agency("dpupr").id, agency("dishub").id
    moved = {
        "support": Moved(frozenset(), frozenset({lamps, roads}), frozenset({lamps})),
        "state": Moved("received", "routed", ""),
    }
    with translation.override("id"):
        support, state = in_words(moved, RouteForm())
    assert support == Clash("support", "OPD pendukung", "-", "DPUPR, Dishub", "Dishub")
    assert (state.shown, state.current, state.wanted) == ("belum terverifikasi", "belum ditindaklanjuti", "-")


def test_what_is_said_by_yes_and_no_and_by_choices_is_told_so() -> None:
    moved = {"is_anonymous": Moved(False, True, False), "road_class": Moved("", "national", "")}
    with translation.override("id"):
        flag, road = in_words(moved, EditForm())
    assert (flag.shown, flag.current) == ("tidak", "ya")
    assert road.current == "Jalan nasional"


def test_the_settings_name_their_fields_as_the_form_does() -> None:
    with translation.override("id"):
        (roles,) = in_words({"roles": Moved(["officer"], ["leader", "auditor"], [])}, UserForm(), names={})
        (last,) = in_words({"valid_to": Moved(None, date(2026, 11, 24), None)}, AgencyForm(), names={})
    assert (roles.label, roles.current, roles.wanted) == ("Peran", "Auditor, Pimpinan", "-")
    assert (last.label, last.shown, last.current) == ("Hari terakhir", "-", "24 November 2026")
