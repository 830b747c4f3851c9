"""Sends due messages: courier, rate limit, clock, and events that platforms report."""
