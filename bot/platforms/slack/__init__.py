"""Slack over Socket Mode: what is said there becomes requests, messages become Block Kit.

The adapter ties the rest together: `line` keeps a connection, `reception` receives, `kept` says what of it is kept,
`incoming` reads it, `conversation` answers through `sending`; `web` speaks the Web API.
`render` and `manifest` are pure and need no library of Slack's.
"""
