"""Films: picture and sound copied into a new container, where ffmpeg is there to do it; else refused, saying so."""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kentongan.cases.media import confined
from kentongan.cases.media.limits import SIDE, CleanFile, clean_file, damaged, refused

_LONGEST_SIDE = 2 * SIDE
_FOR_MP4 = {"h264", "hevc", "av1"}
_FOR_WEBM = {"vp8", "vp9", "av1"}
_SOUND = {"mp4": {"aac", "mp3"}, "webm": {"opus", "vorbis"}}
_NO_NOTES = {
    "h264": "filter_units=remove_types=6",
    "hevc": "filter_units=remove_types=39-40",
}  # SEI: words of the maker


def is_possible() -> bool:
    """Whether this machine can clean films."""
    return shutil.which("ffmpeg") is not None and shutil.which("ffprobe") is not None


def clean(data: bytes) -> CleanFile:
    """The first picture and sound track without position, date, maker, chapters and further tracks."""
    if not is_possible():
        raise refused(_("Films cannot be cleaned of personal data on this server. Please send photos instead."))
    demuxer = "matroska" if data[:4] == b"\x1aE\xdf\xa3" else "mov"
    with tempfile.TemporaryDirectory(prefix="kentongan-film-") as folder:
        source, target = Path(folder, "in"), Path(folder, "out")
        source.write_bytes(data)
        try:
            picture, sound = _tracks(source, demuxer)
            container = _container(picture["codec_name"], demuxer)
            confined.run(_command(source, target, demuxer, container, picture["codec_name"], sound))
            return clean_file(f"video/{container}", target.read_bytes(), picture["width"], picture["height"])
        except (confined.Failed, OSError, KeyError, ValueError) as error:
            raise damaged() from error


def _tracks(source: Path, demuxer: str) -> tuple[dict[str, Any], str | None]:
    """The first picture track, and the codec of the first sound track."""
    shown = "stream=codec_type,codec_name,width,height"
    command = ["ffprobe", "-v", "error", "-protocol_whitelist", "file", "-f", demuxer, "-show_entries", shown]
    streams: list[dict[str, Any]] = json.loads(confined.run([*command, "-of", "json", f"file:{source}"]))["streams"]
    picture = next(s for s in [*streams, {}] if s.get("codec_type", "video") == "video")
    if not 0 < max(picture["width"], picture["height"]) <= _LONGEST_SIDE:
        raise refused(_("This film is too large. Please send a shorter or smaller one."))
    return picture, next((s["codec_name"] for s in streams if s["codec_type"] == "audio"), None)


def _container(codec: str, demuxer: str) -> str:
    if demuxer == "mov" and codec in _FOR_MP4:
        return "mp4"
    if codec in _FOR_WEBM:
        return "webm"
    if codec in _FOR_MP4:
        return "mp4"
    raise refused(_("Films of this kind are not accepted. Please send MP4 or WebM."))


def _command(source: Path, target: Path, demuxer: str, container: str, codec: str, sound: str | None) -> list[str]:
    keeps_sound = sound in _SOUND[container]
    return [
        *("ffmpeg", "-v", "error", "-nostdin", "-protocol_whitelist", "file", "-f", demuxer, "-i", f"file:{source}"),
        *("-map", "0:v:0", *(("-map", "0:a:0") if keeps_sound else ()), "-c", "copy", "-dn", "-sn"),
        *("-map_metadata", "-1", "-map_metadata:s", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"),
        *(("-bsf:v", _NO_NOTES[codec]) if codec in _NO_NOTES else ()),
        *(("-movflags", "+faststart") if container == "mp4" else ()),
        *("-f", container, "-y", f"file:{target}"),
    ]
