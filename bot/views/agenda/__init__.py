"""Views of events and their calendar file."""
