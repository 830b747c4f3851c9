"""Sends to Slack: rendering, posting, retrying, and finding a sent message again."""
