"""Slack's modals and Home tab: built, sent and read. A view is Slack's word for them."""
