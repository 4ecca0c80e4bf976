"""Documents: their pages alone, in a new file. Forms and notes are first drawn into the pages they lie on."""

import sys

from django.utils.translation import gettext as _

from kentongan.cases.media import confined
from kentongan.cases.media.limits import PAGES, CleanFile, clean_file, damaged, refused
from kentongan.core.uploads import SIZE

_ENCRYPTED, _TOO_LONG = b"encrypted", b"too long"


def clean(data: bytes) -> CleanFile:
    """The document without author, dates, scripts, actions, links, attached files, and what its photos say."""
    try:
        answer = confined.run([sys.executable, "-I", str(confined.HERE / "pdf_pages.py"), str(PAGES)], data=data)
    except confined.Failed as error:
        raise damaged() from error
    if answer == _ENCRYPTED:
        raise refused(_("This document is locked with a password. Please send it without one."))
    if answer == _TOO_LONG:
        raise refused(_("A document may have at most %(pages)s pages.") % {"pages": PAGES})
    if not answer.startswith(b"%PDF-") or len(answer) > 2 * SIZE:
        raise damaged()
    return clean_file("application/pdf", answer)
