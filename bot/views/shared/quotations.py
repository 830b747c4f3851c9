"""Quoted sentences: without Markdown, with citation marks and their legend, and the button to where they are from."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.languages import _, msgid, translate
from bot.message import Block, Bullets, Button, Heading, Note, Run, Text, bold, code, filled, italic, text
from briefings.library import called
from briefings.model.analysis import Citation, Draft, Reference
from briefings.model.corrections import QuotedSpan
from briefings.model.delivery import CitedSentence
from briefings.text import lazy_re

_ESCAPED = lazy_re(r"\\[\\`*_{}\[\]()#+.!~>|-]")
_CODE = lazy_re(r"(?<!`)(`{1,2})(?!`)(?=\S)([^`\n]{1,300}?)(?<=\S)\1(?!`)")
_ADDRESS = lazy_re(r"https?://[^\s<>)\]*]+|\]\([^)\s]{0,300}\)|\bwww\.\S+|\b10\.\d{4,9}/\S+")
_LETTERS = r"0-9A-Za-z\u00c0-\u024f\u0400-\u04ff"  # beside which a sign is none; Chinese words have no blanks around
_LONGEST = 400  # characters between two marks
_EMPHASES = tuple(
    lazy_re(
        rf"(?<![{_LETTERS}{sign}])({mark})(?![\s{sign}])({inner}{{1,{_LONGEST}}}?)(?<![\s{sign}]){mark}(?![{_LETTERS}{sign}])"
    )
    for sign, mark, inner in (
        (r"\*", r"\*{3}", r"[^*]"),
        (r"\*", r"\*{2}", r"(?:[^*]|(?<!\*)\*(?!\*))"),
        ("_", "_{3}", "[^_]"),
        ("_", "_{2}", "(?:[^_]|(?<!_)_(?!_))"),
        ("~", "~{2}", "[^~]"),
        (r"\*", r"\*", r"[^*]"),
        ("_", "_", "[^_]"),
    )
)
_GONE, _HIDDEN = "\x00", "\x01"  # a mark that was taken off, and what is no mark whatever it looks like
# One mark of a pair whose other stands beyond this sentence
_OPENED = lazy_re(r"(?<![\w*(])\*\*(?=[^\W\d_]{2})|^[*_]{1,3}(?=[\"“«(]?[A-ZÀ-ÞА-ЯЁ\u4e00-\u9fff])")
_CLOSED = lazy_re(r"(?<=[^\s*])\*\*(?![\w*])|(?<=[.!?…。！？])[*_]{1,3}$")
_SIGNS = frozenset("*_~`\\")
_LINE_ENDS = str.maketrans(dict.fromkeys("\x0b\x0c\x85\u2028\u2029", "\n"))
# Links, pictures, notes' marks and HTML, of which only the words for a reader are shown.
_PICTURE = lazy_re(r"!\[[^\[\]\n]{0,400}\]\([^()\s]{0,800}(?:\s\"[^\"\n]{0,200}\")?\)|!\[\[[^\[\]\n]{1,300}\]\]")
_TO_PAGE = lazy_re(
    r"(?<!!)\[([^\[\]]{1,400})\](?:\((?:<[^<>\n]{0,800}>|[^()\n]{0,200}\{[^()\n]{1,600}|[^()\s]{0,800}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?)"
    r"(?:\s\"[^\"\n]{0,200}\")?\)|\[[^\[\]]{0,80}\](?<!\d\]))"
)
_TO_NOTE = lazy_re(r"\[\[(?:[^\[\]|\n]{1,300}\|)?([^\[\]|\n]{1,300})\]\]")
_NOTE_MARK = lazy_re(r"[ \t]?\[\^[^\]\s]{1,40}\](?!:)")
_BARE_LINK = lazy_re(r"<((?:https?://|mailto:)[^<>\s]{1,800})>")
_TAG = lazy_re(
    r"</?(?:a|abbr|b|br|cite|code|del|div|em|font|i|img|ins|kbd|mark|p|q|small|span|strong|sub|sup|u)(?:\s[^<>]{0,400})?/?>",
    re.IGNORECASE,
)
_ATTRIBUTES = lazy_re(r"(?<=\S)\s?\{[#.][\w .:#=\"-]{1,80}\}")
_UNKNOWN = "?"
_OPENING, _CLOSING = ("(", "[", "（", "【"), (")", "]", "）", "】")
_WEB_ADDRESS = lazy_re(r"[<(]?\b(?:https?://|www\.)[^\s<>]*[>)]?")
_SPACE_BEFORE_MARK = lazy_re(r"\s+(?=[.,;:])")
_STARRED = lazy_re(r"(?<![\w*])\*{1,2}(?=[^\s*])([^*]{1,400}?)(?<=[^\s*])\*{1,2}(?![\w*])")
_PLACE = r"(?:,\s(?:pp?|ch|sec)\.[^\];\n]{1,20})?"
_NUMBERS = rf"\d{{1,4}}{_PLACE}(?:\s?[,;–—-]\s?\d{{1,4}}{_PLACE}){{0,30}}"
_OWN_MARKS = lazy_re(rf"\s?\[(?:{_NUMBERS}|[^\[\]\n]{{0,60}}@[^\[\]\n]{{2,300}})\]")
_KEY = lazy_re(
    r"(?<![\w@/\\.])@\{?(\w+(?:[:.#$%&+?<>~/-]{1,2}\w+){0,40})\}?(?:\s?\[((?:pp?|ch|sec)\.[^\[\]@]{1,60})\])?"
)
_LINE_BREAK = lazy_re(r"[ \t]*\n\s*")
_CHINESE_BREAK = lazy_re(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])")
PUSHED_BYTES = 60  # a pushed button says its line itself, and Telegram carries 64 bytes
LABEL = msgid("Where is this from?")
_Key = tuple[str, str]


def _without_links(words: str) -> str:
    """The text with the words of links in their places, without pictures, marks of notes, and tags."""
    if "[" in words:
        words = _TO_NOTE.sub(_page_name, _PICTURE.sub("", words))
        words = _NOTE_MARK.sub("", _TO_PAGE.sub(r"\1", words))
    if "<" in words:
        words = _TAG.sub("", _BARE_LINK.sub(r"\1", words))
    words = _ATTRIBUTES.sub("", words) if "{" in words else words
    return words.replace("&nbsp;", "\u00a0")


def _page_name(found: re.Match[str]) -> str:
    """The name that a link within a collection of notes shows: "./ports/Halden#Ice" is "Ice"."""
    shown = found[1]
    return shown if "|" in found[0] else re.split(r"[/#]", shown.rstrip("/#"))[-1]


def plain_lines(words: str) -> str:
    """The text at unchanged length, with every line or page separator as a newline."""
    return words.translate(_LINE_ENDS)


def strip_markdown(words: str) -> str:
    """The text without emphasis, code, escape and link markers; bare addresses and single markers stay."""
    words = _without_links(plain_lines(words))
    if _SIGNS.isdisjoint(words):
        return words
    known = _ESCAPED.sub(_GONE + _HIDDEN, words)
    known = _CODE.sub(lambda found: _around(found[1], _HIDDEN * len(found[2])), known)
    known = _ADDRESS.sub(lambda found: _HIDDEN * len(found[0]), known)
    for emphasis in _EMPHASES:
        known = emphasis.sub(lambda found: _around(found[1], found[2]), known)
    for edge in (_OPENED, _CLOSED):
        known = edge.sub(lambda found: _GONE * len(found[0]), known)
    return "".join(words[at] for at, sign in enumerate(known) if sign != _GONE or words[at] == _GONE)


def _around(mark: str, words: str) -> str:
    return _GONE * len(mark) + words + _GONE * len(mark)


@dataclass(frozen=True, slots=True)
class MatchingReferences:
    """The references that a citation fits, none if the list has none, and the likely one."""

    references: tuple[Reference, ...] = ()
    likely: Reference | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """The sources of one answer, in the order of their labels.

    A source's label is its number in its analysis's reference list, as everywhere: "3". In an answer that quotes the
    sources of several analyses the first of them that lists it is named: "a2:3".
    """

    sources: tuple[Reference, ...]
    labels: tuple[str, ...]

    def of(self, cites: Iterable[MatchingReferences]) -> str:
        """The marks of one sentence without repeats: " [1] [2 or 3] [probably 4, or 5]".

        " [?]" marks a citation without a reference.
        """
        numbers = {_key(source): label for source, label in zip(self.sources, self.labels, strict=True)}
        return "".join(f" [{mark}]" for mark in dict.fromkeys(_mark(fitting, numbers) for fitting in cites))

    def label(self, source: Reference) -> str:
        """A source's label in this answer."""
        return next(label for each, label in zip(self.sources, self.labels, strict=True) if _key(each) == _key(source))

    def listed(self) -> tuple[Block, ...]:
        """The legend: a heading and each source behind its mark; empty without sources."""
        if not self.sources:
            return ()
        lines = zip(self.labels, self.sources, strict=True)
        items = tuple(text(bold(f"[{label}] "), *entry(source, _number_in(label))) for label, source in lines)
        return Heading(_("Sources"), 2), Bullets(items, signs=self.labels)


def _number_in(label: str) -> int:
    """The number in a label such as "3" or "a1:3"; 0 for none."""
    number = label.rpartition(":")[2]
    return int(number) if number.isdecimal() else 0


def _key(source: Reference) -> _Key:
    """What makes two references one source: the entry, and the address of a link, whose words others may have too."""
    return source.entry, (source.url or "") if source.inline else ""


def _mark(fitting: MatchingReferences, numbers: Mapping[_Key, str]) -> str:
    marks = dict.fromkeys(numbers[_key(reference)] for reference in fitting.references)
    if fitting.likely is None or len(marks) == 1:
        return _either(marks) or _UNKNOWN
    likely = numbers[_key(fitting.likely)]
    others = _either([number for number in marks if number != likely])
    return _("probably {number}, or {others}", number=likely, others=others)


def _either(numbers: Iterable[str]) -> str:
    return _(" or ").join(numbers)


def numbered(cites: Iterable[MatchingReferences], references: Sequence[Reference]) -> Marks:
    """The numbers that all sources of an answer about one analysis have in its reference list."""
    cited = {_key(reference) for fitting in cites for reference in fitting.references}
    first: dict[_Key, tuple[int, Reference]] = {}
    for number, reference in enumerate(references, 1):
        if _key(reference) in cited:
            first.setdefault(_key(reference), (number, reference))
    return Marks(tuple(source for _n, source in first.values()), tuple(str(number) for number, _s in first.values()))


def cited_within(draft: Draft, start: int, end: int) -> tuple[Citation, ...]:
    """The citations in a span."""
    first = bisect_left(draft.citations, start, key=lambda citation: citation.start)
    last = bisect_left(draft.citations, end, key=lambda citation: citation.start)
    return draft.citations[first:last]


def matching_references(draft: Draft, citations: Iterable[Citation]) -> tuple[MatchingReferences, ...]:
    """For each citation all references that fit it, and the likelier one."""
    return tuple(
        MatchingReferences(
            tuple(draft.references[index] for index in citation.references),
            None if citation.likely is None else draft.references[citation.likely],
        )
        for citation in citations
    )


def references_matching(cited: CitedSentence) -> tuple[MatchingReferences, ...]:
    """The matching references of each citation of a quoted sentence."""
    if not cited.cites:
        return tuple(MatchingReferences((source,)) for source in cited.sources)
    likely = cited.likely or (None,) * len(cited.cites)
    return tuple(
        MatchingReferences(
            tuple(cited.sources[index] for index in indexes), None if guess is None else cited.sources[guess]
        )
        for indexes, guess in zip(cited.cites, likely, strict=True)
    )


def doubts(draft: Draft, citations: Iterable[Citation], marks: Marks) -> tuple[Block, ...]:
    """A line for each ambiguous citation and each one without a reference."""
    lines: dict[tuple[str, int | None], tuple[str, str]] = {}
    for citation in citations:
        sign = marks.of(matching_references(draft, [citation])).strip()
        lines.setdefault((citation.text, citation.likely), (_doubt(draft, citation, marks), sign))
    return tuple(Note(text(line), sign=sign) for line, sign in dict.fromkeys(lines.values()) if line)


def _doubt(draft: Draft, citation: Citation, marks: Marks) -> str:
    if citation.status == "missing":
        problem = _("“{citation}” isn't in the reference list.", citation=bare(citation.text))
        return f"[{_UNKNOWN}] {problem}"
    if citation.status == "ambiguous":
        mark, number = marks.of(matching_references(draft, [citation])).strip(), len(citation.references)
        return _(
            "{mark} “{citation}” fits {number} references; {why}.",
            mark=mark,
            citation=bare(citation.text),
            number=number,
            why=why(citation),
        )
    return ""


def why(citation: Citation) -> str:
    """The evidence for an ambiguous citation's likely reference, or that there is none."""
    return translate(citation.reason) if citation.likely is not None else _("the text does not say which")


def bare(citation: str) -> str:
    """A citation without its brackets."""
    enclosed = citation[:1] in _OPENING and citation[-1:] in _CLOSING
    return citation[1:-1] if enclosed else citation


def ambiguity_note(cites: Iterable[MatchingReferences], marks: Marks) -> tuple[Block, ...]:
    """The same for quoted sentences, of which only the matching references are known: a line for each mark."""
    lines: dict[str, str] = {}
    for fitting in cites:
        mark = marks.of([fitting]).strip()
        if words := _ambiguity(fitting, mark, marks):
            lines.setdefault(mark, words)
    return tuple(Note(text(words), sign=mark) for mark, words in lines.items())


def _ambiguity(fitting: MatchingReferences, mark: str, marks: Marks) -> str:
    if not fitting.references:
        return _("{mark} marks a citation that isn't in the reference list.", mark=mark)
    if len(fitting.references) == 1:
        return ""
    if fitting.likely is None:
        return _("{mark} marks a citation that fits several references; the text doesn't say which.", mark=mark)
    likely = marks.label(fitting.likely)
    return _("{mark} marks a citation that fits several references, probably {number}.", mark=mark, number=likely)


_LABEL = lazy_re(r"\s*\[\d{1,4}\]\s+(?=\S)")  # the entry's number in its own list, beside the one of the answer


_OWN_NUMBER = lazy_re(r"\s*(?P<number>\d{1,3})[.)．、）]\s*(?=[^\s\d])")  # of a numbered list, without brackets


def without_label(words: str, number: int = 0) -> str:
    """A reference without the number or sign before it; one without brackets only if it is `number`, which is shown."""
    own = _OWN_NUMBER.match(words)
    if own and int(own["number"]) == number:
        return words[own.end() :]
    return _LABEL.sub("", words, count=1)


def entry(reference: Reference, number: int = 0) -> Text:
    """A reference as listed, with text between asterisks in italics and its address as a link.

    `number` is the one shown before it, which its own list may have too.
    """
    words, url = without_label(reference.entry, number), reference.url or ""
    if reference.inline and url:
        return (Run(words, link=url),)
    if not url.startswith(("http://", "https://")):
        return _in_italics(words)
    before, found, after = words.partition(url)
    if not found:
        return (*_in_italics(f"{words} "), Run(url, link=url))
    return (*_in_italics(before), Run(url, link=url), *_in_italics(after))


def in_picture(words: str) -> str:
    """Words on one line as a picture and its description show them: without Markdown and web addresses."""
    plain = " ".join(on_one_line(strip_markdown(words)).split())
    without = " ".join(_WEB_ADDRESS.sub("", plain).split())
    if without == plain:
        return plain
    shown = _SPACE_BEFORE_MARK.sub("", without).rstrip(" .,:;")
    return f"{shown}." if shown else plain


def _in_italics(words: str) -> Text:
    """Text in which words between asterisks, as Markdown marks a title, are italic."""
    pieces = _STARRED.split(words)
    return tuple(Run(piece, italic=bool(at % 2)) for at, piece in enumerate(pieces) if piece)


def on_one_line(words: str) -> str:
    """Words without line ends: a blank stands for each, but nothing between Chinese characters."""
    return _LINE_BREAK.sub(" ", _CHINESE_BREAK.sub("", words))


def sentence(words: str, cites: Sequence[MatchingReferences], marks: Marks, origin: QuotedSpan | None = None) -> Text:
    """A verbatim sentence on one line, with its marks in the place of the numbers and keys by which it cites."""
    shown = _with_names(on_one_line(strip_markdown(words)), cites)
    return text(Run(_OWN_MARKS.sub("", shown) if cites else shown, origin=origin), marks.of(cites))


def without_own_marks(words: str) -> str:
    """Words without the numbers and keys by which they cite."""
    return _OWN_MARKS.sub("", words)


def origin_of(cited: CitedSentence) -> QuotedSpan | None:
    """The span of a quoted sentence; None if its revision isn't known."""
    return QuotedSpan(cited.analysis, cited.revision, cited.start, cited.end) if cited.revision else None


def _with_names(words: str, cites: Sequence[MatchingReferences]) -> str:
    """The sentence with "Wang (2026, p. 7)" for "@wang2026 [p. 7]", if its citations are all by key."""
    if "@" not in words or len(_KEY.findall(words)) != len(cites):
        return words
    numbered_ = iter(cites)
    return _KEY.sub(lambda key: _named(key, next(numbered_)), words)


def _named(key: re.Match[str], fitting: MatchingReferences) -> str:
    before = key.string[: key.start()]
    if before.count("[") > before.count("]"):
        return key[0]  # within a bracket, in whose place the mark stands
    work = fitting.references[0] if len(fitting.references) == 1 else None
    place = f", {key[2]}" if key[2] else ""
    if not work or not work.authors:
        return f"{key[1]}{f' ({key[2]})' if key[2] else ''}"
    return f"{called(work)} ({work.year or 'n.d.'}{place})"


def ask_position(analysis: int, revision: int, starts: Sequence[int]) -> tuple[Button, ...]:
    """The button for the origin of an answer's sentences; it offers a choice if there are several."""
    if not starts:
        return ()
    return (Button(_(LABEL), f"/where a{analysis} r{revision} {' '.join(map(str, dict.fromkeys(starts)))}"),)


def asking_of(quoted: Sequence[CitedSentence], most_bytes: int = 0) -> tuple[Button, ...]:
    """The same for sentences of several analyses; the last ones are dropped if the payload is too long."""
    says, known = "/where", ""
    for each in quoted:
        place_ = f"a{each.analysis} r{each.revision}" if each.revision else f"a{each.analysis}"
        more = f"{says} {each.start}" if place_ == known else f"{says} {place_} {each.start}"
        if most_bytes and len(more) > most_bytes:
            break
        says, known = more, place_
    return (Button(_(LABEL), says),) if known else ()


def numbers_for(points: Sequence[CitedSentence]) -> Marks:
    """Labels for the sources of quoted sentences; they name the analysis if the sentences cite in several."""
    first: dict[_Key, tuple[int, int, Reference]] = {}
    for point in points:
        for source, number in zip(point.sources, point.numbers, strict=True):
            first.setdefault(_key(source), (point.analysis, number, source))
    found = sorted(first.values(), key=lambda each: each[:2])
    several = len({analysis for analysis, _n, _s in found}) > 1
    labels = tuple(f"a{analysis}:{number}" if several else str(number) for analysis, number, _s in found)
    return Marks(tuple(source for _a, _n, source in found), labels)


def quoted(points: Sequence[CitedSentence], numbers: Marks, *, named: bool = True) -> tuple[Block, ...]:
    """Sentences with marks and section, and their analysis unless named already."""
    items = tuple(quoted_line(point, numbers, named=named) for point in points)
    return (Bullets(items),) if items else ()


def quoted_line(point: CitedSentence, numbers: Marks, *, named: bool = True) -> Text:
    """One sentence with marks and section, and its analysis unless named already."""
    return (
        *sentence(point.text, references_matching(point), numbers, origin_of(point)),
        *_origin(point, named=named),
    )


def subject_first(point: CitedSentence, numbers: Marks) -> Text:
    """One sentence with marks, behind what it is about: its section's heading."""
    said = sentence(point.text, references_matching(point), numbers, origin_of(point))
    return (*text(bold(f"{point.heading}: ")), *said) if point.heading else said


def sourced(points: Sequence[CitedSentence], numbers: Marks) -> tuple[Block, ...]:
    """The legend, with ambiguous citations."""
    return *numbers.listed(), *ambiguity_note(
        (cite for point in points for cite in references_matching(point)), numbers
    )


def titles(points: Sequence[CitedSentence]) -> tuple[Note, ...]:
    """The titles of the analyses that quoted sentences refer to by id."""
    known = {point.analysis: point.title for point in points}
    named = _("{id} is {title}")
    return tuple(Note(filled(named, id=code(f"a{id_}"), title=title), sign=f"a{id_}") for id_, title in known.items())


def _origin(point: CitedSentence, *, named: bool) -> Text:
    if not named:
        return text(italic(f" ({point.heading})")) if point.heading else ()
    return text(" (", code(f"a{point.analysis}"), *([italic(f", {point.heading}")] if point.heading else ()), ")")
