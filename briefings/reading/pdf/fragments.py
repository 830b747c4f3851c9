"""Stretches of letters in one style, with their place on the page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """The style of letters, except for their size."""

    bold: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class Fragment:
    """Letters on one baseline `y`, in points from the lower left corner of the page."""

    x0: float
    x1: float
    y: float
    size: float
    style: Style
    text: str
