"""Logs why an update couldn't be read, without repeating its content."""

import traceback
from pathlib import Path


def reason_of(error: Exception) -> str:
    """The type and location of an error, without its message, which may repeat user content."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    return type(error).__name__ + "".join(f" at {Path(step.filename).name}:{step.lineno}" for step in last)
