"""Formats messages for the terminal. Control characters are shown as symbols and have no effect."""

from collections.abc import Callable, Mapping
from urllib.parse import quote

from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Fields,
    File,
    Heading,
    Message,
    Note,
    Paragraph,
    Picture,
    Quote,
    Run,
    Text,
)
from bot.platforms.console.wrap import UNSEEN, Fragments, wrap

_TITLE, _HEADING, _CODE, _LINK, _LABEL = "bold underline", "bold", "ansicyan", "ansiblue underline", "ansigreen"
_TO = "to:"  # before the address, at the end of a linked text's style, until it is known how links are shown
_IN_ADDRESSES = "%/:=&?~#+!$,;'@()*[]"  # signs that stay as they are; all others of an address are escaped
_SIGNS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"}
_SIGNS |= {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0x2426)


def visible(words: str) -> str:
    """Makes control characters visible: an escape becomes "␛"."""
    return words.translate(_SIGNS)


def choices(message: Message) -> dict[str, Button]:
    """The buttons of an answer by the numbers typed for them; a numeric label is its own number.

    Buttons of a message that stays have none: a number refers to the last answer.
    """
    if message.stays:
        return {}
    buttons = [b for block in message.blocks if isinstance(block, Buttons) for row in block.rows for b in row]
    own = {button.label: button for button in buttons if button.label.isdecimal()}
    others = [button for button in buttons if own.get(button.label) is not button]
    return own | {str(n): button for n, button in enumerate(others, max(map(int, own), default=0) + 1)}


def plain(message: Message, width: int | None = None) -> str:
    """The message as plain text with numbered buttons, wrapped at a width in columns."""
    seen = visible("".join(words for _, words in _pieces(message, lambda block: [("", Message((block,)).plain())])))
    return message_lines(seen, width)


def message_lines(words: str, width: int | None) -> str:
    """Plain text wrapped at a width in columns."""
    return "".join(part for _, part in wrap([("", words)], width))


def styled(message: Message, *, links: bool = False, width: int | None = None) -> Fragments:
    """The message in colours with numbered buttons, wrapped at a width in columns.

    With `links`, linked text becomes a terminal hyperlink; otherwise its address follows it.
    """
    found: Fragments = []
    for style, words in _pieces(message, _block):
        *kept, last = style.split(" ") if style else [""]
        address = last.removeprefix(_TO) if last.startswith(_TO) else ""
        shown = (" ".join(kept) if address else style, visible(words))
        found += _linked(shown, address, links=links) if address else [shown]
    return wrap(found, width)


def _linked(shown: tuple[str, str], address: str, *, links: bool) -> Fragments:
    """Linked text as OSC 8, or followed by its address in angle brackets."""
    style, words = shown
    bright = f"{style} {_LINK}".strip()
    if links:
        target = quote(address, safe=_IN_ADDRESSES)
        return [(UNSEEN, f"\x1b]8;;{target}\x1b\\"), (bright, words), (UNSEEN, "\x1b]8;;\x1b\\")]
    if words == address:
        return [(bright, words)]
    return [(style, f"{words} "), (bright, visible(f"<{address}>"))]


def _pieces(message: Message, block_of: Callable[[Block], Fragments]) -> Fragments:
    numbers = {id(button): number for number, button in choices(message).items()}
    fragments: Fragments = []
    for block in message.blocks:
        shown = _choices(block, numbers) if isinstance(block, Buttons) and numbers else block_of(block)
        fragments += [*shown, ("", "\n\n")] if any(words for _, words in shown) else []
    return fragments[:-1]


def _choices(block: Buttons, numbers: Mapping[int, str]) -> Fragments:
    """Rows of numbered labels; a label that equals its number isn't repeated."""
    rows = ([(numbers[id(button)], button.label) for button in row] for row in block.rows if row)
    return _lines([[piece for number, label in row for piece in _choice(number, label)][:-1] for row in rows])


def _choice(number: str, label: str) -> Fragments:
    return [(_CODE, f"[{number}]"), (_LABEL, "" if label == number else f" {label}"), ("", "  ")]


def _block(block: Block) -> Fragments:
    match block:
        case Heading(words, level):
            return [(_TITLE if level == 1 else _HEADING, words)]
        case Paragraph(runs):
            return _text(runs)
        case Note(runs):
            return _text(runs, "italic")
        case Quote(runs):
            return [(style, words.replace("\n", "\n> ")) for style, words in [("", "> "), *_text(runs)]]
        case Bullets(items, numbered, first):
            signs = [f"{number}. " if numbered else "- " for number, _ in enumerate(items, first)]
            return _lines([[("", sign), *_text(item)] for sign, item in zip(signs, items, strict=True)])
        case Fields(rows):
            return _lines([[(_HEADING, f"{name}: "), *_text(value)] for name, value in rows])
        case File(name, _, _, caption):
            return [("", f"{caption} ({name})")]
        case Picture(alt=alt):
            return [("", alt)]
        case Buttons(rows):
            return _lines([[(_LABEL, f"{b.label}  "), (_CODE, b.link or b.says)] for row in rows for b in row])


def _lines(lines: list[Fragments]) -> Fragments:
    return [fragment for line in lines for fragment in [*line, ("", "\n")]][:-1]


def _text(runs: Text, base: str = "") -> Fragments:
    return [fragment for run in runs for fragment in _run(run, base)]


def _run(run: Run, base: str) -> Fragments:
    styles = [base, "bold" if run.bold else "", "italic" if run.italic else "", _CODE if run.code else ""]
    styles += ["strike"] if run.struck else []
    style = " ".join(filter(None, styles))
    to = f"{_TO}{'%20'.join(run.link.split())}"
    return [(f"{style} {to}" if run.link else style, run.text)]
