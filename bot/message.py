"""The platform-neutral message: blocks of rich text, buttons, pictures, files, and forms that make a command line.

Text never contains markup. Each platform renders the blocks; `plain()` is always available. Stored blocks are
read by their `kind`, so a kind keeps its name.
"""

import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from string import Formatter
from typing import Literal
from unicodedata import category, east_asian_width

from briefings.model.corrections import QuotedSpan
from briefings.text import displayed

_BLANK = re.compile(r"\{(\w+)\}")  # in a form's line: a field's value
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")  # left out where the value is empty
# The id of an analysis or an event; behind an analysis perhaps the number of a section.
_NAMED = re.compile(r"(?<![\w-])(?P<kind>[ae])(?P<id>-?\d{1,9})(?: (?P<section>\d{1,3})(?!\S))?(?![\w-])")
Section = tuple[int, int]  # the id of an analysis, and the number of a section of it
FieldKind = Literal["words", "choice", "choices", "date", "time", "files"]


def _clean(part: object, *names: str) -> None:
    """Removes undisplayable characters from part of a message."""
    for name in names:
        object.__setattr__(part, name, displayed(getattr(part, name)))


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style; `link` is an absolute http(s) address, `origin` the span of an analysis that it quotes.

    A run that lists one `statement` of its sentence by number is marked with the outcome of that one alone.
    """

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str = ""
    struck: bool = False
    origin: QuotedSpan | None = field(default=None, compare=False)
    statement: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        _clean(self, "text")


LINK_SIGN = " ↗"  # the text of a link that stands behind a quotation and leads to its place
Inline = str | Run
Text = tuple[Run, ...]


def text(*parts: Inline) -> Text:
    """Joins strings and runs, dropping empty ones."""
    runs = (part if isinstance(part, Run) else Run(part) for part in parts)
    return tuple(run for run in runs if run.text)


def filled(pattern: str, **parts: Inline | Text) -> Text:
    """A translated pattern with runs and texts inserted at its placeholders."""
    runs: list[Inline] = []
    for words, name, _, _ in Formatter().parse(pattern):
        part = parts[name] if name else ()
        runs += [words, *(part if isinstance(part, tuple) else (part,))]
    return text(*runs)


def bold(words: str) -> Run:
    """A run of text in bold type."""
    return Run(words, bold=True)


def italic(words: str) -> Run:
    """A run of text in italics, for titles and emphasis."""
    return Run(words, italic=True)


def code(words: str) -> Run:
    """Text to type or copy literally."""
    return Run(words, code=True)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 is the message's title, 2 a section of it."""

    text: str
    level: int = 1
    kind: Literal["heading"] = "heading"

    def __post_init__(self) -> None:
        _clean(self, "text")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: Text
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; a `numbered` one counts from `first`.

    With `signs` it is a legend: the sign that each item explains, "3" for "[3]" or "[3 or 4]". A page of a long answer
    shows the items whose signs it has.
    """

    items: tuple[Text, ...]
    numbered: bool = False
    first: int = 1
    signs: tuple[str, ...] = ()
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True, slots=True)
class Fields:
    """Names with values, one per line."""

    rows: tuple[tuple[str, Text], ...]
    kind: Literal["fields"] = "fields"

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", tuple((displayed(name), value) for name, value in self.rows))


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim quotation."""

    text: Text
    kind: Literal["quote"] = "quote"


@dataclass(frozen=True, slots=True)
class Note:
    """Small print: origin, or what to type next. With a `sign`, such as "[?]" or "a1", it explains that sign."""

    text: Text
    sign: str = ""
    kind: Literal["note"] = "note"


@dataclass(frozen=True, slots=True)
class File:
    """A file to send; `caption` describes it where files can't be shown."""

    name: str
    data: bytes
    media_type: str
    caption: str
    kind: Literal["file"] = "file"

    def __post_init__(self) -> None:
        _clean(self, "name", "caption")


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG image with its alternative text `alt`."""

    name: str
    data: bytes
    alt: str
    kind: Literal["picture"] = "picture"

    def __post_init__(self) -> None:
        _clean(self, "name", "alt")


@dataclass(frozen=True, slots=True)
class Button:
    """Pressing a button sends a command line, so typed and pressed requests take the same path. `says` starts with "/".

    Where the platform has forms, it opens the one of the line `form` instead. `of` is the sign of the item of a
    list that it belongs to, "e5" or "3"; a page without that item hasn't the button either. With a `link` it opens that
    http(s) address instead and says nothing; `inside` the platform's client where that shows pages itself.
    """

    label: str
    says: str = ""
    form: str = ""
    of: str = ""
    link: str = ""
    inside: bool = False

    def __post_init__(self) -> None:
        _clean(self, "label")


@dataclass(frozen=True, slots=True)
class Buttons:
    """Rows of buttons; of those that belong to items, a page shows at most `most` (0: all)."""

    rows: tuple[tuple[Button, ...], ...]
    most: int = 0
    kind: Literal["buttons"] = "buttons"


Block = Heading | Paragraph | Bullets | Fields | Quote | Note | File | Picture | Buttons


@dataclass(frozen=True, slots=True)
class Choice:
    """An option; for files, `value` is the extension."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field: several choices become one comma-separated word, a date YYYY-MM-DD, a time HH:MM."""

    name: str
    label: str
    kind: FieldKind
    choices: tuple[Choice, ...] = ()
    initial: tuple[str, ...] = ()
    hint: str = ""
    required: bool = True


def form_line(says: str, values: Mapping[str, str]) -> str:
    """The form's command line with the values filled in."""

    def optional(found: re.Match[str]) -> str:
        return found[1] if all(values.get(name) for name in _BLANK.findall(found[1])) else ""

    line = _BLANK.sub(lambda found: values.get(found[1], ""), _OPTIONAL.sub(optional, says))
    return " ".join(line.split())


@dataclass(frozen=True, slots=True)
class Form:
    """Fields that make a command line: each name in braces in `says` is replaced by its value.

    Text in brackets is dropped if the value is empty.
    """

    title: str
    fields: tuple[Field, ...]
    says: str
    send: str


@dataclass(frozen=True, slots=True)
class Message:
    """Blocks in reading order; `whole` is the command line for the full text if a platform has to cut.

    `about` is the thing it shows: "a12", "a12 3" for a section, "e5", or "". `line` is the command line that makes this
    message again, "" if there is none. `replaces`: the answer to a button may replace the message with the button.
    `stays`: this message is never replaced. `public`: visible to everyone where it was asked for, even if other answers
    there are ephemeral. `language` is the tag of its language, for words a platform adds. `form` is shown instead, by a
    platform that was asked for it by a button that opens a modal. `failed`: the request wasn't carried out,
    `puzzled`: nor understood. `unchanged`: nothing changed. `shows`: it only shows or asks something, by a command that
    can also change it, so no toast takes its place. `toast`: the sentence shown for a moment, or to one person, in
    place of the message where a pressed button did nothing new. `unanswered`: no text answers the question. `once`:
    it reports a change and isn't sent again while it may have arrived. `later` makes a second message, sent to the same
    place when ready.
    `awaits` is a command line without its last words, which the next line of the reader completes.
    `proposes` says that it asks whether to make a change, which /undo then drops.
    `page` is what the reading room shows of it, if that isn't `about`: "a1 r2 1341". `personal` says that it holds a
    secret of its reader, so that it is neither stored nor shared.
    `marking` is the strictest one of what it shows, for the head of each of its pages; "" for the default at most, None
    where nobody has looked yet.
    `origins` are spans that it quotes in a picture or in words of its own; other spans stand at their runs.
    """

    blocks: tuple[Block, ...]
    whole: str = ""
    about: str = ""
    line: str = ""
    replaces: bool = False
    stays: bool = False
    public: bool = False
    language: str = ""
    failed: bool = False
    puzzled: bool = False
    unchanged: bool = False
    shows: bool = False
    toast: str = ""
    unanswered: bool = False
    form: Form | None = None
    once: bool = False
    awaits: str = ""
    proposes: bool = False
    later: "Callable[[], Awaitable[Message]] | None" = None
    page: str = ""
    personal: bool = False
    marking: str | None = None
    origins: tuple[QuotedSpan, ...] = field(default=(), compare=False)

    def plain(self) -> str:
        """The message as plain text, with blank lines between blocks."""
        return "\n\n".join(filter(None, (plain_block(block) for block in self.blocks)))


def say(*blocks: Block | str, whole: str = "", about: str = "", line: str = "", page: str = "") -> Message:
    """A message of the given blocks; a string becomes a paragraph."""
    made = tuple(Paragraph(text(b)) if isinstance(b, str) else b for b in blocks)
    return Message(made, whole, about, line, page=page)


def in_words(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Blocks with each picture replaced by its alternative text."""
    return tuple(Paragraph(text(b.alt)) if isinstance(b, Picture) else b for b in blocks)


def texts(block: Block) -> tuple[Text, ...]:
    """The runs of a block, by paragraph, item or row; a heading and buttons have none."""
    match block:
        case Paragraph(runs) | Note(runs) | Quote(runs):
            return (runs,)
        case Bullets(items):
            return items
        case Fields(rows):
            return tuple(value for _, value in rows)
        case _:
            return ()


def with_origin(block: Block, origin: QuotedSpan) -> Block | None:
    """The block with its first run marked as quoting a span; None if it has no run."""
    match block:
        case Paragraph((first, *rest)) | Quote((first, *rest)) | Note((first, *rest)):
            return replace(block, text=(replace(first, origin=origin), *rest))
        case Bullets(((first, *rest), *items)):
            return replace(block, items=((replace(first, origin=origin), *rest), *items))
        case _:
            return None


def quoted_spans(message: "Message") -> tuple[QuotedSpan, ...]:
    """The spans of analyses that a message quotes, each once, in order."""
    found = {
        run.origin: None for block in message.blocks for runs in texts(block) for run in runs if run.origin is not None
    }
    return tuple(found | dict.fromkeys(message.origins))


@dataclass(frozen=True, slots=True)
class NamedParts:
    """The ids of analyses and events that stand in a message, the spans that it quotes, and its own `words`.

    `sections` may be other numbers behind the id of an analysis. A sentence that it quotes is none of its words, since
    it may hold what looks like an id.
    """

    analyses: frozenset[int]
    events: frozenset[int]
    sections: frozenset[Section]
    quotes: tuple[QuotedSpan, ...]
    words: str


def parts_shown(message: "Message") -> NamedParts:
    """What a message names and quotes, also in the lines of its buttons."""
    buttons = [button for block in message.blocks if isinstance(block, Buttons) for row in block.rows for button in row]
    headings = (block.text for block in message.blocks if isinstance(block, Heading))
    said = " ".join((*headings, *(run.text for run in runs_of(message) if run.origin is None)))
    lines = " ; ".join(each.says for each in buttons)
    named = list(_NAMED.finditer(f"{said} ; {lines} ; {message.about}"))
    analyses, events = (frozenset(int(each["id"]) for each in named if each["kind"] == kind) for kind in "ae")
    sections = frozenset(
        (int(each["id"]), int(each["section"])) for each in named if each["section"] and each["kind"] == "a"
    )
    labels = " ".join(each.label for each in buttons)
    return NamedParts(analyses, events, sections, quoted_spans(message), f"{said} {labels}")


def runs_of(message: "Message") -> Iterator[Run]:
    """The runs of a message in order, without those of headings and buttons."""
    return (run for block in message.blocks for runs in texts(block) for run in runs)


def plain_text(runs: Iterable[Run]) -> str:
    """Plain text; a link's address follows in angle brackets unless it is the text. A sign for one is left out."""
    shown = (run for run in runs if not (run.link and run.text == LINK_SIGN))
    return "".join(f"{run.text} <{run.link}>" if run.link and run.link != run.text else run.text for run in shown)


def columns(words: str) -> int:
    """Terminal columns of a text: two for wide characters, none for combining marks."""
    if words.isascii():
        return len(words)
    return sum(
        0 if category(char) in ("Mn", "Me", "Cf") else 2 if east_asian_width(char) in "WF" else 1 for char in words
    )


def plain_block(block: Block) -> str:
    """The lines of a block without styles, as the terminal shows it; a button is its label in brackets and its line."""
    match block:
        case Heading(words, level):
            return words if level > 1 else f"{words}\n{'=' * min(columns(words), 72)}"
        case Paragraph(runs) | Note(runs):
            return plain_text(runs)
        case Quote(runs):
            return "\n".join(f"> {line}" for line in plain_text(runs).splitlines())
        case Bullets(items, numbered, first):
            return "\n".join(
                f"{number}. {plain_text(item)}" if numbered else f"- {plain_text(item)}"
                for number, item in enumerate(items, first)
            )
        case Fields(rows):
            return "\n".join(f"{name}: {plain_text(value)}" for name, value in rows)
        case File(name, _, _, caption):
            return f"{caption} ({name})"
        case Picture(alt=alt):
            return alt
        case Buttons(rows):
            return "\n".join(f"[{button.label}] {button.link or button.says}" for row in rows for button in row)
