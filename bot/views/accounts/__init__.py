"""Views of people, settings and the audit log."""
