"""What a request leaves on the disk: never more than a form may carry."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from kentongan.core.uploads import FILES, SIZE
from kentongan.ui.middleware import Sizes
from kentongan.ui.uploads import Unkept


def sent(*sizes: int) -> list[object]:
    files = [SimpleUploadedFile(f"{n}.bin", b"x" * size) for n, size in enumerate(sizes)]
    request = RequestFactory().post("/", {"text": "kata", "photos": files})
    assert request.POST["text"] == "kata"
    return list(request.FILES.getlist("photos"))


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    return tmp_path


def test_what_is_too_large_arrives_as_a_name_and_a_size(disk: Path) -> None:
    with override_settings(FILE_UPLOAD_TEMP_DIR=str(disk)):
        large, fitting = sent(SIZE + 1, SIZE)
        assert isinstance(large, Unkept)
        assert (large.name, large.size, large.read()) == ("0.bin", SIZE + 1, b"")
        assert len(fitting.read()) == SIZE  # type: ignore[attr-defined]
        assert sum(path.stat().st_size for path in disk.iterdir()) == SIZE
        fitting.close()  # type: ignore[attr-defined]


def test_files_beyond_the_count_are_not_kept(disk: Path) -> None:
    with override_settings(FILE_UPLOAD_TEMP_DIR=str(disk)):
        files = sent(*[1_000_000] * (FILES + 2))
        assert [isinstance(file, Unkept) for file in files] == [False] * FILES + [True] * 2
        assert len(list(disk.iterdir())) == FILES
        for file in files:
            file.close()  # type: ignore[attr-defined]
    assert list(disk.iterdir()) == []


def test_a_length_in_signs_that_are_no_figures_is_no_failure_of_ours() -> None:
    request = RequestFactory().get("/", CONTENT_LENGTH="²")
    assert Sizes(lambda _request: HttpResponse("read"))(request).content == b"read"
