"""reStructuredText, read within a limit of time. Pure."""
