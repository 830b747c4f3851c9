"""What the conversation remembers of the last minutes: messages to read again, questions it asked, lines it ran."""
