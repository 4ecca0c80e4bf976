"""What parts take away of their own when a person is erased, beside the encrypted columns."""

from collections.abc import Sequence

from kentongan.cases.actions.erasing import erase_of_person
from kentongan.intake.actions import forget_follows, forget_imports, forget_links
from kentongan.people.registry import Eraser
from kentongan.statistics.actions import forget_documents
from kentongan.workspace.actions import forget_drafts

ERASERS: Sequence[Eraser] = (
    erase_of_person,
    forget_documents,
    forget_drafts,
    forget_links,
    forget_imports,
    forget_follows,
)
