"""Receives from Slack: connections, events, buttons and files, turned into requests."""
