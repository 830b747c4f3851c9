"""Chat commands, each declared beside its handler, and the conversation that runs them."""

from bot.commands.access import Roles
from bot.commands.conversation import Conversation, commands, menu

__all__ = ["Conversation", "Roles", "commands", "menu"]
