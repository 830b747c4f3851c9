"""Answers shown as a picture instead of text."""

from dataclasses import replace

from bot.languages import _, current
from bot.message import Button, Buttons, Message, Note, Picture, say, text
from bot.views.shared.names import header, typed
from briefings.model.analysis import Analysis

PICTURE = "picture"  # the word at the end of a command that asks for one


def offer(line: str) -> Button:
    """A button to the picture of what this line tells in words."""
    return Button(_("Picture"), f"{line} {PICTURE}")


def picture_name(kind: str, analysis: int, section: int | None) -> str:
    """The file's name: one of its own for each section and language, so that none takes another's place."""
    return f"{kind}-{typed(analysis, section).replace(' ', '-')}-{current()}.png"


def pictured(analysis: Analysis, about: str, picture: Picture, line: str, section: int | None = None) -> Message:
    """The picture, and a button to the line that tells it in words."""
    words = Buttons(((Button(_("In words"), line),),))
    return say(*header(analysis, about), picture, words, whole=line, about=typed(analysis.id, section))


def undrawn(words: Message) -> Message:
    """The words, where there is no picture to be had."""
    note = Note(text(_("The picture could not be drawn, so here are the words.")))
    return replace(words, blocks=(*words.blocks[:1], note, *words.blocks[1:]))
