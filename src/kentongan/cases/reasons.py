"""The lists of reasons, with their words. Pure. Source: what LAPOR! administrators choose from."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

POSTPONE: Mapping[str, Promise] = {
    "incomplete": _("What happened is not clear enough"),
    "unclear_place": _("The place is not clear"),
    "needs_evidence": _("A photo or document is needed"),
    "other": _("Another reason"),
}
ARCHIVE: Mapping[str, Promise] = {
    "wrong_format": _("Not in a form that can be handled"),
    "too_general": _("Too general"),
    "not_government": _("Not about the work of government"),
    "duplicate": _("Duplicate"),
    "incomplete": _("Incomplete, and not completed"),
    "abusive": _("Contains hatred or abuse"),
    "already_answered": _("Answered before"),
    "legal_process": _("In a legal process"),
    "not_ours": _("Not within our power"),
    "test": _("A test"),
}
READ_IDENTITY: Mapping[str, Promise] = {
    "contact_reporter": _("To reach the reporter"),
    "check_identity": _("To check the identity"),
    "agency_needs_it": _("The agency needs it to help"),
    "legal_request": _("A lawful request"),
    "audit": _("Audit"),
}


def said(reason: str) -> str:
    """A reason in the language in use; an unknown one as it is."""
    for reasons in (ARCHIVE, POSTPONE, READ_IDENTITY):
        if reason in reasons:
            return str(reasons[reason])
    return reason
