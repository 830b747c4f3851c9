"""Answers plain sentences and replies by finding and running the matching command."""
