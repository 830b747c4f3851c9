"""The JSON that is posted: the type, the instant, and what changed as the API shows it, as far as the chat may see."""

import json
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.json_answers import content_shapes, shapes
from bot.json_answers.markings import with_markings
from bot.json_answers.shapes import Shape
from briefings.delivery import Post
from briefings.errors import NotFound
from briefings.model.delivery import chat_of
from briefings.service import Briefings
from briefings.translatable import phrase

LONGEST = 65_536  # bytes of a body
_HIDDEN = phrase("it is gone, or this chat may not see it any more")
_ELSEWHERE = phrase("its owner may not see deliveries of other chats any more")
_TOO_LONG = phrase("it is longer than {most} bytes", most=LONGEST)


class NothingToPost(Exception):
    """A post has no content any more; the text says why."""


@dataclass(frozen=True, slots=True)
class Audience:
    """What the owner of a webhook may know beside what the viewer sees: their zone, and deliveries of `everywhere`."""

    zone: str
    everywhere: bool


async def body_of(core: Briefings, post: Post, to: Audience, now: datetime) -> bytes:
    """The body of a post for the viewer that is bound. Raises NothingToPost."""
    try:
        data = await _data(core, post, to, now)
    except NotFound:
        raise NothingToPost(_HIDDEN) from None
    whole = {"type": post.event, "timestamp": shapes.utc(post.at), "data": data}
    body = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
    if len(body) > LONGEST:
        raise NothingToPost(_TOO_LONG)
    return body


async def _data(core: Briefings, post: Post, to: Audience, now: datetime) -> Shape:
    kind, number = post.subject[:1], int(post.subject[1:] or 0)
    if kind == "m":
        found = await core.webhooks.delivery(number)
        if found is None:
            raise NotFound(_HIDDEN)
        if chat_of(found.address) != chat_of(post.endpoint.address) and not to.everywhere:
            raise NothingToPost(_ELSEWHERE)
        return shapes.delivery(found, to.zone) | {"marking": None}
    if kind not in _CHANGED:
        return {"webhook": post.endpoint.id}
    shape = await _CHANGED[kind](core, number, now.astimezone(ZoneInfo(to.zone)))
    await with_markings(core, shape, now)
    return shape


async def _analysis(core: Briefings, number: int, _here: datetime) -> Shape:
    return shapes.entry_of(await core.library.get(number))


async def _event(core: Briefings, number: int, here: datetime) -> Shape:
    return shapes.event(await core.agenda.show(number, here))


async def _statement(core: Briefings, number: int, here: datetime) -> Shape:
    of = await core.outlook.find(number)
    return content_shapes.statement(of, (await core.library.get(of.analysis)).draft, here.date())


async def _correction(core: Briefings, number: int, _here: datetime) -> Shape:
    return content_shapes.correction((await core.corrections.get(number)).correction)


_CHANGED = {"a": _analysis, "e": _event, "s": _statement, "c": _correction}  # by the first letter of the id
