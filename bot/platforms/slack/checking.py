"""Finds out what is wrong between this bot and Slack."""

from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

from bot.chat import DeliveryFailed, Fault
from bot.platforms.slack.manifest import SCOPES
from bot.platforms.slack.web import Web

SKEW_SECONDS = 60.0  # a choice

BOT_TOKEN = "Copy the Bot User OAuth Token (xoxb-...) from the app's page OAuth & Permissions into SLACK_BOT_TOKEN"  # noqa: S105 - words about it
APP_TOKEN = "Make an app-level token (xapp-...) with connections:write under Basic Information, for SLACK_APP_TOKEN"  # noqa: S105 - words about it
NETWORK = "Check the network and SLACK_API_URL"
REINSTALL = "Put what `readout slack-manifest` prints under App Manifest and install the app again"
CLOCK = "Let the system set its clock (NTP)"


async def check(web: Web, clock: Callable[[], datetime]) -> list[Fault]:
    """Everything that is wrong, each with its cure."""
    faults: list[Fault] = []
    try:
        headers = (await web.account()).headers
    except DeliveryFailed as failed:
        if failed.kind != "sender":
            return [Fault(failed.reason, NETWORK)]
        faults.append(Fault(failed.reason, BOT_TOKEN))
    else:
        faults += _missing_scopes(headers) + _skew(headers, clock())
    try:
        await web.socket_url()
    except DeliveryFailed as failed:
        faults.append(Fault(failed.reason, APP_TOKEN if failed.kind == "sender" else NETWORK))
    return faults


def _missing_scopes(headers: Mapping[str, str]) -> list[Fault]:
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    missing = [scope for scope in SCOPES if scope not in granted]
    return [Fault(f"The app lacks the permissions {', '.join(missing)}", REINSTALL)] if missing else []


def _skew(headers: Mapping[str, str], now: datetime) -> list[Fault]:
    try:
        theirs = parsedate_to_datetime(headers.get("Date", ""))
    except ValueError:
        return []
    seconds = (now - theirs).total_seconds() if theirs.tzinfo else 0.0
    if abs(seconds) <= SKEW_SECONDS:
        return []
    return [Fault(f"This computer's clock is {seconds:+.0f} s off Slack's", CLOCK)]
