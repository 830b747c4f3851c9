"""What can be typed: each command declared once beside its handler; the conversation finds, checks and runs it."""

from bot.commands.access import Roles
from bot.commands.conversation import Conversation, commands, menu

__all__ = ["Conversation", "Roles", "commands", "menu"]
