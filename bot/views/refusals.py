"""Views of refusals: unknown commands, closed chats, late commands, internal errors."""

import re
from collections.abc import Iterable
from datetime import timedelta

from bot.languages import _, msgid, ngettext
from bot.message import Button, Buttons, Message, Paragraph, code, filled, say
from bot.views.usage import shown


def unknown(name: str, prefix: str) -> Message:
    """A command that is similar to none."""
    return say(
        Paragraph(
            filled(
                _("There is no {name}. {line} lists what there is."), name=f"{prefix}{name}", line=code(f"{prefix}help")
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
        return say(Paragraph(filled(_("To take in {name}, answer it with {line}."), name=name, line=code("/import"))))
    told = _("To take in {name}, send it again with the word {line}.")
    return say(Paragraph(filled(told, name=name, line=code("import"))))


def not_understood(prefix: str) -> Message:
    """Plain words that weren't understood."""
    told = _(
        "I answer commands: {search} looks inside the analyses, {summary} briefs you on the newest, "
        "{help} lists them all."
    )
    search, summary, help_ = (code(f"{prefix}{shown(line)}") for line in ("search WORDS", "summary", "help"))
    return say(Paragraph(filled(told, search=search, summary=summary, help=help_)))


def outsider(sender: str, prefix: str, *, ownerless: bool) -> Message:
    """Someone without access; if there is no admin yet, how to become one."""
    if ownerless:
        return say(
            _(
                "This Readout has no admin yet: if it is yours, set READOUT_ADMINS={sender}, start it again "
                "and type {prefix}start here.",
                sender=sender,
                prefix=prefix,
            )
        )
    return say(
        _(
            "I answer in chats that an editor of this Readout has opened with {prefix}start; please ask one of them "
            "(your id is {sender}).",
            sender=sender,
            prefix=prefix,
        )
    )


def late(line: str, age: timedelta, prefix: str) -> Message:
    """A command that arrived too late to be run."""
    minutes = round(age.total_seconds() / 60)
    if minutes < 120:
        told = ngettext(
            "I was away: this was sent {number} minute ago and not run; send {{line}} again if you like.",
            "I was away: this was sent {number} minutes ago and not run; send {{line}} again if you like.",
            minutes,
        )
    else:
        told = ngettext(
            "I was away: this was sent {number} hour ago and not run; send {{line}} again if you like.",
            "I was away: this was sent {number} hours ago and not run; send {{line}} again if you like.",
            minutes // 60,
        )
    return say(Paragraph(filled(told, line=code(f"{prefix}{line}"))))


def already_done(line: str, prefix: str) -> Message:
    """A command that was carried out before a restart lost its answer."""
    told = _("Done: {line}. Readout restarted before it could show you the details.")
    return say(Paragraph(filled(told, line=code(f"{prefix}{line}"))))


def abandoned(line: str, prefix: str) -> Message:
    """A command during which Readout stopped more than once."""
    told = _(
        "Readout stopped several times while it worked on {line}, so it won't try again. Please tell whoever runs it."
    )
    return say(Paragraph(filled(told, line=code(f"{prefix}{line}"))))


def lost(line: str, prefix: str) -> Message:
    """A command that came while the database took nothing, just before Readout stopped."""
    told = _("Readout stopped before it could save {line}: its database was busy. Please send it again in a minute.")
    return say(Paragraph(filled(told, line=code(f"{prefix}{line}"))))


def skipped(line: str, number: int, prefix: str) -> Message:
    """Messages skipped because too many were waiting; names the first one."""
    told = ngettext(
        "Too many messages at once: I skipped {{line}}. Please send it again.",
        "Too many messages at once: I skipped {number}, starting with {{line}}. Please send them again.",
        number,
    )
    return say(Paragraph(filled(told, line=code(f"{prefix}{line}"))))


def broken(reference: str) -> Message:
    """An internal error, with the reference in the log."""
    return say(
        Paragraph(filled(_("Something broke here, and it is noted as ref {reference}."), reference=code(reference)))
    )


def stale_button() -> str:
    """A button whose line is no longer stored."""
    return msgid("That button is too old. Please type the command instead.")
