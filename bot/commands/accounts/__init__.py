"""Commands about people, roles, linked accounts and a chat's settings."""
