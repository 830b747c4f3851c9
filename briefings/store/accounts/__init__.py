"""Chats, people, links to pages, and the audit log."""
