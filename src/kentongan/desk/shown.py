"""What a form showed travels with it, as `shown_*`: so the act can tell whether it moved meanwhile."""

from collections.abc import Mapping

from kentongan.cases.actions import Standing, Verification
from kentongan.cases.queries.shapes import CasePage
from kentongan.core.ids import row_id
from kentongan.core.text import clean

Shown = Mapping[str, str]
_AS_TEXT: Mapping[bool | None, str] = {True: "yes", False: "no", None: ""}
_AS_ANSWER: Mapping[str, bool | None] = {text: answer for answer, text in _AS_TEXT.items()}


def of_page(page: CasePage) -> Shown:
    """The answers and the owners of the case as they stand."""
    row = page.row
    support = sorted(p.agency for p in page.parties if p.until is None and p.role == "support")
    return {
        "classification": row.classification,
        "category": page.category_code or "",
        "is_anonymous": _AS_TEXT[row.is_anonymous if row.is_verified else None],
        "is_confidential": _AS_TEXT[row.is_confidential if row.is_verified else None],
        "state": row.state,
        "lead": str(page.lead or ""),
        "support": " ".join(str(agency) for agency in support),
    }


def of_form(posted: Mapping[str, str], page: CasePage) -> Shown:
    """What the form that came back had shown; what it does not tell, as it stands."""
    return {name: clean(posted.get(f"shown_{name}", now)) for name, now in of_page(page).items()}


def answers(shown: Shown) -> Verification:
    """The answers of a verification as they were shown."""
    return Verification(
        shown["classification"],
        shown["category"],
        _AS_ANSWER.get(shown["is_anonymous"]),
        _AS_ANSWER.get(shown["is_confidential"]),
    )


def standing(shown: Shown) -> Standing:
    """With whom the case was shown to be."""
    lead, support = shown["lead"], shown["support"].split()
    return Standing(
        shown["state"],
        row_id(lead) or None,
        frozenset(filter(None, map(row_id, support))),
    )
