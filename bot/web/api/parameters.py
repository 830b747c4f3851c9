"""Checks the parameters of a request against those of its operation."""

import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from aiohttp import web

from bot.web.api.operations import ANALYSIS, LONGEST, Operation, Parameter
from bot.web.api.problems import ApiProblem, wrong

_FLAGS = {"true": True, "false": False}
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


def values_of(operation: Operation, request: web.Request) -> dict[str, Any]:
    """The values by name. Raises Problem for an unknown, repeated, missing or invalid one."""
    known = {each.name: each for each in operation.parameters}
    in_query = {name: each for name, each in known.items() if not each.in_path}
    _refuse_others([name for name, _value in request.query.items()], in_query)
    values = {name: _value(each, request.query[name]) for name, each in in_query.items() if name in request.query}
    for name, each in known.items():
        if each.in_path:
            typed = request.match_info[name]
            if not re.fullmatch(ANALYSIS, typed):
                raise ApiProblem(HTTPStatus.NOT_FOUND, "There is no such analysis. An id looks like a1.")
            values[name] = typed
        elif each.required and name not in values:
            raise wrong(f"The parameter {name} is missing.")
    return values


def _refuse_others(given: Iterable[str], known: dict[str, Parameter]) -> None:
    seen: set[str] = set()
    for name in given:
        if name not in known:
            names = ", ".join(known) or "none"
            raise wrong(f"There is no parameter of that name here. Known here: {names}.")
        if name in seen:
            raise wrong(f"The parameter {name} was given twice.")
        seen.add(name)


def _value(of: Parameter, typed: str) -> Any:
    """A value of the parameter's kind."""
    if of.choices and typed not in of.choices:
        raise wrong(f"The parameter {of.name} takes one of: {', '.join(of.choices)}.")
    if of.kind == "flag":
        if typed not in _FLAGS:
            raise wrong(f"The parameter {of.name} takes true or false.")
        return _FLAGS[typed]
    if of.kind == "number":
        if not _NUMBER.fullmatch(typed) or int(typed) > of.most:
            raise wrong(f"The parameter {of.name} takes a whole number from 1 to {of.most}.")
        return int(typed)
    if len(typed) > LONGEST:
        raise wrong(f"The parameter {of.name} takes at most {LONGEST} characters.")
    if not readable(typed):
        raise wrong(f"The parameter {of.name} holds characters that are no text.")
    return typed


def readable(text: str) -> bool:
    """Whether text has no control characters and no halves of characters."""
    return all(character >= " " and not "\ud800" <= character <= "\udfff" for character in text)
