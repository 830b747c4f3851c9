"""The types of what is posted to webhooks, by the type of the change: the API's, with the marking of what they tell."""

from typing import Any

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from bot.json_answers import types

_strict = with_config(ConfigDict(extra="forbid"))


@_strict
class PostedCorrection(types.Correction):
    """A correction as a webhook posts it: with its marking."""

    marking: types.Marking


@_strict
class PostedDelivery(TypedDict):
    """A message that didn't arrive, or may not have."""

    id: int
    reference: str
    address: str
    kind: str
    state: str
    due: str
    attempts: int
    reason: str
    receipt: str
    marking: None


@_strict
class PostedTest(TypedDict):
    """A test, with the number of the webhook."""

    webhook: int


POSTED: dict[str, tuple[str, Any]] = {
    "analysis.added": ("An analysis was added, or its embargo has ended", types.Entry),
    "analysis.revised": ("An analysis was revised, or a revision was taken back", types.Entry),
    "event.moved": ("The date of an event changed, or it was cancelled or postponed", types.Event),
    "statement.due": ("The day of a statement has passed without an outcome", types.Statement),
    "correction.published": ("Chats are told of a correction", PostedCorrection),
    "correction.retracted": ("Chats are told that a correction doesn't hold", PostedCorrection),
    "delivery.failed": ("A message couldn't be sent, or may not have arrived", PostedDelivery),
    "webhook.test": ("Somebody tests the webhook", PostedTest),
}
