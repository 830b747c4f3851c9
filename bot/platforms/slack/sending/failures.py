"""Maps Slack's errors and broken requests to delivery outcomes."""

import json
from collections.abc import Mapping

from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError
from slack_sdk.errors import SlackApiError, SlackClientError, SlackRequestError
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook import WebhookResponse

from bot.chat import DeliveryFailed, FailureKind
from briefings.translatable import kept

NETWORK = (SlackClientError, ClientError, TimeoutError, OSError)
# All that a request may raise; the last where the library takes an answer for JSON that is none.
BROKEN = (*NETWORK, AttributeError)

PAUSE_SECONDS = 30.0  # after "too many requests" without a number

LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})

# The chat is gone or closed to us.
CLOSED = {
    "cannot_dm_bot": kept("Bots cannot be written to"),
    "cannot_reply_to_message": kept("The thread cannot be replied to"),
    "channel_is_limited_access": kept("The channel is closed to Readout"),
    "channel_not_found": kept("The channel does not exist, or Readout is not in it"),
    "im_not_found": kept("The direct channel does not exist"),
    "is_archived": kept("The channel is archived"),
    "is_inactive": kept("The channel is frozen"),
    "messages_tab_disabled": kept("The app's messages tab is switched off"),
    "not_in_channel": kept("Readout is not in the channel: /invite @readout"),
    "posting_to_channel_denied": kept("Readout may not write there"),
    "restricted_action": kept("The workspace does not let Readout write there"),
    "restricted_action_non_threadable_channel": kept("The channel does not allow threads"),
    "restricted_action_read_only_channel": kept("The channel can only be read"),
    "restricted_action_thread_locked": kept("The thread is locked"),
    "restricted_action_thread_only_channel": kept("The channel allows only threads"),
    "thread_not_found": kept("The thread was deleted"),
    "user_disabled": kept("The person's account is switched off"),
    "user_not_found": kept("There is no such person in this workspace"),
    "user_not_in_channel": kept("The person is not in the channel"),
    "user_not_visible": kept("The person is not visible to Readout"),
}

# The account is refused, whatever it sends.
UNWELCOME = {
    "accesslimited": kept("the network from which Readout runs is not allowed"),
    "account_inactive": kept("the account behind the token was removed"),
    "app_access_restricted": kept("the workspace restricts the app"),
    "ekm_access_denied": kept("the organisation has suspended access"),
    "enterprise_is_restricted": kept("the organisation does not allow the app"),
    "forbidden_team": kept("the workspace does not allow the app"),
    "invalid_auth": kept("the token is wrong"),
    "missing_scope": kept("the app lacks a permission"),
    "no_permission": kept("the app lacks a permission"),
    "not_allowed_token_type": kept("the token is of the wrong kind"),
    "not_authed": kept("there is no token"),
    "org_login_required": kept("the workspace is being moved to an organisation"),
    "team_access_not_granted": kept("the app is not allowed in this workspace"),
    "token_expired": kept("the token has expired"),
    "token_revoked": kept("the token was revoked or the app was uninstalled"),
}

# A response address takes five messages within half an hour.
SPENT = {
    "expired_url": kept("the half hour is over in which Slack takes an answer here"),
    "used_url": kept("Slack takes no further answer here"),
}

# Slack was asked, failed, and may have done it.
_UNTAKEN = kept("Slack does not take this")
UNCERTAIN = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})


class ResponseUrlExpired(DeliveryFailed):
    """The response URL accepts no more messages; other methods may work."""


def failure_of(error: Exception) -> DeliveryFailed:
    """The delivery failure for an exception, with a reason for people."""
    match error:
        case SlackApiError(response=response):
            if isinstance(response, AsyncSlackResponse):
                told = response.data if isinstance(response.data, dict) else {}
                return refusal(str(told.get("error", "")), response.status_code, response.headers)
            return refusal("", response.status, response.headers)  # the plain answer, where it was no JSON
        case SlackRequestError():
            return DeliveryFailed("Slack did not take the file", "retry")
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
        return ResponseUrlExpired(f"{SPENT[code]} ({code})", "refused")
    return refusal(code, response.status_code, response.headers)


def refusal(code: str, status: int, headers: Mapping[str, str]) -> DeliveryFailed:
    """The delivery failure for an error code and HTTP status."""
    if status == 429 or code in LIMITED:
        return DeliveryFailed("Slack asks to slow down", "retry", retry_after=_seconds(headers))
    if status >= 500 or code in UNCERTAIN:
        return DeliveryFailed(f"Slack failed ({code or status})", "doubt")
    if code in UNWELCOME:
        return DeliveryFailed(f"Slack refuses Readout: {UNWELCOME[code]} ({code})", "sender")
    if not code:
        return DeliveryFailed(f"What answers at Slack's address is not Slack (status {status})", "doubt")
    kind: FailureKind = "dead" if code in CLOSED else "refused"
    return DeliveryFailed(f"{CLOSED.get(code, _UNTAKEN)} ({code})", kind)


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
        told = json.loads(words)
    except (ValueError, RecursionError):
        return words if words.isidentifier() else ""
    if not isinstance(told, dict):
        return ""
    return None if told.get("ok") else str(told.get("error") or "")
