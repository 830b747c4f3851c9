"""Plays a reading process on a system that has no pyseccomp."""

import sys

from tests.fakes.process_id_reader import answer as answer


def preload() -> None:
    """Takes the package away."""
    sys.modules["pyseccomp"] = None  # type: ignore[assignment]
