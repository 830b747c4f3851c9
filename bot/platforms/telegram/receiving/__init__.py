"""Receives from Telegram: updates are polled, put in a chat's lane and turned into requests."""
