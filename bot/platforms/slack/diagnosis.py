"""Checks the Slack setup: tokens, scopes, Socket Mode and channels.

It serves setup and `readout doctor`. What a refused token means while the bot runs is in `errors`, what follows in
`Courier.refused`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime

from bot.chat import DeliveryFailed
from bot.diagnostics import Problem
from bot.platforms.shared.checks import ADDRESS, MOST_CHATS, clock_problems
from bot.platforms.slack.address import SlackAddress, place_of
from bot.platforms.slack.manifest import SCOPES
from bot.platforms.slack.sending.web import Web

SKEW_SECONDS = 60.0  # a choice

BOT_TOKEN = "Copy the Bot User OAuth Token (xoxb-...) from the app's page OAuth & Permissions into SLACK_BOT_TOKEN"  # noqa: S105 - words about it
APP_TOKEN = "Make an app-level token (xapp-...) with connections:write under Basic Information, for SLACK_APP_TOKEN"  # noqa: S105 - words about it
NETWORK = "Check the network and SLACK_API_URL"
REINSTALL = "Put what `readout slack-manifest` prints under App Manifest and install the app again"
INVITE = "Type /invite @readout in the channel"
UNARCHIVE = "Take the channel out of the archive, or end what is ordered for it"
THREAD = "Order it anew in the channel or in another thread"
LEFT = "End what is ordered for the person: /people remove"


async def check(
    web: Web, clock: Callable[[], datetime], addresses: Sequence[str] = (), *, by_http: bool = False
) -> list[Problem]:
    """All problems, each with its fix; `by_http` needs no app-level token."""
    faults = await bot_faults(web, clock)
    if any(fault.about == "network" for fault in faults):
        return faults
    refused = any(fault.about == "token" for fault in faults)
    return [*faults, *([] if by_http else await app_faults(web)), *([] if refused else await _places(web, addresses))]


async def bot_faults(web: Web, clock: Callable[[], datetime]) -> list[Problem]:
    """Problems with the bot token, its scopes, and this computer's clock."""
    try:
        headers = (await web.account()).headers
    except DeliveryFailed as failed:
        return [_failed(failed, BOT_TOKEN, web)]
    return _missing_scopes(headers) + _skew(headers, clock())


async def app_faults(web: Web) -> list[Problem]:
    """Problems with the app-level token."""
    try:
        await web.socket_url()
    except DeliveryFailed as failed:
        return [_failed(failed, APP_TOKEN, web)]
    return []


def _failed(failed: DeliveryFailed, fix: str, web: Web) -> Problem:
    refused = failed.kind == "sender"
    what = f"{failed.reason} at {web.api_url}"
    return Problem(what, fix if refused else NETWORK, about="token" if refused else "network")


async def _places(web: Web, addresses: Sequence[str]) -> list[Problem]:
    return [fault for address in addresses[:MOST_CHATS] if (fault := await _place(web, address))]


async def _place(web: Web, address: str) -> Problem | None:
    """Problems with posting to a channel, thread or person."""
    try:
        place = place_of(address)
    except DeliveryFailed as none:
        return Problem(none.reason, ADDRESS)
    try:
        if place.is_person:
            user = (await web.look(lambda client: client.users_info(user=place.channel)))["user"]
            return (
                Problem(f"{place.address}: The person's account is switched off", LEFT) if user.get("deleted") else None
            )
        fault = await _channel(web, place)
        if fault is None and place.thread:
            await web.look(lambda client: client.conversations_replies(channel=place.channel, ts=place.thread, limit=1))
    except DeliveryFailed as failed:
        fix = LEFT if place.is_person else THREAD if "thread" in failed.reason else INVITE
        return Problem(f"{place.address}: {failed.reason}", fix) if failed.kind == "dead" else None
    return fault


async def _channel(web: Web, place: SlackAddress) -> Problem | None:
    channel = (await web.look(lambda client: client.conversations_info(channel=place.channel)))["channel"]
    if channel.get("is_archived"):
        return Problem(f"{place.address}: The channel is archived", UNARCHIVE)
    if channel.get("is_member", True):
        return None
    return Problem(f"{place.address}: Readout is not in the channel", INVITE)


def _missing_scopes(headers: Mapping[str, str]) -> list[Problem]:
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    missing = [scope for scope in SCOPES if scope not in granted]
    return [Problem(f"The app lacks the permissions {', '.join(missing)}", REINSTALL)] if missing else []


def _skew(headers: Mapping[str, str], now: datetime) -> list[Problem]:
    try:
        theirs = parsedate_to_datetime(headers.get("Date", ""))
    except ValueError:
        return []
    return clock_problems("Slack", theirs, now, SKEW_SECONDS)
