"""Logs: one line an event on stderr, as JSON or text, without personal data.

Never in a line: addresses of pages (they may hold tracking codes), query strings, bodies, messages of errors (they
quote what was typed). Instead: the route's name, the status, and of an error its class and place. `request_id` joins
the lines of one request.
"""

import contextvars
import datetime
import logging
import re
import traceback
from pathlib import PurePath
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from config import environment

process = "command"  # set once by web, live and worker
request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="")

_EXTRAS = ("method", "route", "status", "duration_ms")
_SPEAKING = ("OperationalError", "InterfaceError", "PoolTimeout")  # their messages are of the database's, not of people
_FRAMES = 6
_FRAME = re.compile(r'File "([^"]+)", line (\d+), in (\S+)')


class Json(JsonFormatter):
    """One JSON object a line: time, level, process, logger, message, request_id, and the few extras we know."""

    def __init__(self) -> None:
        super().__init__(json_ensure_ascii=False, json_default=str)

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        """Only what stands here is written, whatever else the record carries."""
        log_data["time"] = _time(record)
        log_data["level"] = record.levelname
        log_data["process"] = process
        log_data["logger"] = record.name
        log_data["message"] = record.getMessage()
        if request_id.get():
            log_data["request_id"] = request_id.get()
        log_data.update({name: getattr(record, name) for name in _EXTRAS if hasattr(record, name)})
        if record.exc_info:
            log_data["error"] = describe(record.exc_info)


class Text(logging.Formatter):
    """For eyes: time, level, message, extras."""

    def format(self, record: logging.LogRecord) -> str:
        parts = [f"{_time(record)[11:19]} {record.levelname:7} {record.name.removeprefix('kentongan.')}: "]
        parts.append(record.getMessage())
        parts += [f" {getattr(record, name)}" for name in _EXTRAS if hasattr(record, name)]
        if record.exc_info:
            parts.append(f" | {describe(record.exc_info)}")
        return "".join(parts)


class Discreet(logging.Filter):
    """Takes the address and the typed values out of Django's own messages on requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", "")
        record.msg, record.args = f"{record.name} {status}".strip(), ()
        return True


class Shortened(logging.Filter):
    """Of a traceback that a server wrote into its message: the first line and the places, never the error's words."""

    def filter(self, record: logging.LogRecord) -> bool:
        first, _newline, rest = record.getMessage().partition("\n")
        if rest:
            places = [f"{PurePath(name).name}:{number} in {what}" for name, number, what in _FRAME.findall(rest)]
            record.msg, record.args = f"{first} at {' < '.join(reversed(places[-_FRAMES:]))}", ()
        return True


def describe(info: Any) -> str:
    """`ValueError at intake.py:12 in receive < views.py:80 in post`: classes and places, innermost first."""
    error = info[1] if isinstance(info, tuple) else None
    found: list[str] = []
    while error is not None and len(found) < 3:
        frames = reversed(traceback.extract_tb(error.__traceback__)[-_FRAMES:])
        places = " < ".join(f"{PurePath(f.filename).name}:{f.lineno} in {f.name}" for f in frames)
        name = type(error).__name__
        said = f" ({str(error).splitlines()[0]})" if name in _SPEAKING and str(error) else ""
        found.append(f"{name}{said} at {places}")
        error = error.__cause__ or error.__context__
    return "; from ".join(found)


def dictionary() -> dict[str, Any]:
    """The configuration for `logging.config`, the same in every process."""
    formatter = Text if environment.log_format() == "text" else Json
    level = environment.read("KENTONGAN_LOG_LEVEL")
    quiet = {"level": "WARNING"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "filters": {"discreet": {"()": Discreet}, "shortened": {"()": Shortened}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
            "discreet": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["discreet"]},
            "shortened": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["shortened"]},
            "nothing": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"level": level, "handlers": [], "propagate": True},
            "django.request": {"level": "ERROR", "handlers": ["discreet"], "propagate": False},
            "django.security": {"level": "WARNING", "handlers": ["discreet"], "propagate": False},
            "axes": {"handlers": ["nothing"], "propagate": False},  # names users; the table of attempts has them
            "procrastinate": quiet,
            "pikepdf": quiet,
            "httpx": quiet,
            "_granian": {"level": "INFO", "handlers": ["shortened"], "propagate": False},
        },
    }


def _time(record: logging.LogRecord) -> str:
    return datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="milliseconds")
