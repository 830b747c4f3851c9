"""Views of refusals: unknown commands, closed chats, late commands, internal errors."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.chat import Media
from bot.languages import _, msgid, ngettext, typed_language
from bot.message import Block, Bullets, Button, Buttons, Message, Paragraph, code, filled, say, text
from bot.views.help import usage_line
from bot.views.shared.names_and_dates import PLATFORMS, counted, joined, prefix_on

MOST_NAMED = 10
_MINUTES = 120  # from which on hours are told


def unknown(name: str, prefix: str) -> Message:
    """A command that is similar to none."""
    explanation = filled(
        _("There is no {name}. Type {line} to see all commands."), name=f"{prefix}{name}", line=code(f"{prefix}help")
    )
    return replace(say(Paragraph(explanation)), puzzled=True)


def confirm_line(name: str, close: str, usage: str, rest: str, prefix: str) -> Message:
    """A command that is similar to another, with a button that runs that one."""
    line = f"/{close} {rest}".rstrip()
    asked = filled(_("There is no {name}. Did you mean {line}?"), name=f"{prefix}{name}", line=code(usage))
    return replace(say(Paragraph(asked), Buttons(((Button(f"{prefix}{line[1:]}", line),),))), puzzled=True)


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
    with typed_language():
        explanation = _(
            "I answer commands: {search} searches the analyses, {summary} summarises the newest one, {help} lists "
            "all commands."
        )
        search, summary, help_ = (code(f"{prefix}{usage_line(line)}") for line in ("search WORDS", "summary", "help"))
    return replace(say(Paragraph(filled(explanation, search=search, summary=summary, help=help_))), puzzled=True)


def outsider(
    sender: str, prefix: str, others: Sequence[str] = (), *, ownerless: bool, private: bool = False
) -> Message:
    """Someone without access; if there is no admin yet, how to become one. `others` are the other served platforms.

    In a private chat nobody else can type, so an invitation is what is missing there.
    """
    if ownerless:
        return say(
            _(
                "This Readout has no admin yet. If it's yours, set READOUT_ADMINS={sender}, restart it and "
                "type {prefix}start here.",
                sender=sender,
                prefix=prefix,
            )
        )
    if private:
        refused = _("I only answer people who were invited. Please ask a Readout admin for an invitation.")
    else:
        refused = _("I only answer in chats that a Readout editor has opened with {prefix}start.", prefix=prefix)
        refused = f"{refused} {_('Please ask an editor.')}"
    ways = [platform for platform in others if platform in PLATFORMS]
    return say(
        f"{refused} {_('Your id here is {sender}.', sender=sender)}", *_known_elsewhere(ways, prefix, private=private)
    )


def _known_elsewhere(others: Sequence[str], prefix: str, *, private: bool) -> tuple[Paragraph, ...]:
    """How an admin on another platform becomes one here."""
    if not others:
        return ()
    names = joined([PLATFORMS[each] for each in others], "or")
    words = (
        _("Are you a Readout admin in {there}? Type {line} to me there, and send me the code here: {start}")
        if private
        else _(
            "Are you a Readout admin in {there}? Type {line} to me there, and send me the code here in a direct "
            "message: {start}"
        )
    )
    line, start = code(f"{prefix_on(others[0])}invite admin"), code(f"{prefix}start CODE")
    return (Paragraph(filled(words, there=names, line=line, start=start)),)


def late(quoted: str, age: timedelta, says: str) -> Message:
    """A message that arrived too late to be run: quoted as it was typed, "" for files; a button `says` what runs it."""
    minutes = round(age.total_seconds() / 60)
    few = minutes < _MINUTES
    ago = _("{amount} ago", amount=counted(minutes if few else minutes // 60, "minute" if few else "hour"))
    if not quoted:
        return say(_("I was offline when you sent this {ago}.", ago=ago))
    explanation = _("I was offline when you sent this {ago}, so I didn't run it: {line}", ago=ago, line="{line}")
    button = Buttons(((Button(_("Run it now"), says),),)) if says else None
    shown = Paragraph(filled(explanation, line=code(quoted) if quoted.startswith("/") else quoted))
    return say(shown, *((button,) if button else ()))


def link(*, imports: bool) -> Message:
    """A link in place of a file."""
    if imports:
        how = _("Open the page, save it as a file (.html or .pdf), and send me the file.")
    else:
        how = _("Ask an editor to import the page as a file (.html or .pdf).")
    return say(f"{_('I take files, not links.')} {how}")


_NO_TEXT: Mapping[Media, str] = {
    "voice": msgid("I can't listen to voice messages: type your question, or send a document such as .docx or .pdf."),
    "photo": msgid("I can't read pictures: type your question, or send a document such as .docx or .pdf."),
    "sticker": msgid("I can't read stickers: type your question, or send a document such as .docx or .pdf."),
    "video": msgid("I can't watch videos: type your question, or send a document such as .docx or .pdf."),
}


def no_text(media: Media) -> Message:
    """A voice message, a picture, a sticker or a video without words."""
    return say(_(_NO_TEXT[media]))


def already_done(line: str, prefix: str, files: Sequence[str] = ()) -> Message:
    """A command that was carried out before a restart lost its answer; names the files that came with it."""
    explanation = _("Done: {line}. Readout was interrupted before it could show the details.")
    return say(Paragraph(filled(explanation, line=code(f"{prefix}{line}"))), *_named(files[:MOST_NAMED], len(files)))


def saved(quoted: str) -> Message:
    """A change that was saved before the database failed; `quoted` is the request as it was typed."""
    explanation = _("Done: {line}. The database failed before Readout could show the details.")
    return say(Paragraph(filled(explanation, line=code(quoted) if quoted.startswith("/") else quoted)))


def tell_operator() -> str:
    """What somebody in a chat does about a database that fails."""
    return _("Please tell the person who runs Readout.")


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


def skipped(line: str, number: int, prefix: str, names: Sequence[str] = ()) -> Message:
    """Messages skipped because too many were waiting; names those that are known, and the first one if it has words."""
    if len(names) > 1 or not line:
        told = ngettext(
            "Too many messages were waiting, so I skipped one. Please send it again.",
            "Too many messages were waiting, so I skipped {number}. Please send them again.",
            number,
        )
        return say(told, *_named(names, number))
    explanation = ngettext(
        "Too many messages were waiting, so I skipped {{line}}. Please send it again.",
        "Too many messages were waiting, so I skipped {number}, starting with {{line}}. Please send them again.",
        number,
    )
    return say(Paragraph(filled(explanation, line=code(f"{prefix}{line}"))))


def _named(names: Sequence[str], number: int) -> tuple[Block, ...]:
    rest = number - len(names)
    more = [text(ngettext("and one more", "and {number} more", rest))] if rest else []
    return (Bullets((*(text(code(each)) for each in names), *more)),) if names else ()


def repeated(prefix: str, *, pressed: bool) -> Message:
    """A line that was carried out within the last minute, and isn't carried out twice."""
    if pressed:
        done = _("Nothing changed: it was already like this.")
        return replace(say(done), unchanged=True, toast=done)
    words = _("Done once: the same line came twice within a minute. To skip another digest, name its day: {example}")
    return replace(say(Paragraph(filled(words, example=code(f"{prefix}skip 2026-12-04")))), unchanged=True)


def broken(reference: str) -> Message:
    """An internal error, with the reference in the log."""
    return say(
        Paragraph(filled(_("Something went wrong. It is logged as ref {reference}."), reference=code(reference)))
    )


def stale_button() -> str:
    """A button whose line is no longer stored."""
    return msgid("That button has expired. Please type the command instead.")
