"""Completion, suggestions and inline search, which platforms show beside answers."""
