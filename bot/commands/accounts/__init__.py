"""Commands for people, roles, linked accounts and a chat's settings."""
