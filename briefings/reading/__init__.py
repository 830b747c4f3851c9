"""Reads a file into a draft analysis. Pure.

`pipeline` holds the steps. Every span points into `Draft.text`. The package knows no store, chat or clock, and is
imported only when the first file arrives.
"""

from dataclasses import replace
from datetime import date

from briefings.errors import Unreadable
from briefings.model.analysis import Draft
from briefings.reading.dates.leads import lead_phrase
from briefings.reading.dates.recurring import recurrence_at_head
from briefings.reading.draft_json import findings_to_json, to_json
from briefings.reading.encoding import MOST_BYTES
from briefings.reading.formats import endings, layout_of, refused_by_name, stored_layout
from briefings.reading.layout import Layout, holds_text, linked_spans, stated_date, with_prose
from briefings.reading.sniff import is_mail, kind_by_ending

__all__ = [
    "MOST_BYTES",
    "endings",
    "findings_to_json",
    "is_mail",
    "kind_by_ending",
    "lead_phrase",
    "read",
    "read_again",
    "read_text_again",
    "recurrence_at_head",
    "refused_by_name",
    "to_json",
]


def read(name: str, data: bytes, *, published: date | None = None, latest: date | None = None) -> Draft:
    """Reads a file into a draft; `published` overrides the file's own date. Raises Unreadable.

    A date in the file after `latest` isn't used as publication date.
    """
    layout = layout_of(name, data)
    draft = _understood(name, layout, published, latest)
    if not holds_text(layout, draft):
        raise Unreadable("The file has a title but no text. Add the text and send it again.")
    if not (draft.sentences or draft.tables or draft.references or layout.filled):
        raise Unreadable("The file has no sentence that could be summarised or quoted, and no table.")
    return draft


def read_again(name: str, draft: Draft, *, published: date | None = None, latest: date | None = None) -> Draft:
    """Reads a stored text again with another publication date."""
    own = (draft.text, draft.blocks, draft.title, stated_date(draft))
    layout = Layout(*own, composed=bool(draft.blocks), links=linked_spans(draft))
    return read_text_again(name, layout, published=published, latest=latest)


def read_text_again(name: str, layout: Layout, *, published: date | None = None, latest: date | None = None) -> Draft:
    """Reads a text again by what is known of it; one without blocks is laid out anew."""
    if not layout.composed:
        layout = stored_layout(name, layout.text)
    return _understood(name, layout, published, latest)


def _understood(name: str, layout: Layout, published: date | None, latest: date | None) -> Draft:
    # 0.2 s and its tables' memory, needed once a file arrives
    from briefings.reading.pipeline import in_own_words, read_layout

    found = read_layout(name, with_prose(layout), published=published, latest=latest)
    draft = replace(found, marking=layout.marking, proposal=layout.proposal)
    return in_own_words(draft, layout.own) if layout.own else draft
