"""Sends to Slack: rendering, posting, uploading pictures, and finding a sent message again."""
