"""Confirmation of imports: files are kept by key until their sender says whether, or as what, to import them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial

from pydantic import TypeAdapter, ValidationError

from bot.chat import Attachment, Request
from bot.commands.library.pasted_text import file_name
from bot.commands.registry import split_line
from bot.message import Message
from bot.views import refusals
from bot.views.library import imports
from bot.views.shared.names_and_dates import prefix_of
from briefings.accounts import PASTED
from briefings.errors import BadInput
from briefings.model.marking import typed_marking
from briefings.parsing import NO_CAPTION, parse_caption
from briefings.reading import MOST_BYTES, refused_by_name
from briefings.service import Briefings
from briefings.translatable import phrase

TAKE = "take"  # what the button says, before the files' token
NO = "no"  # what the other button says, after it


@dataclass(frozen=True, slots=True)
class PendingImport:
    """Files by name, size in bytes and key, with their sender and place."""

    address: str
    sender: str
    files: tuple[tuple[str, int, str], ...]


async def remember_files(request: Request, briefings: Briefings, files: Sequence[Attachment]) -> str:
    """The command line that imports the files later; "" if the platform couldn't find them again."""
    kept = tuple((each.name, each.size, each.key) for each in files)
    if not all(key and (request.refetch or key.startswith(PASTED)) for _, _, key in kept):
        return ""
    form = _form().dump_json(PendingImport(request.address, request.sender, kept)).decode()
    return f"/{TAKE} {await briefings.chats.keep_line(form, request.address, request.sent_at)}"


def why_not(file: Attachment) -> str:
    """Why a file can't be imported, as far as its name, its size and its platform tell; "" if it may be."""
    if not file.refused and file.size > MOST_BYTES:
        return phrase("The file is larger than {number} MB.", number=MOST_BYTES // 1_000_000)
    return file.refused or refused_by_name(file.name)


def has_caption(request: Request) -> bool:
    """Whether words that came with files are plain ones, which say something of them, and not a line of `/import`."""
    name, rest = split_line(request.line)
    after = rest.split(" ", 1)[0].lower()
    options = after in ("", "published", imports.NEW, imports.REVISION) or typed_marking(after)
    plain = request.unmarked or not request.command
    return bool(request.attachments) and plain and not (name.lower() == "import" and options)


async def offer_import(request: Request, briefings: Briefings, today: date) -> Message:
    """Asks whether to import the files, as their caption says; names those that can't be imported.

    It says what to type if they couldn't be found again.
    """
    good = [each for each in request.attachments if not why_not(each)]
    refused = [imports.import_refused(each.name, why_not(each)) for each in request.attachments if why_not(each)]
    others = tuple(block for each in refused for block in each.blocks)
    if not good:
        return Message(others, failed=True)
    names, line = [each.name for each in good], await remember_files(request, briefings, good)
    caption = parse_caption(request.line, today) if has_caption(request) else NO_CAPTION
    alone = refusals.file_alone(names[0], prefix_of(request.address))
    asked = imports.confirm_import(names, line, caption) if line else alone
    return replace(asked, blocks=(*asked.blocks, *others))


async def offer_text(request: Request, briefings: Briefings) -> Message:
    """Asks whether to import a long text, which is stored until then, so that any process can import it."""
    text = request.line.strip()
    key = await briefings.chats.keep_text(text, request.address, request.sent_at)
    form = PendingImport(request.address, request.sender, (("", len(text.encode()), key),))
    line = await briefings.chats.keep_line(_form().dump_json(form).decode(), request.address, request.sent_at)
    return imports.confirm_text(len(text), f"/{TAKE} {line}", f"/{TAKE} {line} {NO}")


async def declined(token: str, request: Request, briefings: Briefings) -> Message:
    """Deletes a text that is not to be imported. Raises BadInput as `confirmed_request` does."""
    for each in (await confirmed_request(token, request, briefings)).attachments:
        await briefings.chats.drop_text(each.key)
    return imports.not_imported()


async def confirmed_request(token: str, request: Request, briefings: Briefings) -> Request:
    """The request with the pending files. Raises BadInput unless they are this person's in this place."""
    try:
        waiting = _form().validate_json(await briefings.chats.kept_line(token) or "")
    except ValidationError:
        raise BadInput(refusals.stale_button()) from None
    if (waiting.address, waiting.sender) != (request.address, request.sender):
        raise BadInput(refusals.stale_button())
    files = [await _pending(*each, request, briefings) for each in waiting.files]
    return replace(request, attachments=tuple(files))


async def _pending(name: str, size: int, key: str, request: Request, briefings: Briefings) -> Attachment:
    """A file, or a pasted text as a file. Raises BadInput where it can't be had any more."""
    if not key.startswith(PASTED):
        if request.refetch is None:
            raise BadInput(refusals.stale_button())
        return Attachment(name, size, partial(request.refetch, key), key)
    text = await briefings.chats.kept_line(key)
    if text is None:
        raise BadInput("I don't have that text any more. Please send it again.")

    async def fetch() -> bytes:
        return text.encode()

    return Attachment(file_name(text), size, fetch, key)


@cache
def _form() -> TypeAdapter[PendingImport]:
    """Converts imports that wait. Made at its first use: it takes 1 ms, which a start does without."""
    return TypeAdapter(PendingImport)
