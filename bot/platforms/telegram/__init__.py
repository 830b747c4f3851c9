"""Telegram: long polling for updates, text with entities for answers, never a parse mode.

`adapter` is the entry point; `receiving` polls, stores and parses updates; `sending` renders and sends parts.
Importing this package doesn't import the Telegram library.
"""
