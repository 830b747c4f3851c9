"""E-mail: saved message files, and messages pasted as text. Pure."""
