"""What is answered when there is no answer: unknown commands, closed chats, late commands, faults."""

import re
from collections.abc import Iterable
from datetime import timedelta

from bot.message import Button, Buttons, Message, Paragraph, code, say, text
from bot.views.words import counted


def unknown(name: str, prefix: str) -> Message:
    """A command that is nothing like any."""
    return say(Paragraph(text(f"There is no {prefix}{name}. ", code(f"{prefix}help"), " lists what there is.")))


def meant(name: str, close: str, usage: str, rest: str, prefix: str) -> Message:
    """A command that looks like another, with a button that runs that one."""
    line = f"/{close} {rest}".rstrip()
    return say(
        Paragraph(text(f"There is no {prefix}{name}. Did you mean ", code(usage), "?")),
        Buttons(((Button(f"{prefix}{close}", line),),)),
    )


def prefixed(sentence: str, names: Iterable[str], prefix: str) -> str:
    """A sentence of the core, in which each "/list" becomes what is typed for that command here."""
    return re.sub(rf"(?<!\S)/(?=(?:{'|'.join(names)})\b)", lambda _: prefix, sentence)


def file_alone(name: str, prefix: str) -> Message:
    """A file that came without a word; Slack does not tell which file a message answers."""
    if prefix == "/":
        return say(Paragraph(text(f"To take in {name}, answer it with ", code("/import"), ".")))
    return say(Paragraph(text(f"To take in {name}, send it again with the word ", code("import"), ".")))


def puzzled(prefix: str) -> Message:
    """Plain words, which are no command."""
    return say(
        Paragraph(
            text(
                *("I answer commands: ", code(f"{prefix}search WORDS"), " looks inside the analyses, "),
                *(code(f"{prefix}summary"), " briefs you on the newest, ", code(f"{prefix}help"), " lists them all."),
            )
        )
    )


def outsider(sender: str, prefix: str, *, ownerless: bool) -> Message:
    """Someone in a chat that nobody has opened; while there is no admin at all, how to become one."""
    if ownerless:
        return say(
            f"This Readout has no admin yet: if it is yours, set READOUT_ADMINS={sender}, start it again "
            f"and type {prefix}start here."
        )
    return say(
        f"I answer in chats that an editor of this Readout has opened with {prefix}start; please ask one of them "
        f"(your id is {sender})."
    )


def late(line: str, age: timedelta, prefix: str) -> Message:
    """A command that came too late to be run."""
    minutes = round(age.total_seconds() / 60)
    old = counted(minutes, "minute") if minutes < 120 else counted(minutes // 60, "hour")
    return say(
        Paragraph(
            text(
                "I was away: this was sent ",
                old,
                " ago and not run; send ",
                code(f"{prefix}{line}"),
                " again if you like.",
            )
        )
    )


def broken(reference: str) -> Message:
    """A fault, under the reference that the log has too."""
    return say(Paragraph(text("Something broke here, and it is noted as ref ", code(reference), ".")))


def stale_button() -> str:
    """A button whose line is no longer kept."""
    return "That button is too old. Please type the command instead."
