"""/webhook: addresses to which changes are posted, with the rights of a person's own chat with the bot."""

from typing import get_args

from bot.commands.permissions import SEE_ALL_DELIVERIES, allows
from bot.commands.registry import Argument, Call, command
from bot.commands.undo import without_undo
from bot.message import Message
from bot.views.accounts import webhooks as views
from briefings.delivery import WebhookEvent
from briefings.errors import BadInput, NotAllowed, NotFound
from briefings.model.delivery import platform_of

_NEW, _LIST, _TEST, _OFF, _ON, _ROTATE, _REVOKE, _REPLAY = (
    *("new", "list", "test", "off", "on", "rotate", "revoke"),
    "replay",
)
_ALL = "all"
_DIGITS = 9
_POSTS = 10  # shown of one webhook
EVENTS = tuple(event for event in get_args(WebhookEvent) if not event.startswith("webhook."))


@command(
    "webhook",
    "Posts changes to an address of yours",
    Argument(
        "new|list|test|off|on|rotate|revoke|replay",
        required=False,
        choices=(_NEW, _LIST, _TEST, _OFF, _ON, _ROTATE, _REVOKE, _REPLAY),
    ),
    Argument("URL|N", required=False),
    Argument("EVENTS", required=False, many=True),
    forms=(
        "list [N]",
        "new URL [EVENTS]",
        "test N",
        "rotate N",
        "off N",
        "on N",
        "revoke N",
        "revoke all",
        "replay ID",
    ),
    examples=("webhook new https://example.org/hooks", "webhook list", "webhook test 1", "webhook rotate 1"),
    changes=1,
)
async def webhook(call: Call) -> Message:
    """Makes, lists, tests and ends the sender's webhooks; a secret is shown once, in a private chat only."""
    if not call.request.private:
        raise NotAllowed(
            "A webhook is yours alone. Ask me for it in a direct message: {line}", line=f"{call.prefix}webhook"
        )
    word, *rest = [*call.args] or [_LIST]
    word = word.lower()
    if word == _LIST:
        return await _listed(call, rest)
    if word == _NEW:
        return await _made(call, rest)
    if word == _REVOKE:
        ended = await call.briefings.webhooks.revoke(_person(call), call.now, None if rest == [_ALL] else _id(rest))
        return await without_undo(call, views.revoked(ended), "webhook revoke")
    return await _changed(call, word, _id(rest))


def _person(call: Call) -> str | None:
    """Whose webhooks are meant; None, for the terminal, are everybody's."""
    return None if platform_of(call.request.address) == "terminal" else call.request.sender


async def _listed(call: Call, rest: list[str]) -> Message:
    core = call.briefings.webhooks
    found = await core.of(_person(call))
    if not rest:
        return views.webhooks(found, call.zone, call.prefix, everybody=_person(call) is None)
    chosen = [each for each in found if each.id == _id(rest)]
    if not chosen:
        raise NotFound("You have no webhook {number}. Type /webhook to see yours.", number=_id(rest))
    markings = call.briefings.markings
    ceiling = (await markings.clearances()).get(chosen[0].target, markings.default)
    return views.webhook(chosen[0], await core.posts(chosen, _POSTS), call.zone, call.prefix, ceiling)


async def _made(call: Call, rest: list[str]) -> Message:
    if not rest:
        raise BadInput("Add the address: {prefix}webhook new https://example.org/hooks", prefix=call.prefix)
    url, *words = rest
    everywhere, request = allows(call.role, SEE_ALL_DELIVERIES), call.request
    made = await call.briefings.webhooks.add(
        request.address, request.sender, url, _events(words), call.now, everywhere=everywhere
    )
    return await without_undo(call, views.created(made, call.prefix, call.briefings.markings.default), "webhook new")


def _events(words: list[str]) -> tuple[str, ...]:
    """The types that words name: "event.moved", or "analysis" for both of its types. Raises BadInput."""
    chosen: list[str] = []
    for word in " ".join(words).replace(",", " ").lower().split():
        named = [event for event in EVENTS if word in (event, event.partition(".")[0])]
        if not named and word != _ALL:
            raise BadInput("There is no event “{word}”. There are: {events}", word=word, events=", ".join(EVENTS))
        chosen += named
    return tuple(dict.fromkeys(chosen))


async def _changed(call: Call, word: str, id_: int) -> Message:
    core, person = call.briefings.webhooks, _person(call)
    match word:
        case "test":
            shown = views.tested(await core.test(person, id_, call.now), call.prefix)
        case "rotate":
            shown = views.rotated(await core.rotate(person, id_, call.now), call.prefix)
        case "off":
            shown = views.turned_off(await core.turn_off(person, id_, call.now), call.prefix)
        case "on":
            shown = views.turned_on(await core.turn_on(person, id_))
        case "replay":
            shown = views.replayed(id_, await core.replay(person, id_, call.now))
        case _:
            raise BadInput("Type {prefix}webhook new URL, or {prefix}webhook list.", prefix=call.prefix)
    return await without_undo(call, shown, f"webhook {word}")


def _id(rest: list[str]) -> int:
    typed = " ".join(rest).lstrip("#")
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS):
        raise BadInput("Give its number, as /webhook list shows it.")
    return int(typed)
