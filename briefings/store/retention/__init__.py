"""Removed analyses, changes to undo and hidden answers, kept for a while and then erased; and the erasure of a chat."""
