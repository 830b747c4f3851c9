"""/token: a person's tokens for the API and for language models."""

from datetime import timedelta

from bot.commands.registry import Argument, Call, command
from bot.commands.undo import without_undo
from bot.message import Message
from bot.views.accounts import tokens as views
from briefings.errors import BadInput, NotAllowed, NotFound
from briefings.model.people import WebLink

TOKEN_LASTS = timedelta(days=365)
MOST_TOKENS, LONGEST_NAME = 20, 60
PREFIX = "readout_"  # before each token, by which people and scanners recognise it
_NEW, _LIST, _REVOKE, _ALL = "new", "list", "revoke", "all"
_DIGITS = 9


@command(
    "token",
    "Makes, lists and revokes your tokens for the API and for language models",
    Argument("new|list|revoke", required=False, choices=(_NEW, _LIST, _REVOKE)),
    Argument("NAME|N|all", required=False, many=True),
    forms=("list", "new NAME", "revoke N", "revoke all"),
    examples=("token new laptop", "token list", "token revoke 3"),
    changes=1,
)
async def token(call: Call) -> Message:
    """Makes, lists or revokes the sender's tokens; a new one is shown once, in a private chat only."""
    if not call.request.private:
        raise NotAllowed(
            "A token is yours alone. Ask me for it in a direct message: {line}", line=f"{call.prefix}token"
        )
    word, *rest = [*call.args] or [_LIST]
    if word.lower() == _NEW:
        return await _made(call, " ".join(rest))
    if word.lower() == _REVOKE:
        return await without_undo(call, views.revoked(await _revoked(call, rest)), "token revoke")
    if word.lower() != _LIST or rest:
        raise BadInput("Type {prefix}token new NAME, {prefix}token list or {prefix}token revoke N.", prefix=call.prefix)
    return views.tokens(await _live(call), call.zone, call.prefix)


async def _made(call: Call, name: str) -> Message:
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadInput(
            "Give the token a name of at most {most} characters, such as the device that will use it: "
            "{prefix}token new laptop",
            most=LONGEST_NAME,
            prefix=call.prefix,
        )
    if len(await _live(call)) >= MOST_TOKENS:
        raise BadInput(
            "You have {most} tokens, the maximum. Revoke one first: {prefix}token list",
            most=MOST_TOKENS,
            prefix=call.prefix,
        )
    links, request = call.briefings.web_links, call.request
    made = await links.issue(
        request.address, request.sender, None, call.now, private=True, lasts=TOKEN_LASTS, kind="token", name=name
    )
    shown = views.created(made.link, f"{PREFIX}{made.token}", call.zone, call.prefix)
    return await without_undo(call, shown, "token new")


async def _live(call: Call) -> list[WebLink]:
    return await call.briefings.web_links.live(call.request.sender, call.now, "token")


async def _revoked(call: Call, rest: list[str]) -> list[WebLink]:
    links, sender = call.briefings.web_links, call.request.sender
    typed = " ".join(rest).lower().lstrip("#")
    if typed == _ALL:
        return await links.revoke(sender, call.now, kind="token")
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS):
        raise BadInput("Give the number of the token, as {line} shows it.", line=f"{call.prefix}token list")
    ended = await links.revoke(sender, call.now, int(typed), "token")
    if not ended:
        raise NotFound(
            "You have no token {number}. To see yours, type {line}", number=typed, line=f"{call.prefix}token list"
        )
    return ended
