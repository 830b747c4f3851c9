"""Slack's rate limits: one message a second into a channel; 20 a second in all is a choice, for Slack names none.

The limits of blocks are in `sending/render`, those of modals in `modals`.
"""

PER_SECOND = 20
CHANNEL_INTERVAL = 1.0  # seconds
