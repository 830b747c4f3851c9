"""Messages that nobody wrote: every kind of block, of letters that are hard to show, and what people see of them."""

import html
import json
import unicodedata
from collections.abc import Iterator
from random import Random

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
    Quote,
    Run,
    Text,
)
from bot.platforms.slack.sending import render as slack
from bot.platforms.telegram.sending import render as telegram
from tests.fakes.slack_rules import calls, check_message, shown
from tests.fakes.telegram_parts import accepted

_WORDS = (
    *(
        "harbour",
        "vote",
        "3.5 %",
        "е́жегодный",
        "пролив",
        "台湾",
        "中美会晤",
        "שלום",
        "👩‍👩‍👧",
        "🧊",
        "é",
        "\u200f",
        "\u00a0",
    ),
    *(
        "<b>bold</b>",
        "*x*",
        "_y_",
        "`z`",
        "[a](b)",
        "&amp;",
        "<!channel>",
        "<@U1>",
        "@here",
        "@everyone",
        "/stop",
        "#1",
    ),
    *("\\", "~s~", "||", "{0}", "%s", "\n", "\n\n", "\t", "\ud83e", "https://example.org/a_(b)?c=1&d=2|e", "a@b.org"),
)
_LINKS = ("", "", "", "https://example.org/x?a=1&b=(2)", "http://example.org/ü")
_OFTEN, _LONGEST = 12, 4500
_GAP = 60  # so many letters of marks and notes may stand inside what a block says
ENDS = "goes on"


def message(random: Random) -> Message:
    """Some message, most often a short one."""
    blocks = tuple(_block(random) for _ in range(random.choice((1, 1, 2, 3, 5, 12))))
    return Message(blocks, whole="/read a1" if random.random() < 0.5 else "", stays=random.random() < 0.2)


def _words(random: Random) -> str:
    if random.random() < 0.02:
        return random.choice("wж国🧊") * random.randint(200, _LONGEST)
    return " ".join(random.choices(_WORDS, k=random.randint(1, _OFTEN)))


def _runs(random: Random) -> Text:
    return tuple(
        Run(
            _words(random),
            bold=random.random() < 0.2,
            italic=random.random() < 0.2,
            code=random.random() < 0.1,
            link=random.choice(_LINKS),
        )
        for _ in range(random.choice((1, 1, 2, 4)))
    )


def _block(random: Random) -> Block:
    match random.randrange(8):
        case 0:
            return Heading(_words(random), random.choice((1, 2)))
        case 1:
            return Paragraph(_runs(random))
        case 2:
            items = tuple(_runs(random) for _ in range(random.choice((1, 3, 12))))
            return Bullets(items, numbered=random.random() < 0.5, first=random.choice((1, 9)))
        case 3:
            return Fields(tuple((_words(random), _runs(random)) for _ in range(random.choice((1, 4, 12)))))
        case 4:
            return Quote(_runs(random))
        case 5:
            return Note(_runs(random))
        case 6:
            return File("table.csv", b"a;b", "text/csv", _words(random))
        case _:
            rows = range(random.choice((1, 2, 5)))
            return Buttons(tuple(tuple(_button(random) for _ in range(random.choice((1, 3, 9)))) for _ in rows))


def _button(random: Random) -> Button:
    return Button(_words(random).strip() or "More", f"/where a{random.randint(1, 99)} {random.randint(1, 10**6)}")


def in_telegram(made: Message) -> str:
    """What people see of it in Telegram; raises where Telegram would refuse a part."""
    return "\n".join(accepted(part) for part in telegram.render(made))


def in_slack(made: Message) -> str:
    """What people see of it in Slack; raises where Slack would refuse a part."""
    seen = []
    for part in slack.render(made, "slack:C1"):
        args = {"text": part.text, "blocks": json.loads(json.dumps(part.blocks))}
        if part.text or not part.file:
            check_message(args)
        assert calls(args) == [], "somebody would be called"
        seen.append(shown(part.blocks) if part.blocks else html.unescape(part.text))
    return "\n".join(seen)


def lost(made: Message, seen: str) -> str:
    """Words of the message that are not seen; "" where all are, or where it says that it is cut."""
    letters = _bare(seen)
    for words in _said(made):
        wanted = _bare(words)
        if wanted not in letters and not any(_scattered(wanted, letters, at) for at in _starts(wanted, letters)):
            return "" if ENDS in seen else words
    return ""


def _said(made: Message) -> Iterator[str]:
    for block in made.blocks:
        match block:
            case Heading(words) | File(caption=words):
                yield words
            case Paragraph(runs) | Quote(runs) | Note(runs):
                yield "".join(run.text for run in runs)
            case Bullets(items):
                yield from ("".join(run.text for run in item) for item in items)
            case Fields(rows):
                for name, value in rows:
                    yield name
                    yield "".join(run.text for run in value)


def _starts(wanted: str, letters: str) -> Iterator[int]:
    at = letters.find(wanted[0])
    while at >= 0:
        yield at
        at = letters.find(wanted[0], at + 1)


def _scattered(wanted: str, letters: str, at: int) -> bool:
    """Whether the letters are there with little in between, as where an item goes on in the next part."""
    skipped = 0
    for letter in wanted:
        next_ = letters.find(letter, at)
        skipped += next_ - at
        if next_ < 0 or skipped > _GAP:
            return False
        at = next_ + 1
    return True


def _bare(words: str) -> str:
    """The letters without what is not seen."""
    whole = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(char for char in whole if unicodedata.category(char)[0] not in "ZC")
