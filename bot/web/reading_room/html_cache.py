"""The HTML of texts shown last, part by part; it is made once for a draft, a language, and its marks."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from markupsafe import Markup

from bot.languages import _, current
from bot.web.reading_room.addresses import PageAddresses
from bot.web.reading_room.parts import Parts, Span, parts_of
from bot.web.reading_room.templates import rendered_part
from bot.web.reading_room.text import Mark, sections_of
from briefings.model.analysis import Draft

_MOST_TEXTS, _MOST_PARTS = 32, 128  # texts whose cuts are kept; parts whose HTML is kept, each 50 kB at most


T = TypeVar("T")


class HtmlCache:
    """Parts of texts as HTML. A draft never changes, and who may see less of a text has another draft of it."""

    def __init__(self) -> None:
        self._cut: OrderedDict[int, tuple[Draft, Parts]] = OrderedDict()
        self._made: OrderedDict[object, tuple[Draft, Any]] = OrderedDict()

    def parts(self, draft: Draft) -> Parts:
        """The parts into which a long text is cut for its pages, cut once for a draft."""
        kept = self._cut.pop(id(draft), None)
        if kept is None or kept[0] is not draft:
            kept = draft, parts_of(draft)
        self._cut[id(draft)] = kept
        while len(self._cut) > _MOST_TEXTS:
            self._cut.popitem(last=False)
        return kept[1]

    def html(self, draft: Draft, part: Span, marks: Mapping[int, Sequence[Mark]], addresses: PageAddresses) -> Markup:
        """The HTML of a part, made once for the marks of the text, its addresses and the language."""
        key = part, tuple((start, *those) for start, those in sorted(marks.items())), addresses.key
        return self.kept(draft, key, lambda: _article(draft, part, marks, addresses))

    def kept(self, draft: Draft, key: object, make: Callable[[], T]) -> T:
        """What is made of a draft and the other values in `key`, in the present language."""
        whole = id(draft), current(), key
        found = self._made.pop(whole, None)
        if found is None or found[0] is not draft:
            found = draft, make()
        self._made[whole] = found
        while len(self._made) > _MOST_PARTS:
            self._made.popitem(last=False)
        made: T = found[1]
        return made


def _article(draft: Draft, part: Span, marks: Mapping[int, Sequence[Mark]], addresses: PageAddresses) -> Markup:
    words = {
        "beside": _("References cited here"),
        "listed": _("The references are listed under Sources."),
        "empty": _("There is no text here."),
        "table": _("Table"),
        "continued": _("continued"),
    }
    return rendered_part(
        "article.html",
        sections=sections_of(draft, marks, part),
        top=top(draft),
        text_language=draft.language,
        addresses=addresses,
        words=words,
    )


def top(draft: Draft) -> int:
    """The highest level of a text's headings."""
    return min((each.level for each in draft.sections), default=1)
