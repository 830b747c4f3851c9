"""Blocks of a message as values for templates: quoted words lead to their sentence, and buttons are left out."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from markupsafe import Markup, escape

from bot.commands import commands
from bot.message import Block, Bullets, Fields, Heading, Message, Note, Paragraph, Quote, Run, Text, plain_text
from briefings.model.corrections import QuotedSpan

PartKind = Literal["heading", "paragraph", "note", "quote", "list", "fields"]
Resolve = Callable[[QuotedSpan], str]  # the address of a quoted span, "" where this reader's link has none


@dataclass(frozen=True, slots=True)
class WordRun:
    """A run of text; `to` is where it leads, "" for nowhere, `outside` says that this is a web link."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    struck: bool = False
    to: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A block: its lines of words; the names of fields; where a numbered list begins, 0 for bullets."""

    kind: PartKind
    lines: tuple[tuple[WordRun, ...], ...] = ()
    names: tuple[str, ...] = ()
    first: int = 0


def parts_of(blocks: Iterable[Block], resolve: Resolve) -> tuple[Part, ...]:
    """The blocks in order, without the title, buttons, files, and notes that say what to type in a chat."""
    return tuple(part for block in blocks if (part := _part(block, resolve)))


def body_of(message: Message) -> tuple[Block, ...]:
    """The blocks of an answer without its title and the line of facts below it."""
    blocks = message.blocks
    if blocks and isinstance(blocks[0], Heading) and blocks[0].level == 1:
        blocks = blocks[1:]
    return blocks


def no_address(_of: QuotedSpan) -> str:
    """No address for any quoted span."""
    return ""


def words_of(runs: Text, resolve: Resolve) -> tuple[WordRun, ...]:
    """Runs with where they lead."""
    return tuple(_words(run, resolve) for run in runs)


_STYLES = (("code", "code"), ("italic", "em"), ("bold", "strong"), ("struck", "del"))


def html_of(words: Iterable[WordRun]) -> Markup:
    """A line of words as HTML; a template's macro for it took half the time of a long list."""
    return Markup("").join(_html(each) for each in words)


def _html(words: WordRun) -> Markup:
    shown = escape(words.text)
    for style, tag in _STYLES:
        if getattr(words, style):
            shown = Markup(f"<{tag}>{{}}</{tag}>").format(shown)  # noqa: S704 - the tags are those above
    if words.outside:
        return Markup('<a href="{}" rel="external noopener noreferrer">{}</a>').format(words.to, shown)
    return Markup('<a class="quoted" href="{}">{}</a>').format(words.to, shown) if words.to else shown


def _part(block: Block, resolve: Resolve) -> Part | None:
    match block:
        case Heading(words):
            return Part("heading", ((WordRun(words),),))
        case Paragraph(runs):
            return Part("paragraph", (words_of(runs, resolve),))
        case Quote(runs):
            return Part("quote", (words_of(runs, resolve),))
        case Note(runs):
            return None if _names_command(runs) else Part("note", (words_of(runs, resolve),))
        case Bullets(items, numbered, first):
            lines = tuple(words_of(item, resolve) for item in items)
            return Part("list", lines, first=first if numbered else 0)
        case Fields(rows):
            return Part("fields", tuple(words_of(value, resolve) for _, value in rows), tuple(name for name, _ in rows))
        case _:
            return None


def _words(run: Run, resolve: Resolve) -> WordRun:
    style = (run.bold, run.italic, run.code, run.struck)
    if run.link:
        return WordRun(run.text, *style, to=run.link, outside=True)
    return WordRun(run.text, *style, to=resolve(run.origin) if run.origin else "")


def _names_command(runs: Text) -> bool:
    return bool(_typed().search(plain_text(runs)))


@cache
def _typed() -> re.Pattern[str]:
    names = "|".join(sorted(command.name for command in commands()))
    return re.compile(rf"(?<!\S)/(?:readout )?(?:{names})\b")
