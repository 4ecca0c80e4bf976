"""All that is written about places."""

from kentongan.places.actions.areas import import_areas
from kentongan.places.actions.city import change_city, change_logo, check_colours, restore_city
from kentongan.places.actions.configuring import (
    export_configuration,
    import_configuration,
    rehearse_configuration,
)
from kentongan.places.actions.landmarks import import_landmarks
from kentongan.places.actions.loading import load_profile
from kentongan.places.actions.records import Imported, record_on_city
from kentongan.places.actions.settings import check_answers

__all__ = [
    "Imported",
    "change_city",
    "change_logo",
    "check_answers",
    "check_colours",
    "export_configuration",
    "import_areas",
    "import_configuration",
    "import_landmarks",
    "load_profile",
    "record_on_city",
    "rehearse_configuration",
    "restore_city",
]
