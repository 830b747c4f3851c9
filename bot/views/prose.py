"""Connected prose by a language model: each sentence with the numbers of those that it rests on, and how many hold."""

from bot.languages import _, ngettext
from bot.languages import said as translated
from bot.message import Block, Bullets, Heading, Message, Note, Paragraph, Text, code, italic, say, text
from bot.views import marks
from bot.views.asking import short
from bot.views.naming import header, typed
from bot.views.summaries import named
from briefings.model.analysis import Analysis
from briefings.model.delivery import Cited
from briefings.service import Fluent


def summary(analysis: Analysis, fluent: Fluent, length: str, section: int | None) -> Message:
    """A fluent summary of a whole text or of one section."""
    about = named(length, analysis.draft, section, in_prose=True)
    return say(
        *header(analysis, about),
        *told(fluent, named=False),
        about=typed(analysis.id, section),
        line=f"/summary {typed(analysis.id, section)} {length} fluent",
    )


def answer(question: str, fluent: Fluent) -> Message:
    """A fluent answer to a question."""
    return say(Heading(short(question)), *told(fluent, named=True), line=f"/ask {question}")


def told(fluent: Fluent, *, named: bool) -> tuple[Block, ...]:
    """The prose, the sentences that it rests on, and how much was verified; `named` tells each sentence's analysis."""
    used = list(dict.fromkeys(index for said in fluent.prose.sentences for index in said.rests_on))
    numbers = {index: number for number, index in enumerate(used, 1)}
    marked = [(said.text, sorted(numbers[index] for index in said.rests_on)) for said in fluent.prose.sentences]
    parts = [f"{words} [{', '.join(map(str, rests))}]" for words, rests in marked]
    rests = tuple(_origin(fluent.quotes[index], named=named) for index in used)
    return (
        Paragraph(text(" ".join(parts))),
        Note(text(_verified(fluent))),
        Heading(_("What it rests on"), 2),
        Bullets(rests, numbered=True),
    )


def coming(message: Message) -> tuple[Block, ...]:
    """The blocks of a plain answer, told that its prose follows."""
    return (*message.blocks, Note(text(_("The same in connected prose follows when it is written and verified."))))


def unwritten(reason: str) -> Note:
    """Why there is no prose."""
    stands = _("What stands above is the text's own.")
    return Note(text(f"{translated(reason)} {stands}"))


def _verified(fluent: Fluent) -> str:
    prose = fluent.prose
    own = sum(not said.written for said in prose.sentences)
    dropped = prose.judged - prose.verified - own
    words = ngettext(
        "A language model wrote this; {verified} of {number} sentence verified.",
        "A language model wrote this; {verified} of {number} sentences verified.",
        prose.judged,
        verified=prose.verified,
    )
    if own:
        words += " " + ngettext(
            "In the place of {number} stands the text's own sentence.",
            "In the place of {number} stand the text's own sentences.",
            own,
        )
    return f"{words} {ngettext('{number} left out.', '{number} left out.', dropped)}" if dropped else words


def _origin(quote: Cited, *, named: bool) -> Text:
    where = text(code(f"a{quote.analysis}"), ", ") if named else ()
    return text(
        *marks.sentence(quote.text, (), marks.numbered(())), " (", *where, italic(quote.heading or _("opening")), ")"
    )
