"""Views for plain sentences: how they were understood, small talk, confirmations."""

from dataclasses import replace

from bot.languages import _
from bot.message import Block, Button, Buttons, Message, Note, Paragraph, code, filled, say


def with_interpretation(message: Message, line: str, typed: str, prefix: str) -> Message:
    """Adds the command that gives the answer, if something else was typed."""
    if line.casefold() == typed.strip().lstrip("/!").casefold():
        return message
    note = Note(filled(_("You can also type {line}"), line=code(f"{prefix}{line}")))
    at = len(message.blocks) - (1 if message.blocks and isinstance(message.blocks[-1], Buttons) else 0)
    return replace(message, blocks=(*message.blocks[:at], note, *message.blocks[at:]))


def confirm(line: str, prefix: str, about: tuple[Block, ...] = ()) -> Message:
    """Asks to confirm a change, below what it is about."""
    return say(
        *about,
        Paragraph(filled(_("That would run {line}. Go ahead?"), line=code(f"{prefix}{line}"))),
        Buttons(((Button(_("Yes"), f"/{line}"),),)),
    )


def small_talk(kind: str, prefix: str) -> Message:
    """A reply to small talk, with suggestions."""
    if kind == "greeting":
        asked = _(
            "Hello. Ask me in plain words, for example “what is coming up?”, “summarise section 3” or “who is quoted?”."
        )
        names = ((_("Summary"), "/summary"), (_("Events"), "/events"), (_("Help"), "/help"))
        return say(asked, Buttons((tuple(Button(label, says) for label, says in names),)))
    if kind == "thanks":
        return say(_("You are welcome."))
    return say(_("Goodbye. Type {line} to see what I'll send you.", line=f"{prefix}schedule"))
