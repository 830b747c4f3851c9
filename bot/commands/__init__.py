"""Chat commands, each declared beside its handler, and the conversation that runs them."""

from bot.commands.conversation import Conversation, commands, menu
from bot.commands.permissions import Roles

__all__ = ["Conversation", "Roles", "commands", "menu"]
