"""Files on their way in: what is too large, or one too many, is let past without being kept."""

import io
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler

from kentongan.core.uploads import FILES, SIZE


class Bounded(TemporaryFileUploadHandler):
    """Keeps what may come on the disk. Of the rest only name and size arrive, beside the form's words.

    Stands behind Django's handler for small requests, which keeps in memory what is far below these limits.
    """

    _files = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self._files, self._size = self._files + 1, 0
        if self._is_kept():
            super().new_file(*args, **kwargs)
        else:
            FileUploadHandler.new_file(self, *args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        was_kept = self._is_kept()
        self._size += len(raw_data)
        if self._is_kept():
            return super().receive_data_chunk(raw_data, start)
        if was_kept:
            self.file.close()  # and so deleted
        return None

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        if self._is_kept():
            return super().file_complete(file_size)
        return Unkept(self.file_name or "", self._size)

    def _is_kept(self) -> bool:
        return self._size <= SIZE and self._files <= FILES


class Unkept(UploadedFile):  # type: ignore[type-arg]
    """A file of which only name and size are known."""

    def __init__(self, name: str, size: int) -> None:
        super().__init__(file=io.BytesIO(), name=name, size=size)
