"""Films lose what they say beside picture and sound, or are refused where that cannot be done."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kentongan.cases import media
from kentongan.cases.media import confined
from kentongan.core.errors import Refused
from kentongan.core.tests.programs import needs

SECRET = "Budi-Santoso"
PLACE = "-07.8167+112.0116/"
needs_ffmpeg = needs("ffmpeg")
CODECS = {
    "mp4": ("-c:v", "libx264", "-c:a", "aac"),
    "mov": ("-c:v", "libx264", "-c:a", "aac"),
    "webm": ("-c:v", "libvpx", "-c:a", "libopus"),
    "mkv": ("-c:v", "libx264", "-c:a", "aac"),
}


def film(folder: Path, kind: str, *, size: str = "64x48", sound: bool = True) -> bytes:
    notes = folder / "notes.txt"
    notes.write_text(f";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=1\ntitle={SECRET}-chapter\n")
    words = folder / "words.srt"
    words.write_text(f"1\n00:00:00,000 --> 00:00:01,000\n{SECRET}-subtitle\n")
    target = folder / f"told.{kind}"
    subtitles = {"mp4": "mov_text", "mov": "mov_text", "webm": "webvtt", "mkv": "srt"}[kind]
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"testsrc=duration=1:size={size}:rate=5"]
    command += ["-f", "lavfi", "-i", "sine=duration=1", "-i", str(words), "-i", str(notes)]
    command += ["-map", "0:v", *(("-map", "1:a") if sound else ()), "-map", "2:s", "-map_chapters", "3"]
    command += [*CODECS[kind], "-pix_fmt", "yuv420p", "-c:s", subtitles, "-movflags", "use_metadata_tags"]
    for tag in ("title", "artist", "comment", "make"):
        command += ["-metadata", f"{tag}={SECRET}"]
    for tag in ("location", "com.apple.quicktime.location.ISO6709"):
        command += ["-metadata", f"{tag}={PLACE}"]
    command += ["-metadata:s:v", f"handler_name={SECRET}", "-metadata", "creation_time=2026-11-24T06:00:00Z"]
    subprocess.run([*command, str(target)], check=True)
    return target.read_bytes()


def streams(data: bytes, folder: Path) -> list[str]:
    path = folder / "shown"
    path.write_bytes(data)
    command = ["ffprobe", "-v", "error", "-show_entries", "stream=codec_type", "-of", "json", str(path)]
    shown = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return [stream["codec_type"] for stream in shown["streams"]]


@needs_ffmpeg
@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("mp4", "video/mp4"), ("mov", "video/mp4"), ("webm", "video/webm"), ("mkv", "video/mp4")],
)
def test_nothing_but_picture_and_sound_survives(kind: str, media_type: str, tmp_path: Path) -> None:
    told = film(tmp_path, kind)
    assert SECRET.encode() in told
    assert PLACE.encode() in told
    clean = media.clean(told)
    assert clean.media_type == media_type
    assert (clean.width, clean.height) == (64, 48)
    for trace in (SECRET.encode(), PLACE.encode(), b"x264 - core", b"Lavf5", b"2026-11-24"):
        assert trace not in clean.data
    assert streams(clean.data, tmp_path) == ["video", "audio"]


@needs_ffmpeg
def test_a_film_without_sound_is_taken(tmp_path: Path) -> None:
    clean = media.clean(film(tmp_path, "mp4", sound=False))
    assert streams(clean.data, tmp_path) == ["video"]


@needs_ffmpeg
def test_a_film_that_is_too_large_to_show_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        media.clean(film(tmp_path, "mp4", size="5000x16"))


@needs_ffmpeg
@pytest.mark.parametrize("cut", [40, 1000, -2000])
def test_a_broken_film_is_refused_not_an_error(cut: int, tmp_path: Path) -> None:
    told = film(tmp_path, "mp4")[:cut]
    with pytest.raises(Refused):
        media.clean(told)


@needs_ffmpeg
def test_a_list_of_addresses_dressed_as_a_film_is_not_followed(tmp_path: Path) -> None:
    told = b"\x00\x00\x00\x18ftypisom#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:1/secret\n"
    with pytest.raises(Refused):
        media.clean(told)


@needs_ffmpeg
def test_forms_offer_films_where_they_can_be_cleaned() -> None:
    assert "video/mp4" in media.accepted_types()


def test_without_ffmpeg_films_are_refused_saying_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not any(kind.startswith("video/") for kind in media.accepted_types())
    with pytest.raises(Refused, match=r"Films|video"):
        media.clean(b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isom")


def test_a_program_that_does_not_end_is_ended() -> None:
    with pytest.raises(confined.Failed):
        confined.run(["sh", "-c", "while :; do :; done"], seconds=1)


def test_a_program_that_wants_too_much_memory_is_ended() -> None:
    confined.run([sys.executable, "-c", "bytearray(1000)"])
    with pytest.raises(confined.Failed):
        confined.run([sys.executable, "-c", f"bytearray({2 * confined.MEMORY})"])


def test_a_program_gets_no_secrets_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENTONGAN_SECRET_KEY", "x")
    assert b"KENTONGAN" not in confined.run(["env"])
