"""Subscriptions, digests, reminders and notices become deliveries, each written once and settled.

It decides what is due and records the outcome. It knows no platform and sends nothing itself.
"""

from briefings.delivery.outbox import Batch

__all__ = [
    "Batch",
]
