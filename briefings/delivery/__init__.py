"""Subscriptions, digests, reminders and notices become deliveries, each written once and settled.

It decides what is due and records the outcome. It knows no platform and sends nothing itself.
"""

from briefings.delivery.bot_accounts import BotAccounts, ReplacedAccount
from briefings.delivery.couriers import Couriers, Want, differing_settings, share_of
from briefings.delivery.outbox import Batch, ChatTurn
from briefings.delivery.webhook_addresses import is_ip, is_public
from briefings.delivery.webhooks import FAILING, PAUSES, Attempt, IssuedWebhook, Post, host_of
from briefings.store.outbox.couriers import CourierRow
from briefings.store.webhooks.endpoints import Endpoint, WebhookEvent

__all__ = [
    "FAILING",
    "PAUSES",
    "Attempt",
    "Batch",
    "BotAccounts",
    "ChatTurn",
    "CourierRow",
    "Couriers",
    "Endpoint",
    "IssuedWebhook",
    "Post",
    "ReplacedAccount",
    "Want",
    "WebhookEvent",
    "differing_settings",
    "host_of",
    "is_ip",
    "is_public",
    "share_of",
]
