"""Answers to a question of the bot: which next line is one, and which is a command or another question."""

import re
from datetime import datetime

from bot.chat import Request
from bot.commands.phrases import understand
from bot.commands.registry import Registry, split_line
from bot.languages import _
from bot.message import Buttons, Message
from briefings.errors import Ambiguous, BadInput
from briefings.parsing import parse_when
from briefings.text import lazy_re

PROPOSED = "yes"  # what is awaited after a question whether to make a change, before the line that a yes runs
_YES = lazy_re(r"(?:yes|yep|yeah|yes please|да|да,? пожалуйста|是|是的|对)[.!。！]?", re.IGNORECASE)
_ASSENT = (
    r"(?:yes|yep|yeah|yup|aye|ok|okay|k|sure|sure thing|of course|certainly|absolutely|alright|all right|fine|great"
    r"|good|perfect|sounds good|looks good|right|correct|go|go ahead|go for it|do it|do that|do so|do this|run it"
    r"|make it so|please|please do|let's do it|let's go|that's right|that's fine|i agree|agreed|confirm|confirmed"
    r"|proceed|да|ага|угу|ок|окей|давай|давайте|конечно|хорошо|ладно|отлично|годится|подходит|согласен|согласна|верно|точно"
    r"|делай|сделай|сделать|сделайте|выполняй|выполни|подтверждаю|поехали|так и сделай|пожалуйста|валяй|можно|идёт|идет"
    r"|是的?|对的?|好的?|好啊|好吧|好呀|行|行吧|可以|可以的|嗯|没问题|当然|同意|确认|确定|执行|执行吧|就这样|做吧|来吧|请执行)"
)
_AGREES = lazy_re(
    rf"{_ASSENT}(?:(?:[\s,，.。!！、]+|(?<=[\u4e00-\u9fff])){_ASSENT})*"
    r"(?:[\s,，.。!！]+(?:then|now|thanks|thank you|спасибо|谢谢))?[\s.。!！)👍🙂]*|👍",
    re.IGNORECASE,
)
_BECAUSE = lazy_re(r"(?:because\b|потому что\b|因为)[\s:,，：]*", re.IGNORECASE)
_SURELY = 0.98  # likelihood from which on words are a wish of their own
_TALK = ("no", "thanks", "greeting", "goodbye")  # small talk that answers no question
_OF_COMMAND = 3  # words of a line that begins with a command's name and is taken for that command


def is_yes(line: str) -> bool:
    """Whether a line is a bare yes, in any language of the bot."""
    return _YES.fullmatch(line.strip()) is not None


def agrees(line: str) -> bool:
    """Whether a line answers yes while a question waits: "ok do it", "давай", "好的", or the label of its button."""
    said = line.strip()
    return (
        is_yes(said) or _AGREES.fullmatch(said) is not None or said.strip(" .!。！").casefold() == _("Yes").casefold()
    )


def keeps_question(line: str) -> bool:
    """Whether a line leaves a question unanswered, so that it waits on: thanks alone."""
    return understand(line).talk == "thanks"


def proposal(message: Message) -> str:
    """What is awaited after a message that asks whether to make a change; a yes needs one button that agrees."""
    buttons = (button for block in message.blocks if isinstance(block, Buttons) for row in block.rows for button in row)
    line = next((button.says for button in buttons if button.label in (_("Yes"), _("Keep both"))), "")
    return f"{PROPOSED} {line}".rstrip()


def proposed_line(asked: str, line: str) -> str:
    """The line that a yes runs after a question whether to make a change; "" for other words or no such line."""
    return asked.removeprefix(PROPOSED).strip() if agrees(line) else ""


def said_with_reason(line: str, asked: str, registry: Registry) -> str:
    """The line that gives a reason which was asked for, with "because": alone or behind the command; "" for others."""
    command, head = split_line(asked)[0], asked.removesuffix(" because")
    found = _BECAUSE.search(line)
    if head == asked or found is None or not line[found.end() :]:
        return ""
    before = line[: found.start()].split()
    if before == head.split()[: len(before)]:
        return f"{asked} {line[found.end() :]}"
    named = registry.find(before[0])
    return line if named and named.name == command else ""


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
    if (asked.endswith(" because") and is_yes(line)) or asked.endswith(" to") or line.rstrip().endswith(("?", "？")):
        return False
    meant = understand(line)
    wanted = meant.certain and meant.guesses[0].likelihood >= _SURELY and not meant.talk and meant.kind != "undo"
    return not (wanted or meant.talk in _TALK)


def _is_date(line: str, now: datetime, zone: str) -> bool:
    try:
        _, rest = parse_when(line.split(), now, zone)
    except (Ambiguous, BadInput):
        return False
    return not rest
