"""Answers as JSON for other programs: the same on the command line, over HTTP and for language models."""
