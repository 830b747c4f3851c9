"""Slack over Socket Mode: what is said there becomes requests, messages become Block Kit.

The adapter ties the rest together: `socket` keeps a connection, `incoming` reads what comes over it, `conversation`
answers through `sending`, `web` speaks the Web API; `render` and `manifest` are pure and need no library of Slack's.
"""
