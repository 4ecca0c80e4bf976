"""What people ask for and do not wait for."""

from procrastinate.contrib.django import app

from kentongan.statistics.actions import fail_document
from kentongan.statistics.actions import make_document as make


@app.task(name="statistics.make_document")
def make_document(document: int) -> None:
    """Make one document; a failure is said to its owner and to the log."""
    try:
        make(document)
    except Exception:
        fail_document(document)
        raise
