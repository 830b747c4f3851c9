"""What the library says to a question."""

from bot.message import Button, Buttons, Heading, Message, Note, say, text
from bot.views.pieces import numbers_for, quoted, sourced, titles
from briefings.model.briefing import Reply

_SHOWN = 200  # characters of a question that are told again


def answered(reply: Reply, prefix: str) -> Message:
    """The passages that answer, best first; where none does, that is said, with the closest sentence."""
    points = reply.passages or ((reply.closest,) if reply.closest else ())
    if not points:
        return say(f"Nothing in the library says so. {prefix}list shows what there is.")
    numbers = numbers_for(points)
    analyses = list(dict.fromkeys(point.analysis for point in points))
    told = "In the words of the analyses, best first:" if len(points) > 1 else "In the words of the analysis:"
    return say(
        Heading(short(reply.question)),
        Note(text(told)) if reply.passages else "Nothing in the library says so; the closest is:",
        *quoted(points, numbers),
        *titles(points),
        *sourced(points, numbers),
        Buttons((tuple(Button(f"Summary of a{each}", f"/summary a{each}") for each in analyses),)),
    )


def short(question: str) -> str:
    """A question as an answer repeats it."""
    words = " ".join(question.split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN].rstrip()}..."
