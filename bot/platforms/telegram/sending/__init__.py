"""Sends to Telegram: rendering, sending, retrying and progress."""
