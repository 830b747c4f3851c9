"""Files that came without a word: kept by their keys until whoever sent them confirms that they are to be imported."""

from dataclasses import dataclass, replace
from functools import partial

from pydantic import TypeAdapter, ValidationError

from bot.chat import Attachment, Request
from bot.message import Message
from bot.views import imports, refusals
from bot.views.words import prefix_of
from briefings.errors import BadInput
from briefings.service import Briefings

TAKE = "take"  # what the button says, before the files' token


@dataclass(frozen=True, slots=True)
class Waiting:
    """Files by name, size in bytes and key, with who handed them in and where."""

    address: str
    sender: str
    files: tuple[tuple[str, int, str], ...]


_FORM = TypeAdapter(Waiting)


async def offered(request: Request, briefings: Briefings) -> Message:
    """The question whether to import the files; what to type where the platform could not find them again."""
    files = tuple((each.name, each.size, each.key) for each in request.attachments)
    names = [name for name, _, _ in files]
    if request.refetch is None or not all(key for _, _, key in files):
        return refusals.file_alone(names[0], prefix_of(request.address))
    kept = _FORM.dump_json(Waiting(request.address, request.sender, files)).decode()
    return imports.offered(names, f"/{TAKE} {await briefings.chats.keep_line(kept, request.address, request.sent_at)}")


async def confirmed(token: str, request: Request, briefings: Briefings) -> Request:
    """The request with the files that wait; raises BadInput where they are not this person's in this place."""
    try:
        waiting = _FORM.validate_json(await briefings.chats.kept_line(token) or "")
    except ValidationError:
        raise BadInput(refusals.stale_button()) from None
    if (waiting.address, waiting.sender) != (request.address, request.sender) or request.refetch is None:
        raise BadInput(refusals.stale_button())
    files = tuple(Attachment(name, size, partial(request.refetch, key), key) for name, size, key in waiting.files)
    return replace(request, attachments=files)
