"""View of connected prose by a language model: numbered sources per sentence, and a note on reliability."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from bot.languages import _
from bot.languages import translate as translated
from bot.message import Block, Bullets, Heading, Message, Note, Paragraph, Run, Text, code, italic, say, text
from bot.views.answers.ask import short
from bot.views.library.summaries import summary_title
from bot.views.shared import quotations
from bot.views.shared.names_and_dates import header, marked_heading, portion_at, typed
from briefings.answers import ProseResult
from briefings.markings import Portions
from briefings.model.analysis import Analysis
from briefings.model.delivery import CitedSentence
from briefings.model.summary import ProseSentence


def summary(analysis: Analysis, portions: Portions, fluent: ProseResult, length: str, section: int | None) -> Message:
    """A prose summary of a text or section, with the marking of each section where `portions` differ."""
    about = summary_title(length, analysis.draft, section, in_prose=True)
    headings = [_marked_heading(analysis, portions, each) for each in fluent.quotes]
    return say(
        *header(analysis, about),
        *prose_blocks(replace(fluent, quotes=tuple(headings)), named=False),
        about=typed(analysis.id, section),
        line=f"/summary {typed(analysis.id, section)} {length} fluent",
    )


def _marked_heading(analysis: Analysis, portions: Portions, quote: CitedSentence) -> CitedSentence:
    """A sentence whose heading has the marking of its section behind it."""
    portion = portion_at(analysis.draft, portions, quote.start)
    return replace(quote, heading=marked_heading(quote.heading, portion))


def answer(question: str, fluent: ProseResult) -> Message:
    """A prose answer to a question."""
    return say(Heading(short(question)), *prose_blocks(fluent, named=True), line=f"/ask {question}")


def prose_blocks(fluent: ProseResult, *, named: bool) -> tuple[Block, ...]:
    """The prose, how it was made, and its source sentences; `named` gives each sentence's analysis."""
    used = list(dict.fromkeys(index for sentence in fluent.prose.sentences for index in sentence.rests_on))
    numbers = {index: number for number, index in enumerate(used, 1)}
    rests = tuple(_origin(fluent.quotes[index], named=named) for index in used)
    return (
        *_paragraphs(fluent, numbers, named=named),
        Note(text(_made())),
        Heading(_("Sources and checks"), 2),
        Bullets(rests, numbered=True),
    )


def _paragraphs(fluent: ProseResult, numbers: Mapping[int, int], *, named: bool) -> Iterator[Paragraph]:
    """The sentences with their numbers; those of the text's own stand under the name of their section."""

    def origin(sentence: ProseSentence) -> tuple[int, str]:
        first = fluent.quotes[sentence.rests_on[0]]
        return first.analysis, first.heading

    for (analysis, heading), group in groupby(fluent.prose.sentences, origin):
        where = [code(f"a{analysis}")] if named else []
        where += [italic(heading)] if heading else []
        parts = [_marked(sentence, numbers) for sentence in group]
        yield Paragraph(text(*_listed(where), " ".join(parts)))


def _listed(where: Sequence[Run]) -> Iterator[Run | str]:
    for number, span in enumerate(where, 1):
        yield span
        yield ": " if number == len(where) else ", "


def _marked(sentence: ProseSentence, numbers: Mapping[int, int]) -> str:
    rests = sorted(numbers[index] for index in sentence.rests_on)
    return f"{sentence.text} [{', '.join(map(str, rests))}]"


def prose_pending(message: Message) -> tuple[Block, ...]:
    """A plain answer with a note that its prose follows."""
    return (*message.blocks, Note(text(_("A version in connected prose will follow."))))


def prose_failed(reason: str) -> Note:
    """Why there is no prose."""
    stands = _("The text above is verbatim.")
    return Note(text(f"{translated(reason)} {stands}"))


def _made() -> str:
    """How the prose was made."""
    return _("A language model chose these sentences. They are verbatim, but the selection can mislead.")


def _origin(quote: CitedSentence, *, named: bool) -> Text:
    where = text(code(f"a{quote.analysis}"), ", ") if named else ()
    return text(
        *quotations.sentence(quote.text, (), quotations.numbered((), ()), quotations.origin_of(quote)),
        " (",
        *where,
        italic(quote.heading or _("opening")),
        ")",
    )
