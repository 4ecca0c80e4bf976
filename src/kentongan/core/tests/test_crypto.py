"""Keys: made once, closed to others, changed without losing what was written."""

import os
import threading
from pathlib import Path

import pytest
from pytest_django import Settings

from kentongan.core import crypto


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, settings: Settings) -> Path:
    folder = tmp_path / "keys"
    settings.KENTONGAN_KEYS = folder
    return folder


def test_what_is_encrypted_opens_again_and_never_looks_the_same() -> None:
    first, second = crypto.encrypt("Jalan Kilisuci"), crypto.encrypt("Jalan Kilisuci")
    assert first != second
    assert crypto.decrypt(first) == crypto.decrypt(second) == "Jalan Kilisuci"
    assert b"Kilisuci" not in first


def test_the_ring_is_made_closed_to_others(keys: Path) -> None:
    old = os.umask(0)
    try:
        crypto.ring_in_use()
    finally:
        os.umask(old)
    assert keys.stat().st_mode & 0o777 == 0o700
    assert (keys / "ring.json").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in keys.iterdir()] == ["ring.json"]
    assert crypto.open_modes() == []


def test_open_keys_are_named_in_words(keys: Path) -> None:
    crypto.ring_in_use()
    (keys / "ring.json").chmod(0o644)
    (problem,) = crypto.open_modes()
    assert "chmod 600" in problem


def test_a_changed_value_does_not_open() -> None:
    value = bytearray(crypto.encrypt("Jalan Kilisuci"))
    value[-1] ^= 1
    with pytest.raises(crypto.WrongKey):
        crypto.decrypt(bytes(value))
    with pytest.raises(crypto.WrongKey):
        crypto.decrypt(b"\x00\x00\x00\x01short")


def test_another_ring_says_so_in_words() -> None:
    value = crypto.encrypt("Jalan Kilisuci")
    crypto.write_ring(crypto.Ring.new())
    with pytest.raises(crypto.WrongKey, match="another key"):
        crypto.decrypt(value)
    crypto.write_ring(crypto.Ring.new().with_new_key())
    later = crypto.encrypt("Jalan Kilisuci")
    crypto.write_ring(crypto.Ring.new())
    with pytest.raises(crypto.WrongKey, match="no key 2"):
        crypto.decrypt(later)


def test_after_a_rotation_old_values_open_and_indexes_stay() -> None:
    value, index = crypto.encrypt("Jalan Kilisuci"), crypto.blind_index("phone", "+628110000001")
    crypto.write_ring(crypto.ring_in_use().with_new_key())
    assert crypto.decrypt(value) == "Jalan Kilisuci"
    assert crypto.key_id(value) == 1
    assert crypto.key_id(crypto.encrypt("Jalan Kilisuci")) == 2
    assert crypto.blind_index("phone", "+628110000001") == index


def test_a_running_process_learns_of_a_key_another_one_made(keys: Path) -> None:
    held = crypto.ring_in_use()
    newer = held.with_new_key()
    (keys / "ring.json").write_text(newer.dump())  # by another process: nothing tells this one
    head = (2).to_bytes(4, "big")
    value = head + bytes(12) + newer.ciphers[2].encrypt(bytes(12), b"baru", head)
    assert crypto.decrypt(value) == "baru"


def test_two_who_start_at_once_use_one_ring() -> None:
    rings: list[crypto.Ring] = []
    start = threading.Barrier(8)

    def first_use() -> None:
        start.wait()
        held = crypto._Held()
        rings.append(held.get())

    threads = [threading.Thread(target=first_use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({ring.keys[1] for ring in rings}) == 1


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"current": 1, "keys": {"1": "?"}, "index": ""}', "null"])
def test_a_damaged_ring_is_named_and_not_replaced(keys: Path, text: str) -> None:
    keys.mkdir(mode=0o700)
    (keys / "ring.json").write_text(text)
    with pytest.raises(crypto.BadRing, match=r"ring\.json is damaged"):
        crypto.encrypt("Jalan Kilisuci")
    assert (keys / "ring.json").read_text() == text


def test_a_ring_shows_no_key_when_printed() -> None:
    ring = crypto.Ring.new()
    assert repr(ring.keys[1])[2:10] not in repr(ring)
    assert "index_key" not in repr(ring)


def test_marks_of_different_kinds_differ() -> None:
    assert crypto.blind_index("phone", "a") != crypto.blind_index("email", "a")
    assert len(crypto.blind_index("phone", "a")) == 32
