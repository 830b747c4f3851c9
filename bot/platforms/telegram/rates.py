"""Telegram's rate limits: 30 messages a second in all, one a second into a chat, 20 a minute into a group."""

PER_SECOND = 30
CHAT_INTERVAL = 1.0  # seconds
GROUP_PER_MINUTE = 20


def per_minute(chat: str) -> int:
    """The messages a minute that a chat may get, 0 for no limit; groups and channels have negative ids."""
    return GROUP_PER_MINUTE if chat.startswith("telegram:-") else 0
