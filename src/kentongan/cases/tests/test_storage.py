"""Clean files lie whole, under random names, closed to others."""

import os
from pathlib import Path

import pytest
from pytest_django import Settings

from kentongan.cases import storage
from kentongan.core.errors import NotFound


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    place = tmp_path / "files"
    backend = {"BACKEND": "kentongan.cases.storage.Files", "OPTIONS": {"location": str(place)}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    return place


def test_what_is_stored_is_read_again_and_removed() -> None:
    key = storage.store(b"foto", "image/jpeg")
    assert storage.read(key) == b"foto"
    storage.remove(key)
    storage.remove(key)
    with pytest.raises(NotFound):
        storage.read(key)


def test_names_are_random_and_only_ours_to_read(folder: Path) -> None:
    old = os.umask(0)
    try:
        keys = {storage.store(b"foto", "image/jpeg") for _ in range(20)}
    finally:
        os.umask(old)
    assert len(keys) == 20
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.name for path in files} == keys
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert {path.parent.stat().st_mode & 0o777 for path in files} == {0o700}


@pytest.mark.parametrize("key", ["../secret", "a" * 31, "/etc/passwd", "A" * 32, "a" * 32 + "\n"])
def test_only_our_own_names_reach_the_store(key: str) -> None:
    with pytest.raises(NotFound):
        storage.read(key)
    with pytest.raises(NotFound):
        storage.remove(key)


def test_a_write_that_fails_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        storage.store(b"foto", "image/jpeg")
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_the_sweep_sees_only_what_is_old_enough() -> None:
    key = storage.store(b"foto", "image/jpeg")
    assert list(storage.keys_older_than(60)) == []
    assert list(storage.keys_older_than(-60)) == [key]


def test_an_empty_store_has_nothing_to_sweep() -> None:
    assert list(storage.keys_older_than(-60)) == []
