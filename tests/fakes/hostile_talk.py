"""What is done with a hostile text or line beside reading: understood as plain words, answered from, written out."""

from collections.abc import Callable, Iterator
from functools import partial

from bot.commands.phrases import understand
from bot.message import Bullets, Heading, Message, Paragraph, Quote, text
from bot.platforms.slack.receiving import incoming
from bot.platforms.slack.sending.render import render as for_slack
from bot.platforms.telegram.sending.render import render as for_telegram
from bot.views.library.reading import linked
from briefings.answers import passages
from briefings.library import summaries
from briefings.model.analysis import Analysis, Draft
from briefings.text.terms import content_terms

LONGEST = 12_000  # characters of a line that Slack hands over; Telegram's have 4,096
LINES = {
    "a short line": (300, "{run}"),
    "a line of Telegram": (4_096, "{run}"),
    "a line of Slack": (LONGEST, "{run}"),
    "a reminder": (300, "remind me {run} tomorrow at 9"),
    "a question": (300, "who said that {run}?"),
    "a long question": (LONGEST, "why {run}?"),
}
_ASKED = ("Who says that ice comes?", "When does Holm meet the Ice Council in 2026?", "How much does the quay cost?")


def filled(token: str, size: int) -> str:
    """The token again and again, in so many characters."""
    return (token * (size // len(token) + 1))[:size]


def spoken(line: str, token: str) -> None:
    """A line goes through Slack's markup and the rules for plain words."""
    size, shape = LINES[line]
    understand(incoming.unescape(shape.format(run=filled(token, size))))


def answers(draft: Draft, token: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """Each thing that is asked of a text, by name: a summary of each length, questions, a topic, its terms."""
    analysis = Analysis(1, 1, draft)
    for length in ("short", "medium", "long"):
        yield f"{length} summary", partial(summaries.briefing, draft, length)
        if draft.sections:
            yield f"{length} summary of a section", partial(summaries.briefing, draft, length, section=0)
    for asked in (*_ASKED, f"Who said {filled(token, 200)}?"):
        question = passages.parse(asked)
        counts = {word.term: 1 for word in question.words}
        yield f"question: {asked[:40]}", partial(passages.answer, question, [analysis], counts, 3)
    yield "topic", partial(summaries.on_topic, analysis, "ice on the quay", 200)
    yield "search", partial(content_terms, draft.text)


def answered(draft: Draft, token: str) -> None:
    """A text is summarised in each length, asked, and searched on a topic."""
    for _name, ask in answers(draft, token):
        ask()


def shown(token: str) -> None:
    """Long words are written out for both platforms, with and without Markdown's marks."""
    run = filled(token, LONGEST)
    blocks = (Heading(run[:200]), Paragraph(linked(run)), Quote(text(run)), Bullets((text(run), linked(run[:3_000]))))
    for render in (for_slack, for_telegram):
        render(Message(blocks))
