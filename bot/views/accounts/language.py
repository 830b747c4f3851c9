"""View of /language: the language of a chat, and buttons for the others."""

from bot.languages import LANGUAGES, _
from bot.message import (
    Button,
    Buttons,
    Message,
    say,
)


def language(chosen: str, spoken: str) -> Message:
    """The chat's language and buttons for the others; `chosen` is "" if none was chosen."""
    explanation = (
        _("Readout uses {language} here.", language=LANGUAGES[spoken])
        if chosen
        else _("Readout uses your app's language if it can.")
    )
    others = [(tag, name) for tag, name in LANGUAGES.items() if tag != chosen]
    buttons = [Button(name, f"/language {tag}") for tag, name in others]
    buttons += [Button(_("As in the app"), "/language auto")] if chosen else []
    return say(explanation, Buttons((tuple(buttons),)))
