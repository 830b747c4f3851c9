"""The terminal: at a keyboard with history and completion, else one command a line and plain text answers.

`adapter` is the door, `keyboard` and `pipe` are the two ways in which lines come and answers go, `screen` writes them.
"""

from bot.platforms.console.adapter import ConsolePlatform

__all__ = ["ConsolePlatform"]
