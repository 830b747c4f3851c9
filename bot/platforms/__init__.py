"""Slack, Telegram and the terminal. No platform knows commands, views or the core."""
