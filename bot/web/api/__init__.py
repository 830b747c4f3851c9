"""The API over HTTP: the same JSON as the command line's, for programs that carry a person's token."""
