"""Chat commands, each declared beside its handler, and the conversation that runs them."""

from bot.commands.conversation import Conversation, commands, menu
from bot.commands.permissions import SEE_ALL_DELIVERIES, Access, Roles, allows

__all__ = ["SEE_ALL_DELIVERIES", "Access", "Conversation", "Roles", "allows", "commands", "menu"]
