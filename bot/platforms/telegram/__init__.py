"""Telegram: long polling for updates, text with entities for answers, never a parse mode.

`adapter` combines the parts: `receiving` polls, stores and parses `events`, `update_handler` answers them through
`sending`. `errors` says what a refusal means. Importing this package doesn't import the Telegram library.
"""
