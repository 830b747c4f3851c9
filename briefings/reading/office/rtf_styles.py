"""Formatting of a Rich Text group, and the control words that change it."""

from dataclasses import dataclass, replace

from briefings.reading.office.styles import Role

_POINTS = 2  # sizes are counted in half points
_BODY_LEVEL = 9


@dataclass(frozen=True, slots=True)
class GroupState:
    """The state of a group; `place` is the destination of its words if they aren't running text.

    `fresh` until its first word, `starred` if unknown readers may skip it; `instead` counts the bytes that stand in for
    a Unicode character.
    """

    bold: bool = False
    high: bool = False
    hidden: bool = False
    struck: bool = False
    size: float = 12.0
    font: int = -1
    style: int = 0
    heading: Role | None = None
    in_table: bool = False
    note: bool = False
    place: str = ""
    fresh: bool = False
    starred: bool = False
    instead: int = 1
    linked: bool = False


def apply_control_word(look: GroupState, name: str, number: int | None) -> GroupState:
    """The look after a control word; most change nothing."""
    on = number != 0
    match name:
        case "b":
            return replace(look, bold=on)
        case "super" | "nosupersub" | "sub":
            return replace(look, high=name == "super" and on)
        case "v":
            return replace(look, hidden=on)
        case "strike" | "striked" | "deleted":
            return replace(look, struck=on)
        case "fs" if number:
            return replace(look, size=number / _POINTS)
        case "f" if number is not None:
            return replace(look, font=number)
        case "uc" if number is not None:
            return replace(look, instead=max(0, number))
        case "plain":
            return replace(look, bold=False, high=False, hidden=False, struck=False, size=12.0)
        case _:
            return _of_paragraph(look, name, number)


def _of_paragraph(look: GroupState, name: str, number: int | None) -> GroupState:
    match name:
        case "pard":
            return replace(look, style=0, heading=None, in_table=False)
        case "s" if number is not None:
            return replace(look, style=number)
        case "intbl":
            return replace(look, in_table=True)
        case "outlinelevel" if number is not None and 0 <= number < _BODY_LEVEL:
            return replace(look, heading=Role("heading", number + 1))
        case _:
            return look
