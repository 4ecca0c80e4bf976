"""What a case is about and its two flags: what a reporter asked for stays, and what its kind demands is there."""

from django.utils.translation import gettext as _

from kentongan.cases.models import Case, Category, Classification, Report
from kentongan.cases.queries.categories import current_code
from kentongan.core.errors import Refused

FLAGS = ("is_anonymous", "is_confidential")


def keep_the_reporters_wish(case: Case, *, is_anonymous: bool, is_confidential: bool) -> None:
    """A flag a reporter set himself cannot be taken away by those who work here."""
    told = list(case.reports.values_list(*FLAGS))
    if any(anonymous for anonymous, _c in told) and not is_anonymous:
        raise Refused(_("The reporter asked to stay anonymous; this cannot be taken away."), field="is_anonymous")
    if any(confidential for _a, confidential in told) and not is_confidential:
        raise Refused(_("The reporter asked for confidentiality; this cannot be taken away."), field="is_confidential")


def keep_closed(category: Category | None, classification: str, *, is_confidential: bool) -> None:
    """A sensitive matter, and one with oversight content, is never open to the public."""
    if is_confidential:
        return
    if category is not None and category.is_sensitive:
        raise Refused(_("A report of this category is always confidential."), field="is_confidential")
    if classification == Classification.SUPERVISED:
        raise Refused(_("A complaint with oversight content is always confidential."), field="is_confidential")


def active_category(code: str) -> Category:
    """The category that answers for this code, or Refused in words."""
    category = Category.objects.filter(code=current_code(code), is_active=True).first()
    if category is None:
        raise Refused(_("Choose the category."), field="category")
    return category


def raised(case: Case, *others: Case | Report) -> list[str]:
    """Give the case every flag one of the others has; names those it did not have."""
    new = [name for name in FLAGS if not getattr(case, name) and any(getattr(other, name) for other in others)]
    for name in new:
        setattr(case, name, True)
    return new
