"""A script: a PDF on standard input, its pages without anything else on standard output. Imports nothing of ours.

Answers `encrypted` or `too long` instead where that is so. What a page may keep is listed; all else goes.
"""

import io
import sys
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

_OF_A_PAGE = {"/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/Contents", "/Group", "/UserUnit"}
_NEVER = ("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/A", "/JS", "/EF", "/RF", "/AF", "/OPI", "/Alternates")
_KEPT_SEGMENTS = {0xE0, 0xEE}  # JFIF, and Adobe's colour transform, without which a CMYK photo turns inside out
_SILENT_BOXES = {b"xml ", b"uuid", b"uinf"}


def pages_only(data: bytes, limit: int) -> bytes:
    """The new file; ValueError names what stands against it."""
    try:
        source = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        raise ValueError("encrypted") from None
    with source:
        if source.is_encrypted:
            raise ValueError("encrypted")
        if len(source.pages) > limit:
            raise ValueError("too long")
        source.generate_appearance_streams()
        source.flatten_annotations("all")
        with Pdf.new() as target:
            for page in source.pages:
                for key in [k for k in page.obj.keys() if k not in _OF_A_PAGE]:  # noqa: SIM118 - no plain mapping
                    del page.obj[key]
                target.pages.append(page)
            for thing in target.objects:
                _silence(thing)
            target.remove_unreferenced_resources()
            buffer = io.BytesIO()
            target.save(buffer, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return buffer.getvalue()


def _silence(thing: Any) -> None:
    """Take from an object, and those written inside it, all that is no part of the picture."""
    for part in _parts(thing, depth=0):
        holder = part.stream_dict if isinstance(part, Stream) else part
        for key in _NEVER:
            if key in holder:
                del holder[key]
        if isinstance(part, Stream):
            _silence_stream(part)


def _parts(thing: Any, depth: int) -> Iterator[Any]:
    """Dictionaries and streams inside one indirect object. Indirect objects it points to have their own turn."""
    if depth > 50 or not isinstance(thing, Object):
        return
    if isinstance(thing, Dictionary | Stream):
        yield thing
    if isinstance(thing, Array):
        inside = list(thing)
    elif isinstance(thing, Dictionary | Stream):
        holder = thing.stream_dict if isinstance(thing, Stream) else thing
        inside = [holder[key] for key in holder.keys()]  # noqa: SIM118 - no plain mapping
    else:
        return
    for value in inside:
        if isinstance(value, Object) and not value.is_indirect:
            yield from _parts(value, depth + 1)


def _silence_stream(stream: Any) -> None:
    if stream.get("/Subtype") == Name.PS or stream.get("/Type") == Name.EmbeddedFile:
        stream.write(b"")
        return
    filters = stream.get("/Filter")
    last = filters[-1] if isinstance(filters, Array) and len(filters) else filters
    if last == Name.DCTDecode:
        _rewrite(stream, filters, without_segments)
    elif last == Name.JPXDecode:
        _rewrite(stream, filters, without_boxes)


def _rewrite(stream: Any, filters: Any, silent: Any) -> None:
    """The photo inside without its metadata; its pixels stay as they are."""
    if isinstance(filters, Array) and len(filters) > 1:
        raise ValueError("a photo packed twice")
    parameters = stream.get("/DecodeParms")
    stream.write(silent(stream.read_raw_bytes()), filter=filters, decode_parms=parameters)


def without_segments(jpeg: bytes) -> bytes:
    """A JPEG without comments and application segments (EXIF, XMP, ICC, maker notes), up to its end (T.81, annex B)."""
    if jpeg[:2] != b"\xff\xd8":
        raise ValueError("not a JPEG")
    kept, at = [b"\xff\xd8"], 2
    while at + 4 <= len(jpeg):
        if jpeg[at] != 0xFF:
            raise ValueError("a broken JPEG")
        marker = jpeg[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker == 0xD9:
            break
        length = int.from_bytes(jpeg[at + 2 : at + 4], "big")
        is_silent = (0xE0 <= marker <= 0xEF and marker not in _KEPT_SEGMENTS) or marker == 0xFE
        end = at + 2 + length
        if marker == 0xDA:  # the pixels, up to the next real marker
            end = _end_of_scan(jpeg, end)
        if not is_silent:
            kept.append(jpeg[at:end])
        at = end
    return b"".join([*kept, b"\xff\xd9"])


def _end_of_scan(jpeg: bytes, at: int) -> int:
    while (at := jpeg.find(b"\xff", at)) != -1 and at + 1 < len(jpeg):
        if jpeg[at + 1] != 0 and not 0xD0 <= jpeg[at + 1] <= 0xD7:
            return at
        at += 2
    return len(jpeg)


def without_boxes(jp2: bytes) -> bytes:
    """A JPEG 2000 file without its XML and UUID boxes; a bare code stream stays as it is (ISO 15444-1, annex I)."""
    if jp2[4:8] != b"jP  ":
        return jp2
    kept, at = [], 0
    while at + 8 <= len(jp2):
        length, kind = int.from_bytes(jp2[at : at + 4], "big"), jp2[at + 4 : at + 8]
        if length == 1:
            length = int.from_bytes(jp2[at + 8 : at + 16], "big")
        end = len(jp2) if length == 0 else at + length
        if end <= at:
            raise ValueError("a broken JPEG 2000")
        if kind not in _SILENT_BOXES:
            kept.append(jp2[at:end])
        at = end
    return b"".join(kept)


if __name__ == "__main__":
    try:
        sys.stdout.buffer.write(pages_only(sys.stdin.buffer.read(), int(sys.argv[1])))
    except ValueError as error:
        if str(error) not in {"encrypted", "too long"}:
            raise
        sys.stdout.write(str(error))
