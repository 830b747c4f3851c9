"""Slack over Socket Mode: events become requests, messages become Block Kit.

`adapter` combines the parts: `receiving` keeps connections and reads events, `event_handler` answers them through
`sending`, and `views` shows modals and the Home tab. `render` and `manifest` are pure.
"""
