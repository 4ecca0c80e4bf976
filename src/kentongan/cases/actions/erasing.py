"""What goes with an erased person beside the encrypted columns: edited texts that came from him, and his files."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from kentongan.cases import storage
from kentongan.cases.models import Attachment, Case, CaseText, Report

ERASED = "[dihapus]"  # stands as a title in lists and documents, in the language of the city


def erase_of_person(person_id: int) -> int:
    """Take away case texts that are his alone and the files he sent; gives how many. Places, times and counts stay."""
    return _erase_texts(person_id) + _erase_files(person_id)


def _erase_texts(person_id: int) -> int:
    """The text of cases that no other living report tells of, or that still stands as he told it.

    The cases are locked first and in the order of their ids, as every act does before it touches reports.
    """
    told = Report.objects.filter(person=person_id).values("code", "case_id")
    touched = Q(number__in=told.values("code")) | Q(pk__in=told.values("case_id"))
    cases = list(Case.objects.select_for_update().filter(touched).order_by("pk").values_list("pk", flat=True))
    own = Report.objects.filter(code=OuterRef("number"), person=person_id)
    others = Report.objects.filter(case=OuterRef("pk"), person__erased_at__isnull=True).exclude(person=person_id)
    unknown = Report.objects.filter(case=OuterRef("pk"), person__isnull=True)
    is_his_alone = ~Exists(others) & ~Exists(unknown)
    is_as_told = Exists(own) & Q(body__is_edited=False)
    erased = Case.objects.filter(pk__in=cases).filter(is_his_alone | is_as_told)
    ids = list(erased.values_list("pk", flat=True))
    Case.objects.filter(pk__in=ids).update(title=ERASED, place_text="")
    CaseText.objects.filter(case__in=ids).update(text="", terms="")
    return len(ids)


def _erase_files(person_id: int) -> int:
    """The rows stay and say that there was a file; the bytes go once the erasure is committed."""
    files = Attachment.objects.filter(report__person=person_id, size__gt=0)
    pairs = list(files.values_list("key", "copy_key"))
    copy: dict[str, Any] = {"copy_key": "", "copy_type": "", "copy_size": 0, "copy_width": None, "copy_height": None}
    files.update(is_released=False, size=0, width=None, height=None, digest=b"", boxes=[], copy_digest=b"", **copy)
    for key in filter(None, (key for pair in pairs for key in pair)):
        transaction.on_commit(partial(storage.remove, key), robust=True)
    return len(pairs)
