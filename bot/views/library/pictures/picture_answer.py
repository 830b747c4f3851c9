"""Answers shown as a picture instead of text, or in its alternative text where pictures are off."""

from dataclasses import replace

from bot.languages import _, current
from bot.message import Block, Button, Buttons, Message, Note, Paragraph, Picture, say, text
from bot.pictures.fonts import installed
from bot.views.shared.names_and_dates import header, typed
from briefings.model.analysis import Analysis

PICTURE = "picture"  # the word at the end of a command that asks for one


def offer(line: str) -> tuple[Button, ...]:
    """A button to the picture of what this line tells in words; none where pictures are off."""
    return (Button(_("Picture"), f"{line} {PICTURE}"),) if installed() else ()


def picture_name(kind: str, analysis: int, section: int | None) -> str:
    """A file name unique to the section and language."""
    return f"{kind}-{typed(analysis, section).replace(' ', '-')}-{current()}.png"


def with_picture(analysis: Analysis, about: str, picture: Picture, line: str, section: int | None = None) -> Message:
    """The picture, and a button for its text."""
    return _instead(analysis, about, (picture,), line, section)


def described(analysis: Analysis, about: str, alternative: str, line: str, section: int | None = None) -> Message:
    """What a picture would show, where pictures are off, and a button to the line that tells it in full."""
    off = Note(text(_("Pictures are off in this installation. In words:")))
    return _instead(analysis, about, (off, Paragraph(text(alternative))), line, section)


def _instead(analysis: Analysis, about: str, shown: tuple[Block, ...], line: str, section: int | None) -> Message:
    words = Buttons(((Button(_("In words"), line),),))
    return say(*header(analysis, about), *shown, words, whole=line, about=typed(analysis.id, section))


def picture_failed(words: Message) -> Message:
    """The text, if there is no picture."""
    note = Note(text(_("The picture couldn't be drawn, so here is the text.")))
    return replace(words, blocks=(*words.blocks[:1], note, *words.blocks[1:]))
