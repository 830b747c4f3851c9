"""Slack's errors: what a refused token, a 429, a closed channel or a broken connection means."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError
from slack_sdk.errors import SlackApiError, SlackClientError, SlackRequestError
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook import WebhookResponse

from bot.chat import DeliveryFailed, FailureKind, ReportOutage, TokenRefused
from bot.platforms.shared import health
from bot.platforms.shared.follow_ups import MISSED_PAUSES
from briefings.translatable import phrase

Health = health.Health[DeliveryFailed]
NETWORK = (SlackClientError, ClientError, TimeoutError, OSError)
# All that a request may raise; the last where the library takes an answer for JSON that is none.
BROKEN = (*NETWORK, AttributeError)
PAUSE_SECONDS = 30.0  # after "too many requests" without a number
LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
# The chat is gone or closed to us.
CLOSED = {
    "cannot_dm_bot": phrase("Bots cannot be written to"),
    "cannot_reply_to_message": phrase("The thread cannot be replied to"),
    "channel_is_limited_access": phrase("The channel is closed to Readout"),
    "channel_not_found": phrase("The channel does not exist, or Readout is not in it"),
    "im_not_found": phrase("The direct channel does not exist"),
    "is_archived": phrase("The channel is archived"),
    "is_inactive": phrase("The channel is frozen"),
    "messages_tab_disabled": phrase("The app's messages tab is switched off"),
    "not_in_channel": phrase("Readout is not in the channel: /invite @readout"),
    "posting_to_channel_denied": phrase("Readout may not write there"),
    "restricted_action": phrase("The workspace does not let Readout write there"),
    "restricted_action_non_threadable_channel": phrase("The channel does not allow threads"),
    "restricted_action_read_only_channel": phrase("The channel can only be read"),
    "restricted_action_thread_locked": phrase("The thread is locked"),
    "restricted_action_thread_only_channel": phrase("The channel allows only threads"),
    "thread_not_found": phrase("The thread was deleted"),
    "user_disabled": phrase("The person's account is switched off"),
    "user_not_found": phrase("There is no such person in this workspace"),
    "user_not_in_channel": phrase("The person is not in the channel"),
    "user_not_visible": phrase("The person is not visible to Readout"),
}
# The account is refused, whatever it sends.
UNWELCOME = {
    "accesslimited": phrase("the network from which Readout runs is not allowed"),
    "account_inactive": phrase("the account behind the token was removed"),
    "app_access_restricted": phrase("the workspace restricts the app"),
    "ekm_access_denied": phrase("the organisation has suspended access"),
    "enterprise_is_restricted": phrase("the organisation does not allow the app"),
    "forbidden_team": phrase("the workspace does not allow the app"),
    "invalid_auth": phrase("the token is wrong"),
    "missing_scope": phrase("the app lacks a permission"),
    "no_permission": phrase("the app lacks a permission"),
    "not_allowed_token_type": phrase("the token is of the wrong kind"),
    "not_authed": phrase("there is no token"),
    "org_login_required": phrase("the workspace is being moved to an organisation"),
    "team_access_not_granted": phrase("the app is not allowed in this workspace"),
    "token_expired": phrase("the token has expired"),
    "token_revoked": phrase("the token was revoked or the app was uninstalled"),
}
_TOKEN_CODES = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"})
# A response address takes five messages within half an hour.
SPENT = {
    "expired_url": phrase("Slack accepts answers here for half an hour, which has passed"),
    "used_url": phrase("Slack accepts no further answer here"),
}
# Slack was asked, failed, and may have done it.
_UNTAKEN = phrase("Slack does not take this")
UNCERTAIN = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})


@dataclass(frozen=True, slots=True)
class SlackPauses(health.Pauses):
    """`ping` is the interval of connection checks; at shutdown, answers have `stop` seconds.

    Work of `status` seconds shows a status. `missed` are the pauses between attempts to report a lost answer. An
    update has to be stored within `store` seconds; Slack gives a receipt three.
    """

    first: float = 0.5
    slow: float = 60.0
    ping: float = 5.0
    stop: float = 4.0
    status: float = 0.7
    store: float = 2.5
    missed: tuple[float, ...] = MISSED_PAUSES


PAUSES = SlackPauses()


def slack_health(tell: ReportOutage, pauses: SlackPauses) -> Health:
    """A `Health` that knows Slack's errors: which ones mean an outage, a refused token or a pause."""
    return Health("slack", tell, pauses, DeliveryFailed, _trouble_of)


def _trouble_of(failed: DeliveryFailed, _: int) -> health.Failure:
    # One that is refused, then cut, then refused is down all the time, whatever the sentences say.
    state = "down" if failed.kind in {"retry", "doubt"} else failed.reason
    refused, by_person = failed.kind == "sender", failed.kind in {"sender", "refused"}
    return health.Failure(state, failed.reason, refused, by_person, failed.retry_after)


class ResponseUrlExpired(DeliveryFailed):
    """The response URL accepts no more messages; other methods may work."""


def failure_of(error: Exception) -> DeliveryFailed:
    """The delivery failure for an exception, with a reason for people."""
    match error:
        case SlackApiError(response=response):
            if isinstance(response, AsyncSlackResponse):
                body = response.data if isinstance(response.data, dict) else {}
                return refusal(str(body.get("error", "")), response.status_code, response.headers)
            return refusal("", response.status, response.headers)  # the plain answer, where it was no JSON
        case SlackRequestError():
            return DeliveryFailed("Slack didn't accept the file", "retry")
        case ClientConnectorError() | ConnectionTimeoutError():
            return DeliveryFailed("Slack cannot be reached", "retry", unreachable=True)
        case _:
            return DeliveryFailed("Slack broke off before it had answered", "doubt")


def failure_of_hook(response: WebhookResponse) -> DeliveryFailed | None:
    """The delivery failure for a response URL's reply; None if it was accepted."""
    code = _hook_error(response.body)
    if response.status_code == 200 and code is None:
        return None
    code = code or ""
    if code in SPENT:
        return ResponseUrlExpired("{reason} ({code})", "refused", reason=SPENT[code], code=code)
    return refusal(code, response.status_code, response.headers)


def refusal(code: str, status: int, headers: Mapping[str, str]) -> DeliveryFailed:
    """The delivery failure for an error code and HTTP status."""
    if status == 429 or code in LIMITED:
        return DeliveryFailed("Slack asks to slow down", "retry", retry_after=_seconds(headers))
    if status >= 500 or code in UNCERTAIN:
        return DeliveryFailed("Slack failed ({code})", "doubt", code=code or status)
    if code in UNWELCOME:
        refused = phrase("Slack refuses Readout: {reason} ({code})", reason=UNWELCOME[code], code=code)
        return TokenRefused(refused) if code in _TOKEN_CODES else DeliveryFailed(refused, "sender")
    if not code:
        return DeliveryFailed(
            "Something other than Slack answers at its address (status {status})", "doubt", status=status
        )
    kind: FailureKind = "dead" if code in CLOSED else "refused"
    return DeliveryFailed("{reason} ({code})", kind, reason=CLOSED.get(code, _UNTAKEN), code=code)


def _seconds(headers: Mapping[str, str]) -> float:
    try:
        return max(float(headers.get("Retry-After", PAUSE_SECONDS)), 0.0)
    except ValueError:
        return PAUSE_SECONDS


def _hook_error(body: str) -> str | None:
    """The error code; None if accepted, "" if something other than Slack answered."""
    words = body.strip()
    if words in {"", "ok"}:
        return None
    try:
        reply = json.loads(words)
    except (ValueError, RecursionError):
        return words if words.isidentifier() else ""
    if not isinstance(reply, dict):
        return ""
    return None if reply.get("ok") else str(reply.get("error") or "")
