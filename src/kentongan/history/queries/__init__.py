"""Named reads of the history."""

from kentongan.history.queries.checkpoints import checkpoints, hashes_between, latest_checkpoint, proof_of
from kentongan.history.queries.exporting import export_checkpoints_to, export_to
from kentongan.history.queries.files import verify_file
from kentongan.history.queries.following import Aside, Following, cursor_of, event_at, followings, set_aside
from kentongan.history.queries.reading import (
    Window,
    event_of,
    head_of,
    lag_seconds,
    latest_among,
    latest_of,
    position_now,
    stream_of,
    tail,
    window,
)
from kentongan.history.queries.verifying import TextReader, verify

__all__ = [
    "Aside",
    "Following",
    "TextReader",
    "Window",
    "checkpoints",
    "cursor_of",
    "event_at",
    "event_of",
    "export_checkpoints_to",
    "export_to",
    "followings",
    "hashes_between",
    "head_of",
    "lag_seconds",
    "latest_among",
    "latest_checkpoint",
    "latest_of",
    "position_now",
    "proof_of",
    "set_aside",
    "stream_of",
    "tail",
    "verify",
    "verify_file",
    "window",
]
