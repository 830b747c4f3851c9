"""Parses command-line arguments and rejects invalid ones."""

import re
from argparse import ArgumentTypeError
from datetime import UTC, date, datetime
from typing import TypeVar

from briefings.model.agenda import YEARS
from briefings.model.marking import GROUP, HOLDER, MARKINGS, OUTLET, Marking, typed_marking

_Day = TypeVar("_Day", bound=date)
_INSTANT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?([Zz]|[+-][0-9]{2}:[0-9]{2})"

_MOST = 999_999_999
_QUOTED = 40  # characters of a wrong argument

_ADDRESS = r"terminal:local|telegram:-?[0-9]+(:[0-9]+)?|slack:[A-Z][A-Z0-9]+(:[0-9.]+)?"


def day(typed: str) -> date:
    """Parses an ISO date."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", typed):
        try:
            return _kept(date.fromisoformat(typed), typed)
        except ValueError:
            raise ArgumentTypeError(f"there is no day {typed}") from None
    raise ArgumentTypeError(f"{typed!r} isn't a date; use year-month-day, such as 2026-02-05")


def instant(typed: str) -> date | datetime:
    """Parses an ISO date, or an RFC 3339 instant with its offset."""
    if re.fullmatch(_INSTANT, typed):
        try:
            return _kept(datetime.fromisoformat(typed.upper()).astimezone(UTC), typed)
        except (ValueError, OverflowError):
            raise ArgumentTypeError(f"{typed} isn't a valid time") from None
    if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]", typed):
        raise ArgumentTypeError(f"{typed!r} isn't a time; add an offset from UTC, such as 2026-02-05T08:00:00Z")
    return day(typed)


def _kept(of: _Day, typed: str) -> _Day:
    if of.year not in YEARS:
        raise ArgumentTypeError(f"{typed} is too far away; give a date from {YEARS[0]} to {YEARS[-1]}")
    return of


def count(typed: str) -> int:
    """Parses a whole number of at least 1."""
    if not (typed.isascii() and typed.isdigit() and typed.strip("0")):
        raise ArgumentTypeError(f"{_short(typed)!r} isn't a whole number above 0")
    if len(digits := typed.lstrip("0")) > len(str(_MOST)) or int(digits) > _MOST:
        raise ArgumentTypeError(f"{_short(typed)} is too large; the largest is {_MOST:,}")
    return int(digits)


def level(typed: str) -> Marking:
    """Parses a marking of the Traffic Light Protocol."""
    found = typed_marking(typed)
    if found is None:
        raise ArgumentTypeError(
            f"{_short(typed)!r} isn't a marking; use {', '.join(each.lower() for each in MARKINGS)}"
        )
    return found


def analysis_id(typed: str) -> str:
    """The typed id, such as "a3" or "a-3"; raises ArgumentTypeError for anything else."""
    if re.fullmatch(r"a-?[1-9][0-9]{0,8}", typed):
        return typed
    raise ArgumentTypeError(f"{_short(typed)!r} isn't the id of an analysis; use one from readout list, such as a3")


def holder(typed: str) -> str:
    """Parses the address of a chat or person, as markings know it: without a thread."""
    if HOLDER.fullmatch(typed):
        return typed
    raise ArgumentTypeError(
        f"{_short(typed)!r} isn't a chat or person; use an address, such as telegram:42 or slack:U7"
    )


def reader(typed: str) -> str:
    """Parses the address of a chat or person, the name of a group, or a webhook or feed with its number."""
    if any(each.fullmatch(typed) for each in (GROUP, HOLDER, OUTLET)):
        return typed
    raise ArgumentTypeError(
        f"{_short(typed)!r} isn't a chat, person or group; use telegram:42, slack:U7 or @board, for example"
    )


def _short(typed: str) -> str:
    return typed if len(typed) <= _QUOTED else f"{typed[:_QUOTED]}…"


def address(typed: str) -> str:
    """Parses the address of a chat, with or without a thread."""
    if re.fullmatch(_ADDRESS, typed):
        return typed
    raise ArgumentTypeError(f"{typed!r} isn't a chat; use its address, such as telegram:42, slack:C1 or terminal:local")
