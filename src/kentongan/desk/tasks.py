"""What people at the desk begin and do not wait for."""

from procrastinate.contrib.django import app

from kentongan.desk import bulk as bulks


@app.task(name="desk.perform_bulk")
def perform_bulk(bulk: int) -> None:
    """Go through a bulk act, forth or back."""
    bulks.perform(bulk)
