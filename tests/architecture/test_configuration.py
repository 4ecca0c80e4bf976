"""No table of configuration is forgotten by the configuration file."""

from django.apps import apps

from config.configured import OUT, SECTIONS


def test_every_table_stands_in_the_file_or_is_left_out_with_a_reason() -> None:
    ours = {model._meta.label for model in apps.get_models() if model.__module__.startswith("kentongan.")}
    held = [label for section in SECTIONS for label in section.tables]
    assert len(held) == len(set(held))
    assert ours - {*held, *OUT} == set(), "add the table to a section (places/configuration.py), or to OUT with why"
    assert set(held) <= ours
    assert not set(held) & set(OUT)
    assert all(OUT.values())
