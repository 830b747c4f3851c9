"""Logging: one line per record, `time level logger message key=value` or a JSON object, with secrets removed."""

import json
import logging
import time
from collections.abc import Sequence
from math import isfinite
from typing import Literal
from urllib.parse import quote

from briefings.errors import BriefingError, Broken, Busy, current_reference, new_reference

_TALKATIVE = (
    "aiohttp.access",
    "apscheduler",
    "asyncio",
    "httpcore",
    "httpx",
    "httpx2",
    "openai",
    "slack_bolt",
    "slack_sdk",
    "telegram",
)
# MCP quotes what it was sent; the tools log their own faults. The pool tells of connections that it can't close because
# the server has ended them.
_SILENT = ("mcp", "sqlalchemy.pool")
_PLAIN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
_SHORTEST = 4  # characters; hiding a shorter secret would tear up ordinary words


def set_up(level: str, secrets: Sequence[str] = (), form: Literal["text", "json", "sentences"] = "text") -> None:
    """Logs from `level` up to standard error; verbose libraries from WARNING up, others hardly at all.

    `sentences` are for whoever typed a command: they have no time, level and module.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(_FORMS[form](secrets))
    handler.addFilter(Referenced())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))
    for name in _SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL)


class Referenced(logging.Filter):
    """Gives each error that belongs to no update and no delivery a reference of its own, once for all handlers."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keeps every record."""
        if record.levelno >= logging.ERROR and not current_reference() and not hasattr(record, "reference"):
            record.reference = new_reference()
        return True


class Lines(logging.Formatter):
    """Formats a record as one line; values of `extra` follow as key=value. Tracebacks keep their lines."""

    def __init__(self, secrets: Sequence[str] = ()) -> None:
        super().__init__()
        written = {form for secret in secrets for form in (secret, quote(secret, safe=""), quote(secret))}
        self._hidden = sorted((form for form in written if len(form) >= _SHORTEST), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """The record as text, with secrets removed."""
        words = (_instant(record), record.levelname, record.name, _one_line(record.getMessage()), *_fields(record))
        reference = current_reference()
        text = " ".join((*words, f"id={reference}") if reference else words) + self._trace(record)
        return self.hide(text)

    def hide(self, text: str) -> str:
        """A text with secrets removed."""
        for secret in self._hidden:
            text = text.replace(secret, "[hidden]")
        return text

    def _trace(self, record: logging.LogRecord) -> str:
        """The traceback, or only the sentence of an expected error."""
        failure = record.exc_info[1] if record.exc_info else None
        if failure is None or record.exc_info is None:
            return ""
        if told := _sentence(failure):
            return f" failure={_value(told)}"
        return f"\n{self.formatException(record.exc_info)}"


class JsonLines(Lines):
    """Formats a record as a JSON object on one line; values of `extra` are fields beside time, level and message."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON in ASCII, with secrets removed."""
        fields: dict[str, object] = {
            "time": _instant(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if reference := current_reference():
            fields["id"] = reference
        extra = {name: value for name, value in vars(record).items() if name not in _PLAIN}
        fields = {**extra, **fields, **self._failure(record)}
        return json.dumps({name: self._hidden_value(value) for name, value in fields.items()})

    def _failure(self, record: logging.LogRecord) -> dict[str, object]:
        """The traceback, or only the sentence of an expected error."""
        failure = record.exc_info[1] if record.exc_info else None
        if failure is None or record.exc_info is None:
            return {}
        if told := _sentence(failure):
            return {"failure": told}
        return {"traceback": self.formatException(record.exc_info)}

    def _hidden_value(self, value: object) -> object:
        """A value as JSON has it: numbers and lists stay, all else is text."""
        if value is None or isinstance(value, bool | int):
            return value
        if isinstance(value, float) and isfinite(value):
            return value
        if isinstance(value, list | tuple | set | frozenset):
            return [self._hidden_value(each) for each in value]
        return self.hide(_text(value))


class Sentences(Lines):
    """Formats a record as a sentence; values of `extra` follow in brackets."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as text, with secrets removed."""
        said, fields = _one_line(record.getMessage()), ", ".join(_fields(record))
        sentence = f"{said[:1].upper()}{said[1:].rstrip('.')}{f' ({fields})' if fields else ''}."
        return self.hide(sentence + self._trace(record))


_FORMS: dict[str, type[Lines]] = {"text": Lines, "json": JsonLines, "sentences": Sentences}


def _sentence(failure: BaseException) -> str:
    """The sentence of a database that can't be used, which needs no traceback; "" for any other failure."""
    if isinstance(failure, Broken | Busy):
        return str(failure)
    # 0.2 s with SQLAlchemy, which a failure of the database has brought in already
    from briefings.store import ended_connection

    return str(ended_connection(failure) or "")


def _text(value: object) -> str:
    """A value in words: an error by its sentence, or by its kind and what it says."""
    if not isinstance(value, BaseException) or isinstance(value, BriefingError):
        return str(value)
    return _sentence(value) or f"{type(value).__name__}: {value}".rstrip(": ")


def _instant(record: logging.LogRecord) -> str:
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(record.created))}.{int(record.msecs):03}Z"


def _fields(record: logging.LogRecord) -> list[str]:
    return [f"{name}={_value(value)}" for name, value in vars(record).items() if name not in _PLAIN]


def _value(value: object) -> str:
    text = _text(value)
    return (
        text
        if text.isprintable() and text and not set(text) & set(' "=')
        else _one_line(json.dumps(text, ensure_ascii=False))
    )


def _one_line(message: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in message)
