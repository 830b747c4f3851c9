"""Sentences that hold what was asked for, across the library."""

from bot.languages import _
from bot.message import Button, Buttons, Heading, Message, Note, say, text
from bot.views.pieces import numbers_for, quoted, sourced, titles
from bot.views.provenance import asking_of
from briefings.service import Found

_OFFERED = 5


def found(result: Found, words: str, prefix: str, within: str = "", about: str = "") -> Message:
    """The sentences, best first, each with its analysis, section and sources.

    `within` says where was looked, other than in the whole library, and `about` is its id.
    """
    place = within or _("the library")
    everywhere = Button(_("In the whole library"), f"/search {words}")
    if not result.hits and within:
        return say(
            _("Nothing in {place} says “{words}”.", place=place, words=words), Buttons(((everywhere,),)), about=about
        )
    if not result.hits:
        return say(
            _("Nothing in the library says “{words}”. {prefix}list shows what there is.", words=words, prefix=prefix)
        )
    numbers = numbers_for(result.hits)
    analyses = list(dict.fromkeys(hit.analysis for hit in result.hits))[:_OFFERED]
    common = _("One of these words is very common: only the newest sentences that hold it were ranked.")
    return say(
        Heading(_("“{words}” in {place}", words=words, place=place)),
        *quoted(result.hits, numbers),
        *((Note(text(common)),) if result.bounded else ()),
        *titles(result.hits),
        *sourced(result.hits, numbers),
        Buttons(
            (
                tuple(Button(_("Summary of {id}", id=f"a{each}"), f"/summary a{each}") for each in analyses),
                asking_of(result.hits),
                *(((everywhere,),) if within else ()),
            )
        ),
        about=about,
    )
