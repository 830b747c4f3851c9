"""Plays a reading process on a system that has no landlockpy."""

import sys

from tests.fakes.process_id_reader import answer as answer


def preload() -> None:
    """Takes the package away."""
    sys.modules["landlockpy"] = None  # type: ignore[assignment]
