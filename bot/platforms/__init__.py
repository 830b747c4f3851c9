"""Slack, Telegram and the terminal. Of the core, platforms know only values, phrases and code patterns."""
