"""Markdown, its dialects, and notebooks. Pure."""
