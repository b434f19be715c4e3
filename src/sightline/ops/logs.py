"""Logs: one JSON object a line, on standard error, without a value of anybody's.

A message of our own code is a fixed word with fields that hold numbers and names of routes. Of other libraries'
messages the wording is kept and what would fill it in is left out. A fault is told by its type and its place in
the code, never by its message, which may hold what somebody typed.
"""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from typing import Any

from pythonjsonlogger.json import JsonFormatter

_OURS = "sightline"
_FIELDS = ("request", "route", "method", "status", "ms", "person", "job", "worker", "count", "head")


class Lines(JsonFormatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return str(self.jsonify_log_record({name: value for name, value in _told(record) if value is not None}))


def _told(record: logging.LogRecord) -> list[tuple[str, Any]]:
    return [
        ("at", logging.Formatter("%(asctime)s", "%Y-%m-%dT%H:%M:%S%z").formatTime(record, "%Y-%m-%dT%H:%M:%S%z")),
        ("level", record.levelname.lower()),
        ("logger", record.name),
        ("event", _event(record)),
        *((name, getattr(record, name, None)) for name in _FIELDS if _plain(getattr(record, name, None))),
        ("fault", fault(record.exc_info[1]) if record.exc_info else None),
    ]


def _event(record: logging.LogRecord) -> str:
    """Our own word; of others the wording before it is filled in, or the place where it was said."""
    if record.name == "gunicorn.error" and record.levelno < logging.WARNING:
        return record.getMessage()  # that it started, and on which port
    if record.name.split(".")[0] == _OURS or record.args:
        return str(record.msg)
    return f"{Path(record.pathname).name}:{record.lineno}"


def _plain(value: object) -> bool:
    return isinstance(value, int | str | float)


def fault(failure: BaseException | None) -> str | None:
    """What kind of failure, and where in the code: nothing that it says of what it was working on."""
    if failure is None:
        return None
    frames = traceback.extract_tb(failure.__traceback__)
    ours = [frame for frame in frames if f"/{_OURS}/" in frame.filename]
    where = (ours or frames or [None])[-1]  # type: ignore[list-item]
    return type(failure).__name__ + (f" at {Path(where.filename).name}:{where.lineno}" if where else "")


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "sightline.ops.logs.Lines"}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["lines"], "level": "WARNING"},
    "loggers": {
        _OURS: {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},  # each request has its line from sightline.web.log
        "django.security": {"level": "CRITICAL"},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        "axes": {"level": "CRITICAL"},
        "allauth": {"level": "ERROR"},
        "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
        "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
