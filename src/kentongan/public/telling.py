"""From what the three steps of the form hold to what the front door takes in."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from kentongan.cases.actions import Upload
from kentongan.intake.actions import Submission
from kentongan.public import spots


def submission_of(told: Mapping[str, Any], *, client: str, key: str, files: tuple[Upload, ...]) -> Submission:
    """The report of a citizen: `told` holds the cleaned fields of all steps, `key` makes it once and only once."""
    spot = spots.spot_of(told)
    return Submission(
        client=client,
        external_id=key,
        channel="web",
        text=told["text"],
        category=told["category"],
        area="" if spot.lat is not None else spot.area,
        place_text=spot.text,
        lat=spot.lat,
        lon=spot.lon,
        is_outside=spot.is_outside,
        occurred_on=told["occurred_on"],
        name=told["name"],
        phone=told["phone"],
        email=told["email"],
        is_anonymous=told["is_anonymous"],
        is_confidential=told["is_confidential"],
        language=get_language() or "id",
        files=files,
    )
