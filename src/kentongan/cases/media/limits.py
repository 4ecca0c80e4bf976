"""How much may come in, and what comes out."""

import hashlib
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from kentongan.core.errors import Refused
from kentongan.core.uploads import FILES, SIZE

PIXELS = 50_000_000  # of one picture, before it is made smaller
SIDE = 2048  # longest side of a picture afterwards
PAGES = 100  # of one document


@dataclass(frozen=True, slots=True)
class CleanFile:
    """What may be kept. Width and height in pixels where the type has any; `digest` is the SHA-256 of `data`."""

    media_type: str
    data: bytes
    width: int | None
    height: int | None
    digest: bytes


def clean_file(media_type: str, data: bytes, width: int | None = None, height: int | None = None) -> CleanFile:
    return CleanFile(media_type, data, width, height, hashlib.sha256(data).digest())


class Incoming(Protocol):
    """A file on its way in."""

    @property
    def size(self) -> int | None: ...

    def read(self) -> bytes: ...


def read(file: Incoming) -> bytes:
    """The bytes of a file, not before its size was judged; Refused in words."""
    size = file.size or 0
    check_size(size)
    data = file.read()
    if len(data) < size:  # the door kept only as many as may come
        check_count(FILES + 1)
    return data


def check_count(count: int) -> None:
    if count > FILES:
        raise refused(_("At most %(count)s files, please.") % {"count": FILES})


def check_size(size: int) -> None:
    if size == 0:
        raise refused(_("This file is empty."))
    if size > SIZE:
        raise refused(_("A file may have at most %(size)s MB.") % {"size": SIZE // 1024**2})


def refused(reason: str) -> Refused:
    return Refused(reason, field="files")


def damaged() -> Refused:
    return refused(_("This file is damaged or incomplete. Please send it again."))
