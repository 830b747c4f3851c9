"""A file becomes a draft analysis; pure.

`drafting` has the steps. Every span points into `Draft.text`. The package knows no store, no chat and no clock; what it
is made of is imported when the first file comes, for a bot that is asked reads nothing.
"""

from datetime import date

from briefings.model.analysis import Draft
from briefings.reading.export import to_json
from briefings.reading.formats import layout_of
from briefings.reading.layout import Layout

__all__ = ["read", "read_again", "to_json"]


def read(name: str, data: bytes, *, published: date | None = None) -> Draft:
    """What the file says, with spans into its text; `published` outweighs what it says itself; raises Unreadable."""
    return _understood(name, layout_of(name, data), published)


def read_again(name: str, draft: Draft, *, published: date | None = None) -> Draft:
    """What a text says that was read before, with another date of publication."""
    if not draft.blocks:
        return read(name, draft.text.encode(), published=published)
    return _understood(name, Layout(draft.text, draft.blocks, draft.title, composed=True), published)


def _understood(name: str, layout: Layout, published: date | None) -> Draft:
    from briefings.reading.drafting import in_own_words, understood

    draft = understood(name, layout, published=published)
    return in_own_words(draft, layout.own) if layout.own else draft
