"""All that is written about places."""

from kentongan.places.actions.areas import import_areas
from kentongan.places.actions.landmarks import import_landmarks
from kentongan.places.actions.loading import load_profile
from kentongan.places.actions.records import Imported, record_on_city
from kentongan.places.actions.settings import check_answers

__all__ = ["Imported", "check_answers", "import_areas", "import_landmarks", "load_profile", "record_on_city"]
