"""Stretches of letters in one style, with their place on the page."""

from dataclasses import dataclass

_TOUCHING = 0.05  # of the size: letters of a word that are drawn one by one stand no further apart


@dataclass(frozen=True, slots=True)
class Style:
    """The style of letters, except for their size."""

    bold: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class Fragment:
    """Letters on one baseline `y`, in points from the lower left corner of the page; drawn in a number of `pieces`."""

    x0: float
    x1: float
    y: float
    size: float
    style: Style
    text: str
    pieces: int = 1

    def followed_by(self, letter: "Fragment") -> "Fragment | None":
        """This fragment with a letter that is drawn by itself right behind its own single letters; None if not so."""
        gap = abs(letter.x0 - self.x1)
        if (
            gap > _TOUCHING * self.size
            or len(letter.text) != 1
            or len(self.text) != self.pieces
            or (self.y, self.size, self.style) != (letter.y, letter.size, letter.style)
        ):
            return None
        return Fragment(self.x0, letter.x1, self.y, self.size, self.style, self.text + letter.text, self.pieces + 1)
