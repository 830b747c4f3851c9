"""Telegram: updates come by long polling, answers go out as text with entities, never in a parse mode.

`adapter` is the door. `polling` receives, `reception` keeps what was received and `incoming` reads it;
`render` and `styled` write parts, `sending` sends them; `failures` tells what went wrong; `transport` is the wire.
Importing this package does not import the Telegram library.
"""
