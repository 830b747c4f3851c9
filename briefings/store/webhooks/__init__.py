"""Webhooks: the addresses to which changes are posted, and the rows of their posts in the outbox."""
