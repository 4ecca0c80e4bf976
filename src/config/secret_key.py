"""The key that signs sessions: given, or made once and kept with the other keys."""

import os
import secrets
from pathlib import Path

from config import environment


def read(folder: Path) -> str:
    """The given key, or the kept one, made on first use (file 0600 in a folder 0700)."""
    if given := environment.read("KENTONGAN_SECRET_KEY"):
        return given
    path = folder / "session.key"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()
