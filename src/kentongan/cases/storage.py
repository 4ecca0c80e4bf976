"""Where clean files lie: under random names, outside the web root, written whole or not at all.

The store is Django's default one (`STORAGES`): this machine's folder, or any that `django-storages` knows. What it
holds is served elsewhere, after the access rule was asked.
"""

import os
import re
import secrets
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage

from kentongan.core import clock
from kentongan.core.errors import NotFound

_KEY = re.compile(r"[0-9a-f]{32}")


class Files(FileSystemStorage):
    """A folder. A file is there with all its bytes on the disk, readable by us alone, or it is not there."""

    def _save(self, name: str, content: File[bytes]) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        _sync(path.parent)
        return name


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _Typed(ContentFile[bytes]):
    """Bytes with their media type, which stores over the network pass on."""

    def __init__(self, data: bytes, media_type: str) -> None:
        super().__init__(data)
        self.content_type = media_type


def store(data: bytes, media_type: str) -> str:
    """Keep the bytes; gives the random key they are found by, which says nothing about them."""
    key = secrets.token_hex(16)
    default_storage.save(_name(key), _Typed(data, media_type))
    return key


def read(key: str) -> bytes:
    """The bytes of a stored file; NotFound where there are none."""
    try:
        with default_storage.open(_name(key)) as file:
            return bytes(file.read())
    except FileNotFoundError:
        raise NotFound from None


def remove(key: str) -> None:
    """Take the file away; nothing happens where it is gone already."""
    default_storage.delete(_name(key))


def keys_older_than(seconds: float) -> Iterator[str]:
    """Keys of files written longer ago: the sweep removes those that no row names.

    By the machine's time: else a day moved ahead in an exercise would take files just sent.
    """
    limit = clock.machine() - timedelta(seconds=seconds)
    for folder in _listed("")[0]:
        for key in _listed(folder)[1]:
            if _KEY.fullmatch(key) and default_storage.get_modified_time(_name(key)) < limit:
                yield key


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def _name(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise NotFound
    return f"{key[:2]}/{key}"
