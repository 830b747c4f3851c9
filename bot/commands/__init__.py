"""What can be typed: each command declared once beside its handler; the conversation finds, checks and runs it."""

from bot.commands.conversation import Conversation, commands, menu
from bot.commands.roles import Roles

__all__ = ["Conversation", "Roles", "commands", "menu"]
