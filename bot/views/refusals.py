"""Views of refusals: unknown commands, closed chats, late commands, internal errors."""

import re
from collections.abc import Iterable
from datetime import timedelta

from bot.languages import _, msgid, ngettext
from bot.message import Button, Buttons, Message, Paragraph, code, filled, say
from bot.views.help import usage_line


def unknown(name: str, prefix: str) -> Message:
    """A command that is similar to none."""
    return say(
        Paragraph(
            filled(
                _("There is no {name}. Type {line} to see all commands."),
                name=f"{prefix}{name}",
                line=code(f"{prefix}help"),
            )
        )
    )


def confirm_line(name: str, close: str, usage: str, rest: str, prefix: str) -> Message:
    """A command that is similar to another, with a button that runs that one."""
    line = f"/{close} {rest}".rstrip()
    return say(
        Paragraph(filled(_("There is no {name}. Did you mean {line}?"), name=f"{prefix}{name}", line=code(usage))),
        Buttons(((Button(f"{prefix}{close}", line),),)),
    )


def prefixed(sentence: str, names: Iterable[str], prefix: str) -> str:
    """A sentence with each "/list" replaced by what is typed here."""
    return re.sub(rf"(?<!\S)/(?=(?:{'|'.join(names)})\b)", lambda _: prefix, sentence)


def file_alone(name: str, prefix: str) -> Message:
    """A file without a command; Slack doesn't tell which file a message replies to."""
    if prefix == "/":
        return say(Paragraph(filled(_("To import {name}, reply to it with {line}."), name=name, line=code("/import"))))
    explanation = _("To import {name}, send it again with {line}.")
    return say(Paragraph(filled(explanation, name=name, line=code("import"))))


def not_understood(prefix: str) -> Message:
    """Plain words that weren't understood."""
    explanation = _(
        "I answer commands: {search} searches the analyses, {summary} summarises the newest one, {help} lists "
        "all commands."
    )
    search, summary, help_ = (code(f"{prefix}{usage_line(line)}") for line in ("search WORDS", "summary", "help"))
    return say(Paragraph(filled(explanation, search=search, summary=summary, help=help_)))


def outsider(sender: str, prefix: str, *, ownerless: bool) -> Message:
    """Someone without access; if there is no admin yet, how to become one."""
    if ownerless:
        return say(
            _(
                "This Readout has no admin yet. If it's yours, set READOUT_ADMINS={sender}, restart it and "
                "type {prefix}start here.",
                sender=sender,
                prefix=prefix,
            )
        )
    return say(
        _(
            "I only answer in chats that a Readout editor has opened with {prefix}start. Please ask an editor "
            "(your id is {sender}).",
            sender=sender,
            prefix=prefix,
        )
    )


def late(line: str, age: timedelta, prefix: str) -> Message:
    """A command that arrived too late to be run."""
    minutes = round(age.total_seconds() / 60)
    if minutes < 120:
        explanation = ngettext(
            "I was offline when you sent this {number} minute ago, so I didn't run it. To run it now, send "
            "{{line}} again.",
            "I was offline when you sent this {number} minutes ago, so I didn't run it. To run it now, send "
            "{{line}} again.",
            minutes,
        )
    else:
        explanation = ngettext(
            "I was offline when you sent this {number} hour ago, so I didn't run it. To run it now, send "
            "{{line}} again.",
            "I was offline when you sent this {number} hours ago, so I didn't run it. To run it now, send "
            "{{line}} again.",
            minutes // 60,
        )
    return say(Paragraph(filled(explanation, line=code(f"{prefix}{line}"))))


def already_done(line: str, prefix: str) -> Message:
    """A command that was carried out before a restart lost its answer."""
    explanation = _("Done: {line}. Readout restarted before it could show the details.")
    return say(Paragraph(filled(explanation, line=code(f"{prefix}{line}"))))


def abandoned(line: str, prefix: str) -> Message:
    """A command during which Readout stopped more than once."""
    explanation = _(
        "Readout stopped several times while working on {line}, so it won't try again. Please tell the person "
        "who runs it."
    )
    return say(Paragraph(filled(explanation, line=code(f"{prefix}{line}"))))


def lost(line: str, prefix: str) -> Message:
    """A command that came while the database took nothing, just before Readout stopped."""
    explanation = _(
        "Readout stopped before it could save {line}: its database was busy. Please send it again in a minute."
    )
    return say(Paragraph(filled(explanation, line=code(f"{prefix}{line}"))))


def skipped(line: str, number: int, prefix: str) -> Message:
    """Messages skipped because too many were waiting; names the first one."""
    explanation = ngettext(
        "Too many messages were waiting, so I skipped {{line}}. Please send it again.",
        "Too many messages were waiting, so I skipped {number}, starting with {{line}}. Please send them again.",
        number,
    )
    return say(Paragraph(filled(explanation, line=code(f"{prefix}{line}"))))


def broken(reference: str) -> Message:
    """An internal error, with the reference in the log."""
    return say(
        Paragraph(filled(_("Something went wrong. It is logged as ref {reference}."), reference=code(reference)))
    )


def stale_button() -> str:
    """A button whose line is no longer stored."""
    return msgid("That button has expired. Please type the command instead.")
