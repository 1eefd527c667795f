"""Log set-up: one structured line per message and per notice, with ids and milliseconds; never a text or a secret."""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

HOME = Path(__file__).resolve().parent.parent


def set_up(log_format: str) -> None:
    """Send all logs to standard error, as JSON lines or for a person to read.

    Args:
        log_format: json or console.
    """
    processors: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        trace,
    ]
    if log_format == "json":
        processors.append(structlog.processors.JSONRenderer(ensure_ascii=False))
    else:
        processors.append(structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()))
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    # What libraries say of requests may hold query strings and of errors whatever was being handled.
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Plain("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("aiohttp.access").disabled = True


def trace(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Keep of an exception its type and where it happened: its words and its variables may be what a person wrote."""
    error = event.pop("exc_info", None)
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["trace"] = _places(error)
    return event


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(HOME)) if path.is_relative_to(HOME) else path.name


class _Plain(logging.Formatter):
    """Formats what libraries log, exceptions by type and place only."""

    def formatException(self, ei: object) -> str:  # noqa: N802  (the standard library's name)
        error = ei[1] if isinstance(ei, tuple) else None
        if not isinstance(error, BaseException):
            return ""
        return f"{type(error).__name__} at {' < '.join(reversed(_places(error)))}"
