"""Commands that read, import, compare and remove analyses."""
