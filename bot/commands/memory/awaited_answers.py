"""Answers to a question of the bot: which next line is one, and which is a command or another question."""

from datetime import datetime

from bot.chat import Request
from bot.commands.phrases import understand
from bot.commands.phrases.refusal_phrases import refusal
from bot.commands.registry import Registry, split_line
from briefings.errors import Ambiguous, BadInput
from briefings.parsing import parse_when

_OF_COMMAND = 3  # words of a line that begins with a command's name and is taken for that command


def completes(request: Request, registry: Registry) -> bool:
    """Whether a line may answer what its sender was asked: plain words, or a slash without a command's name."""
    line = request.line.strip()
    if not line or request.forwarded or request.attachments or request.media or request.pressed:
        return False
    found = registry.find(split_line(line)[0])
    if request.command:
        return found is None
    return found is None or len(line.split()) > _OF_COMMAND


def answers(line: str, asked: str, now: datetime, zone: str) -> bool:
    """Whether words are the answer to a question whose command line is `asked`, rather than a wish of their own."""
    if _is_date(line, now, zone):
        return True
    if asked.endswith(" to") or line.rstrip().endswith(("?", "？")) or refusal(line) is not None:
        return False
    meaning = understand(line)
    return not (meaning.talk or meaning.varies or (meaning.certain and meaning.wishes))


def _is_date(line: str, now: datetime, zone: str) -> bool:
    try:
        _, rest = parse_when(line.split(), now, zone)
    except (Ambiguous, BadInput):
        return False
    return not rest
