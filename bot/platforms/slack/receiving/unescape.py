"""Converts text as Slack sends it back to what the person typed."""

import re

from bot.platforms.slack.address import NAME

MARKED = re.compile(r"<(@|#|!|https?://|mailto:|tel:)([^<>|]*)(?:\|([^<>]*))?>")
TARGET = re.compile(r"(?<=\bto )<#([A-Z0-9]+)(?:\|[^<>]*)?>", re.IGNORECASE)  # a channel as an address
ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))  # the ampersand last, or "&amp;lt;" would become "<"


def plain(marked: str) -> str:
    """Converts mentions to "@name", channels to "#name", links to their typed form, and entities to characters.

    A channel after "to" becomes its address.
    """
    words = MARKED.sub(_typed, TARGET.sub(rf"{NAME}:\1", marked))
    for entity, character in ENTITIES:
        words = words.replace(entity, character)
    return words.strip()


def without_mention(marked: str, user: str) -> str:
    """The text without user mentions and the comma or colon after them."""
    return re.sub(rf"<@{re.escape(user)}(?:\|[^<>]*)?>[\s:,]*", "", marked)


def _typed(found: re.Match[str]) -> str:
    kind, rest, label = found[1], found[2], found[3]
    match kind:
        case "@" | "#":
            return kind + (label or rest)
        case "!":
            return label or "@" + rest.partition("^")[0]
        case "mailto:" | "tel:":
            return label or rest
        case _:
            return label or kind + rest
