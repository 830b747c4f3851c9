"""Slack views: modals and the Home tab."""
