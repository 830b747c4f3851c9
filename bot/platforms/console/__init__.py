"""The terminal: at a keyboard with history and completion, else one command a line and plain text answers.

`adapter` is the door, `keyboard` and `pipe` are the two ways in which lines come and answers go, `screen` writes them,
`pictures` puts pictures where they can be looked at.
"""

from bot.platforms.console.adapter import ConsolePlatform
from bot.platforms.console.pictures import put_away

__all__ = ["ConsolePlatform", "put_away"]
