"""Suggested first questions as buttons."""

from collections.abc import Sequence

from bot.chat import Prompt, Prompts
from bot.languages import _
from briefings.model.agenda import Event
from briefings.model.analysis import Entry

MOST = 4  # what a person takes in at a glance, and all that Slack shows
_TITLE = 75  # characters


def prompts(newest: Sequence[Entry], ahead: Sequence[Event], *, edits: bool) -> Prompts:
    """First questions from the `newest` analyses and the events `ahead`."""
    asked = [
        *(Prompt(_short(_("Summarise “{title}”"), each.title), f"summary a{each.id}") for each in newest[:1]),
        *(Prompt(_short(_("Brief me on “{title}”"), each.title), f"event e{each.id}") for each in ahead[:1]),
        *([Prompt(_("Upcoming events"), "events")] if len(ahead) > 1 else []),
        *(Prompt(_short(_("Summarise “{title}”"), each.title), f"summary a{each.id}") for each in newest[1:]),
    ]
    if not newest and edits:
        asked.append(Prompt(_("How do I import an analysis?"), "help import"))
    return Prompts(_("Ask about the library"), (*asked[: MOST - 1], Prompt(_("What can I ask?"), "help")))


def _short(pattern: str, title: str) -> str:
    """The pattern with a title shortened to fit."""
    room = _TITLE - len(pattern.format(title=""))
    return pattern.format(title=title if len(title) <= room else title[: room - 1].rstrip() + "…")
