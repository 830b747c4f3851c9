"""The terminal: at a keyboard with history and completion, else one command a line and plain text answers.

`adapter` is the door, `keyboard` and `pipe` are the two ways in which lines come and answers go, `screen` writes them,
`kept` puts pictures and files where they can be found.
"""

from bot.platforms.console.adapter import ConsolePlatform, address_of
from bot.platforms.console.saved_files import put_away

__all__ = ["ConsolePlatform", "address_of", "put_away"]
