"""Imports a file that a request brings as multipart form data, within limits of size and time."""

import asyncio
import re
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from typing import Any

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from bot.json_answers import shapes
from bot.json_answers.callers import Caller
from bot.web.api.operations import ANALYSIS, LONGEST
from bot.web.api.parameters import readable
from bot.web.api.problems import ApiProblem, wrong
from briefings.errors import BadInput
from briefings.library import ImportResult, RevisionChoice, reject_future_date
from briefings.model.marking import MARKINGS, Marking, typed_marking, viewing
from briefings.reading import MOST_BYTES

UPLOAD_SECONDS = 60.0  # that a file may take to arrive
_FILE, _NEW, _REVISES, _PUBLISHED, _MARKING = "file", "new", "revises", "published", "marking"
_FIELDS = (_NEW, _REVISES, _PUBLISHED, _MARKING)
_LONGEST_NAME = 255
_AT_ONCE = 2  # files in memory on their way; others wait


@dataclass(slots=True)
class _Form:
    """What a form brought: the file with its name, and the fields."""

    name: str = ""
    data: bytes | None = None
    fields: dict[str, str] = field(default_factory=dict)


class Uploads:
    """Imports the files of forms, a few at a time; each may take so many seconds to arrive."""

    def __init__(self, seconds: float = UPLOAD_SECONDS) -> None:
        self._places, self._seconds = asyncio.Semaphore(_AT_ONCE), seconds

    async def take(self, caller: Caller, request: web.Request) -> Any:
        """Imports the file of a form. Raises Problem or BriefingError."""
        caller.require("import", "Importing")
        if request.content_type != "multipart/form-data":
            raise ApiProblem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send a multipart/form-data with the field “file”.")
        async with self._places:
            return shapes.imported(await _imported(caller, await self._received(request)))

    async def _received(self, request: web.Request) -> _Form:
        try:
            async with asyncio.timeout(self._seconds):
                return await _form(request)
        except TimeoutError:
            detail = f"The file took more than {self._seconds:.0f} s to arrive."
            raise ApiProblem(HTTPStatus.REQUEST_TIMEOUT, detail) from None
        except (ValueError, AssertionError, RuntimeError, HttpProcessingError):
            raise wrong("The form can't be read; it is cut off or no multipart/form-data.") from None


async def _imported(caller: Caller, form: _Form) -> ImportResult:
    if form.data is None:
        raise wrong("The form has no field “file”.")
    asker, link = caller.asker, caller.link
    choice, published = await _choice(caller, form.fields), _day(form.fields.get(_PUBLISHED, ""))
    try:
        reject_future_date(published, asker.now)
    except BadInput as error:
        raise ApiProblem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from None
    with viewing(caller.viewer.reading_in(link.address)):  # a text that is held is found again, and told by its ids
        return await asker.core.library.add(
            form.name,
            form.data,
            asker.now,
            published=published,
            by=link.person,
            choice=choice,
            place=link.address,
            marking=_marking(form.fields.get(_MARKING, "")),
            recheck=caller.recheck("import"),
        )


async def _form(request: web.Request) -> _Form:
    form, reader = _Form(), await request.multipart()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader):
            raise wrong("The form has a form within.")
        if part.name == _FILE and form.data is None:
            form.name = _file_name(part.filename or "")
            form.data = await _bytes(part, MOST_BYTES)
        elif part.name in _FIELDS and part.name not in form.fields:
            form.fields[part.name] = _text(await _bytes(part, LONGEST))
        else:
            raise wrong(f"A form has one field “file”, and at most one each of: {', '.join(_FIELDS)}.")
    return form


async def _bytes(part: BodyPartReader, most: int) -> bytes:
    """A part's bytes; one that is too large isn't read to its end."""
    read = bytearray()
    while chunk := await part.read_chunk():
        read += chunk
        if len(read) > most:
            raise ApiProblem(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The field “{part.name}” may have at most {most:,} bytes."
            )
    return bytes(read)


def _file_name(given: str) -> str:
    """The name without folders."""
    name = re.split(r"[/\\]", given)[-1].strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable() or not readable(name):
        raise wrong("The field “file” needs a file name with its ending, such as paper.pdf.")
    return name


def _text(data: bytes) -> str:
    try:
        return data.decode().strip()
    except UnicodeDecodeError:
        raise wrong("A field of the form isn't UTF-8.") from None


async def _choice(caller: Caller, fields: dict[str, str]) -> RevisionChoice:
    new, revises = fields.get(_NEW, ""), fields.get(_REVISES, "")
    if new not in ("", "true", "false"):
        raise wrong("The field “new” takes true or false.")
    if not revises:
        return RevisionChoice(new=new == "true")
    if new or not re.fullmatch(ANALYSIS, revises):
        raise wrong("The field “revises” takes the id of an analysis, such as a1, and goes without “new”.")
    place = await caller.asker.core.library.resolve([revises], None)
    return RevisionChoice(revises=place.analysis.id)


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise wrong("The field “published” takes a day such as 2026-02-05.") from None


def _marking(typed: str) -> Marking | None:
    found = typed_marking(typed)
    if typed and found is None:
        raise wrong(f"The field “marking” takes one of: {', '.join(MARKINGS)}.")
    return found
