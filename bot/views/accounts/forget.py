"""Views of /forget: the question before, and what was erased."""

from dataclasses import replace

from bot.languages import _, ngettext
from bot.message import (
    Button,
    Buttons,
    Message,
    Note,
    code,
    filled,
    say,
)


def confirm_forget(prefix: str) -> Message:
    """Asks whether to erase everything stored about this chat."""
    warning = _(
        "This erases everything stored about this chat: settings, digests, reminders, sent messages and saved "
        "answers. It can't be undone. The roles of editors and admins stay."
    )
    hint = filled(_("To erase it, press the button or type {line}."), line=code(f"{prefix}forget yes"))
    asked = say(warning, Note(hint), Buttons(((Button(_("Erase everything"), "/forget yes"),),)))
    return replace(asked, proposes=True)


def erased(records: int, prefix: str, *, invited: bool, private: bool) -> Message:
    """The chat's data was erased; `invited` if the sender needs somebody else to begin again."""
    if not records:
        return say(_("Nothing was stored about this chat."))
    erased = ngettext(
        "Erased: {number} record about this chat, with its subscriptions, reminders and time zone.",
        "Erased: {number} records about this chat, with its subscriptions, reminders and time zone.",
        records,
    )
    again = _("To start again, type {prefix}start.", prefix=prefix)
    if invited and private:
        again = _("To start again, ask a Readout admin for an invitation.")
    elif invited:
        again = _("To start again, an editor has to type {prefix}start here.", prefix=prefix)
    return say(f"{erased} {_('The library is unchanged.')} {again}")
