"""Slack over Socket Mode: events become requests, messages become Block Kit.

`adapter` combines the parts: `receiving` keeps the connection and parses `events`, `update_handler` answers them
through `sending`, `ephemeral` and `modals`. `errors` says what a refusal means. `render` and `manifest` are pure.
"""
