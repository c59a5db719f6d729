"""The log: what happened, without a word about whom.

With the option ``KPICORE_LOG=json`` each line is one JSON object made of the few fields below.
What other packages log then passes through `_without_persons`, which keeps the template of a
message, the kind of an error and where it came from, but no value: an error's own words may hold a
name, an address or a cell of somebody's file.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Callable
from types import TracebackType

import streamlit as st
import structlog

from kpicore.errors import KpiCoreError
from pages.parts import configuration

FIELDS = frozenset(
    {"event", "timestamp", "level"}
    | {"page", "standing", "role", "workspace", "error", "deleted", "setting"}
)
"""All that a line may hold. `workspace` is the beginning of a random id."""

_FRAMES = 6
_ID_CHARACTERS = 8

ErrorInfo = tuple[type[BaseException], BaseException, TracebackType | None]


@st.cache_resource(show_spinner=False)
def begin(kind: str) -> str:
    """Set the log up, once per process.

    Parameters
    ----------
    kind : str
        Value of the option ``log``.

    Returns
    -------
    str
        The same.
    """
    if kind == "json":
        logging.setLogRecordFactory(_without_persons(logging.getLogRecordFactory()))
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _only_fields,
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    return kind


def event(name: str, **fields: str | int) -> None:
    """Write one line, where this deployment keeps a log of events.

    Parameters
    ----------
    name : str
        What happened.
    **fields : str or int
        Of `FIELDS`; others are left out.
    """
    if begin(configuration.settings().log) == "json":
        structlog.get_logger().info(name, **fields)


def trouble(fault: KpiCoreError) -> None:
    """Write what keeps the app from working, in one line; it speaks of options, not of persons."""
    logging.getLogger("goalpost").error("%s", fault)


def short(workspace_id: str) -> str:
    """Return enough of a workspace's random id to tell its lines from others'."""
    return workspace_id[:_ID_CHARACTERS]


def _only_fields(
    _logger: object, _method: str, fields: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    return {name: value for name, value in fields.items() if name in FIELDS}


def _without_persons(
    make: Callable[..., logging.LogRecord],
) -> Callable[..., logging.LogRecord]:
    def made(*args: object, **kwargs: object) -> logging.LogRecord:
        entry = make(*args, **kwargs)
        own = entry.name == "goalpost"
        told: dict[str, object] = {
            "event": entry.getMessage()
            if own
            else str(entry.msg)
            if isinstance(entry.msg, str)
            else type(entry.msg).__name__,
            "level": entry.levelname.lower(),
            "logger": entry.name,
        }
        if entry.exc_info and entry.exc_info[0] is not None:
            told["error"] = entry.exc_info[0].__name__
            told["where"] = _where(entry.exc_info[2])
        entry.msg, entry.args = json.dumps(told), ()
        entry.exc_info = entry.exc_text = entry.stack_info = None
        return entry

    return made


def _where(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-_FRAMES:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
