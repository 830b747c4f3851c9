"""E-mail saved or pasted as text: header lines, signatures, and the lines that a mail archive adds around a message."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.header import decode_header, make_header

from briefings.reading.layout import lines
from briefings.text.plain_words import letters_of

_KNOWN = (
    "from|to|cc|bcc|subject|date|sent|sender|reply-to|newsgroups|organi[sz]ation|message-id|lines|references|in-reply-to|"
    "followup-to|path|keywords|distribution|xref|approved|posted-date|received|return-path|mime-version|delivered-to|"
    "content-[a-z-]{2,30}|list-[a-z-]{2,20}|nntp-[a-z-]{2,20}|x-[a-z0-9-]{1,40}|"
    "von|an|kopie|betreff|gesendet|datum|de|à|objet|envoyé|para|asunto|assunto|enviado|fecha|"
    "от|кому|копия|тема|дата|发件人|收件人|抄送|主题|日期|发送时间"
)
_FIELD = re.compile(rf"[ \t]{{0,8}}({_KNOWN})[ \t]?[:：][ \t]*(\S.{{0,2000}})?$", re.IGNORECASE)
_OTHER_FIELD = re.compile(r"([A-Za-z][A-Za-z-]{1,30}):[ \t]+(\S.{0,2000})$")
_MAILBOX = re.compile(r"From \S+[ \t]+\w{3} \w{3} .{4,40}\d{4}$")
_SUBJECTS = frozenset({"subject", "betreff", "objet", "asunto", "assunto", "тема", "主题"})
_SENDERS = frozenset({"from", "von", "de", "от", "发件人", "sender"})
_OPENERS = (
    _SUBJECTS | _SENDERS | {"date", "to", "newsgroups", "path", "datum", "дата", "日期", "return-path", "received"}
)
_FEWEST = 2  # fields of a message's header
_HEAD_LINES = 12  # lines before a header: an archive's links and its copy of the subject
_LONGEST_BEFORE = 120  # characters of each
_SIGNED = re.compile(r"-- ?$")
_LONGEST_SIGNATURE = 12  # lines
_LONGEST_LEAD = 1  # more lines that lead to an older message
_MOST_RULES = 6  # in a text where one of them may stand above a signature
_RULE = re.compile(r"[^\w\s]{5,}$|(?:[-=_*~.][ \t]?){5,}$|X?[-=X]{8,}$")
_CONTACT = re.compile(
    r"\S@\S{1,100}\.\w{2,}|https?://|\bwww\.|\+?\(?\d{3}\)?[ .-]\d{3}[ .-]?\d{3,4}|\b(?:tel|fax|phone|pgp|key)\b",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"(?:[-_=>]{2,}[ \t]*)(?:begin |end )?(?:of )?(?:original|forwarded|included|weitergeleitete|ursprüngliche)"
    r"[ \t](?:text|message|mail|nachricht)[^\n]{0,40}$",
    re.IGNORECASE,
)
_ARCHIVE = re.compile(
    r"(?:\[[\w ]{3,20}\]){3,}$|"
    r"(?:follow-?ups|references|(?:prev|next|previous) (?:by|in) (?:date|thread)|index\(es\)):?$",
    re.IGNORECASE,
)
_ARCHIVE_TAIL = 40  # lines at the end among which an archive lists other messages

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mail:
    """What an e-mail's layout says: its subject, and the spans of lines that are not its text."""

    subject: str = ""
    aside: tuple[Span, ...] = ()
    start: int = 0  # where the text begins, behind the header


@dataclass(slots=True)
class _Header:
    """Consecutive header lines, by their numbers."""

    first: int
    last: int
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """The subject in words."""
        raw = next((self.fields[name] for name in self.fields if name in _SUBJECTS), "")
        return _decoded(raw)


def mail(text: str) -> Mail:
    """The mail layout of a text; an empty one where it has no header lines."""
    spans = [*lines(text)]
    rows = [text[start:end] for start, end in spans]
    heads = [*_headers(rows)]
    first = next((head for head in heads if _leads(rows, head)), None)
    if first is None:
        return Mail(aside=tuple(_spans(spans, _forwarded(heads))))
    stretches = [(0, first.last), *_forwarded(heads), *_signatures(rows), *_archive_tail(rows)]
    stretches += _older(rows, first.last + 1)
    stretches += [(at, at) for at, row in enumerate(rows) if _FORWARDED.match(row.strip())]
    return Mail(first.subject, tuple(_spans(spans, stretches)), spans[first.last][1])


def _headers(rows: Sequence[str]) -> Iterator[_Header]:
    at = 0
    while at < len(rows):
        head = _header_at(rows, at) if _FIELD.match(rows[at]) or _MAILBOX.match(rows[at]) else None
        if head and _is_header(head, rows):
            yield head
        at = head.last + 1 if head else at + 1


def _header_at(rows: Sequence[str], at: int) -> _Header:
    """The lines like a header's from a line on, with lines that continue one."""
    head = _Header(at, at)
    name = ""
    for number in range(at, len(rows)):
        row = rows[number]
        found = _FIELD.match(row)
        if found:
            name = found[1].lower()
            head.fields.setdefault(name, (found[2] or "").strip())
        elif name and row[:1] in {" ", "\t"} and row.strip():
            head.fields[name] = f"{head.fields[name]} {row.strip()}"
        elif name and (other := _OTHER_FIELD.match(row)):
            name = other[1].lower()
            head.fields.setdefault(name, other[2])
        elif not _MAILBOX.match(row):
            break
        head.last = number
    return head


def _is_header(head: _Header, rows: Sequence[str]) -> bool:
    """Whether lines name a sender or a subject, and one thing more, unless a subject stands above everything."""
    told = {name for name in head.fields if _FIELD.match(f"{name}:")}
    named = bool(told & _SENDERS or told & _SUBJECTS)
    alone = told <= _SUBJECTS and head.first <= _HEAD_LINES and not any(map(str.strip, rows[: head.first]))
    return named and (len(told) >= _FEWEST or alone)


def _leads(rows: Sequence[str], head: _Header) -> bool:
    """Whether header lines open the text, after no more than a few short lines that no paragraph has."""
    if head.first > _HEAD_LINES:
        return False
    before = [row.strip() for row in rows[: head.first] if row.strip()]
    if not before:
        return head.fields.keys() & _OPENERS != set()
    subject = letters_of(head.subject)
    return all(
        len(row) <= _LONGEST_BEFORE
        and (_ARCHIVE.match(row) or _FORWARDED.match(row) or (subject and letters_of(row) == subject))
        for row in before
    )


def _forwarded(heads: Sequence[_Header]) -> list[Span]:
    """The header lines of messages within a message: they name a sender, and a subject or a date."""
    return [
        (head.first, head.last)
        for head in heads
        if head.fields.keys() & _SENDERS and head.fields.keys() & (_OPENERS - _SENDERS | {"sent", "gesendet", "envoyé"})
    ]


def _signatures(rows: Sequence[str]) -> Iterator[Span]:
    """Signatures behind "-- ", and below a rule at the end where they give an address or a number to call."""
    last = _last_own(rows)
    for at in range(len(rows)):
        if _SIGNED.match(rows[at]) and not (at and rows[at - 1].strip() and rows[at] == "--"):
            stop = _signature_end(rows, at, last)
            if stop == last or rows[at] == "-- ":
                yield at, stop
    if sum(_RULE.fullmatch(row.strip()) is not None for row in rows) > _MOST_RULES:
        return
    for at in range(max(0, last - _LONGEST_SIGNATURE), last):
        below = rows[at + 1 : last + 1]
        if below[0].strip() and _RULE.fullmatch(rows[at].strip()) and any(map(_CONTACT.search, below)):
            if not _has_prose(below):
                yield at, last
            return


def _signature_end(rows: Sequence[str], at: int, last: int) -> int:
    """The last line of a signature: the message's last where that is near, else the one before an empty line."""
    if at < last <= at + _LONGEST_SIGNATURE:
        return last
    stop = at
    while stop + 1 < len(rows) and stop - at < _LONGEST_SIGNATURE and rows[stop + 1].strip():
        stop += 1
    return stop


def _older(rows: Sequence[str], start: int) -> Iterator[Span]:
    """The older message quoted below the whole of a newer one, with the line that leads to it."""
    last = _last_own(rows)
    own = last
    while own > start and (not rows[own].strip() or rows[own].lstrip().startswith(">")):
        own -= 1
    lead = own if rows[own].rstrip().endswith((":", "：")) else own + 1
    while start < lead <= own and rows[lead - 1].strip() and own - lead < _LONGEST_LEAD:
        lead -= 1
    if own < last and any(row.strip() and not row.lstrip().startswith(">") for row in rows[start:lead]):
        yield lead, last


def _has_prose(rows: Sequence[str]) -> bool:
    """Whether lines hold more than a motto: a paragraph's worth of full lines without an address."""
    full = [row for row in rows if len(row.strip()) > 50 and not _CONTACT.search(row) and "|" not in row]
    return len(full) > 4


def _last_own(rows: Sequence[str]) -> int:
    """The last line of the message itself, before what an archive lists."""
    tail = _archive_tail(rows)
    last = (tail[0][0] if tail else len(rows)) - 1
    while last > 0 and not rows[last].strip():
        last -= 1
    return last


def _archive_tail(rows: Sequence[str]) -> list[Span]:
    """From the first line at the end with which an archive lists other messages."""
    for at in range(max(0, len(rows) - _ARCHIVE_TAIL), len(rows)):
        listed = sum(_ARCHIVE.match(row.strip()) is not None for row in rows[at:])
        if _ARCHIVE.match(rows[at].strip()) and listed >= _FEWEST:
            return [(at, len(rows) - 1)]
    return []


def _spans(spans: Sequence[Span], stretches: Sequence[Span]) -> Iterator[Span]:
    """The stretches of lines as spans of the text, in order, without overlaps."""
    end = -1
    for first, last in sorted(stretches):
        if last > end:
            start = max(first, end + 1)
            yield spans[start][0], spans[last][1]
            end = last


def _decoded(words: str) -> str:
    """A header's words, with encoded ones in their letters."""
    try:
        return " ".join(str(make_header(decode_header(words))).split()) if "=?" in words else " ".join(words.split())
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return " ".join(words.split())
