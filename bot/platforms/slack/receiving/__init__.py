"""Receives from Slack: the connection, and envelopes that are stored, parsed and put in a channel's lane."""
