"""*Dukung laporan ini*: the same happens to others, who need not tell it again. No name stands in the history."""

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.cases import access
from kentongan.cases.actions.base import facts_of
from kentongan.cases.models import Case, CaseParty, Support
from kentongan.cases.workflow import OPEN_STATES
from kentongan.core import clock, crypto
from kentongan.core.actor import PUBLIC
from kentongan.core.errors import NotFound, Refused
from kentongan.history import actions as history
from kentongan.history.chain import Head
from kentongan.people.actions import find_or_create
from kentongan.people.identity import told


@transaction.atomic
def support(case_id: int, *, browser: str, email: str = "", language: str = "id") -> bool:
    """Count one more to whom it happens; False where this browser or address was counted before.

    With an e-mail address he gets the news of the case; an address may be added later by the same browser.
    """
    identity = told(email=email)
    case = _locked(case_id)
    mark = crypto.blind_index("browser", browser)
    known = Support.objects.filter(case=case, browser=mark).first()
    person = find_or_create(identity, exercise=case.exercise)
    if person is not None and Support.objects.filter(case=case, person=person).exists():
        return False
    if known is not None:
        if person is not None and known.person_id is None:
            Support.objects.filter(pk=known.pk).update(person=person, language=language)
        return False
    _count(case, Support(case=case, browser=mark, person_id=person, language=language, exercise=case.exercise))
    return True


def _locked(case_id: int) -> Case:
    public = access.visible_to(PUBLIC).filter(merged_into__isnull=True)
    case = public.select_for_update(of=("self",)).filter(pk=case_id).first()
    if case is None:
        raise NotFound(case_id)
    if case.state not in OPEN_STATES:
        raise Refused(_("This matter is closed. If it happens again, please make a new report."))
    return case


def _count(case: Case, new: Support) -> None:
    new.created_at = clock.now()
    new.save()
    parties = list(CaseParty.objects.filter(case=case, until__isnull=True))
    head = history.append(
        f"case:{case.pk}",
        "cases.supported",
        by=PUBLIC,
        body={"support": new.pk, "facts": facts_of(case, parties)},
        head=Head(case.head_seq, bytes(case.head_hash)),
        occurred_at=new.created_at,
        exercise=case.exercise,
    )
    Case.objects.filter(pk=case.pk).update(head_seq=head.seq, head_hash=head.hash)


def stop_news(support_id: int) -> None:
    """No more news to this supporter; he stays counted. A second time is harmless."""
    Support.objects.filter(pk=support_id).update(person=None)
