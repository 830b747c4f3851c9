"""Asks for platform tokens, tries each one and stores those that work."""

import json
import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from pydantic import SecretStr

from bot.cli.base import MISUSED, CommandFailed, finish
from bot.cli.setup import try_token
from bot.cli.setup.prompt import Prompter, confirm
from bot.run.settings import Settings, checks, faults_beside_tokens, slack_needs
from bot.run.settings.env_file import given_settings, write_setting

if TYPE_CHECKING:
    from bot.diagnostics import Problem

TELEGRAM, BOT, APP = "TELEGRAM_BOT_TOKEN", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"
_SIGNING, _RECEIVE = "SLACK_SIGNING_SECRET", "READOUT_SLACK_RECEIVE"
_TELEGRAM_URL, _SLACK_URL = "TELEGRAM_API_URL", "SLACK_API_URL"
_WHERE_BOT = "Slack's bot token (OAuth & Permissions, Bot User OAuth Token, xoxb-...; Enter leaves Slack out)"
_WHERE_APP = (
    "Slack's app token (Basic Information, App-Level Tokens, with the scope connections:write, xapp-...; "
    "Enter leaves Slack out)"
)
_WHERE_SIGNING = "Slack's signing secret (Basic Information, App Credentials, Signing Secret; Enter leaves Slack out)"
_WHERE_TELEGRAM = "Telegram's bot token (say /newbot to @BotFather; Enter leaves Telegram out)"

_NAMED = re.compile(r"^[A-Z_]+\s*=\s*")
_OTHERS = (  # what else is copied by mistake, by how it begins
    ("xoxb-", "Slack's bot token"),
    ("xapp-", "Slack's app token"),
    ("xox[ps]-", "a person's token of Slack, which Readout does not use"),
    ("[0-9]+:", "Telegram's token"),
    ("[0-9a-f]{32}$", "a secret of the app, which is no token"),
)

Check = Callable[[SecretStr], SecretStr]
Attempt = Callable[[str, str], Coroutine[Any, Any, "list[Problem]"]]


@dataclass(frozen=True, slots=True)
class TokenQuestion:
    """A token's setting, the question for it, and the setting with the API address to try it at, "" if none can."""

    name: str
    question: str
    address: str


def address(name: str) -> str:
    """The API address of a platform: configured, or the public one."""
    usual = next(field.default for field in Settings.model_fields.values() if field.validation_alias == name)
    return given_settings(name).value or str(usual)


def telegram_url() -> str:
    """The address of Telegram's Bot API."""
    return address(_TELEGRAM_URL)


def slack_url() -> str:
    """The address of Slack's Web API."""
    url = address(_SLACK_URL)
    return url if url.endswith("/") else f"{url}/"


def telegram(desk: Prompter) -> tuple[str, bool]:
    """Asks for the Telegram bot token; returns it, "" if skipped, and whether it was verified."""
    token, new, verified = _accepted(
        desk,
        TokenQuestion(TELEGRAM, _WHERE_TELEGRAM, _TELEGRAM_URL),
        checks.telegram_token,
        partial(try_token.telegram, web_url=_web_url() if receives("TELEGRAM", "webhook") else ""),
    )
    if new:
        write_setting({TELEGRAM: token})
    return token, verified


def slack(desk: Prompter, *, usual: bool) -> tuple[tuple[str, str] | None, bool]:
    """Asks for Slack's bot token and what it needs beside it: the app token, or the signing secret if it sends by http.

    Returns both tokens, None if skipped, and whether they were verified. The two answers are written together, because
    one alone would stop Readout from starting.
    """
    by_http = receives("SLACK", "http")
    other = slack_needs("http" if by_http else "socket")[1]
    if not (given_settings(BOT).value or given_settings(other).value):
        if not confirm(desk, "Set up Slack?", usual=usual):
            return None, True
        _show_manifest(desk)
    bot, new_bot, one = _accepted(
        desk, TokenQuestion(BOT, _WHERE_BOT, _SLACK_URL), checks.slack_bot_token, try_token.slack_bot
    )
    if not bot:
        return None, True
    second, new_second, two = _second(desk, by_http=by_http)
    if not second:
        if new_bot:
            desk.tell(f"Slack is left out: it needs {other} too, so {BOT} isn't saved.")
        return None, True
    new = {name: token for name, token, fresh in ((BOT, bot, new_bot), (other, second, new_second)) if fresh}
    if new:
        write_setting(new)
    return (bot, "" if by_http else second), one and two


def _second(desk: Prompter, *, by_http: bool) -> tuple[str, bool, bool]:
    """What Slack needs beside the bot token; the same three as `_accepted`. A signing secret can't be tried."""
    if by_http:
        return _accepted(desk, TokenQuestion(_SIGNING, _WHERE_SIGNING, ""), checks.slack_signing_secret, None)
    return _accepted(desk, TokenQuestion(APP, _WHERE_APP, _SLACK_URL), checks.slack_app_token, try_token.slack_app)


def receives(platform: str, way: str) -> bool:
    """Whether messages of a platform, "TELEGRAM" or "SLACK", come in this way."""
    return given_settings(f"READOUT_{platform}_RECEIVE").value.lower() == way


def _web_url() -> str:
    return given_settings("READOUT_WEB_URL").value


def slack_requests_url() -> str:
    """The address of the web server to which Slack sends requests; "" with Socket Mode. Raises CommandFailed."""
    if receives("SLACK", "socket") or not given_settings(_RECEIVE).value:
        return ""
    about = (_RECEIVE, "READOUT_WEB_URL")
    if wrong := [each for each in faults_beside_tokens() if _RECEIVE in each or each.startswith(about)]:
        raise CommandFailed("\n".join(wrong), MISUSED)
    return _web_url()


def _show_manifest(desk: Prompter) -> None:
    # 1 s of views and core, once Slack is set up
    from bot.commands import menu
    from bot.platforms.slack.manifest import manifest

    desk.tell("Paste this at api.slack.com/apps, Create New App, From a manifest; then Install App:\n")
    desk.tell(json.dumps(manifest(menu(), web_url=slack_requests_url()), indent=2, ensure_ascii=False) + "\n")
    if receives("SLACK", "http"):
        desk.tell("Slack asks to verify the address for events. Do that once Readout runs.")


def _accepted(desk: Prompter, token: TokenQuestion, check: Check, attempt: Attempt | None) -> tuple[str, bool, bool]:
    """Asks until a token works or is skipped; returns it, whether it is new, and whether it was verified."""
    known = given_settings(token.name)
    value, new = known.value, False
    while True:
        if value and (works := _works(desk, token, value, check, attempt)):
            return value, new, works == "verified"
        if value and not new and not known.mine:
            raise CommandFailed(f"{token.name} is set in the environment or in a file of its own, so correct it there.")
        value, new = _pasted(desk.ask(token.question, secret=True)), True
        if not value:
            return "", False, True


def _pasted(typed: str) -> str:
    """A pasted token without a setting name in front or quotation marks around it."""
    return _NAMED.sub("", typed.strip()).strip("\"'`“”‘’<> ")


def _works(
    desk: Prompter, token: TokenQuestion, value: str, check: Check, attempt: Attempt | None
) -> Literal["", "verified", "untried"]:
    """Whether a token is accepted, with other problems printed. If it can't be tried, the owner decides."""
    try:
        check(SecretStr(value))
    except ValueError:
        kind = next((f" It looks like {kind}." for start, kind in _OTHERS if re.match(start, value)), "")
        desk.tell(f"{token.name}: that does not look like {'it' if attempt is None else 'such a token'}.{kind}")
        return ""
    if attempt is None:
        return "verified"
    faults = finish(attempt(value, slack_url() if token.address == _SLACK_URL else telegram_url()))
    for fault in faults:
        desk.tell(f"{fault.what}. {fault.fix}.")
    if any(fault.about == "network" for fault in faults):
        kept = confirm(desk, "It could not be tried. Keep it all the same?", usual=False)
        return "untried" if kept else ""
    if any(fault.about == "token" for fault in faults):
        return ""
    desk.tell(f"{token.name} works.")
    return "verified"
