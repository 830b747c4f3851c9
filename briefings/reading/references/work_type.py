"""The type of a referenced work, as far as its entry tells. Names are those of CSL."""

import re

PUBLISHER = re.compile(
    r"\b(?:Press|Publish(?:er|ers|ing)|Verlag|Springer|Wiley|Elsevier|Routledge|Penguin|Books|McGraw|Macmillan|Pearson|"
    r"Academic|Associates|Sage|SAGE|Norton|Brill|Gruyter|Éditions|Editorial|Издательство|Наука|出版社)\b|出版社"
)
_TITLED = (
    ("interview", re.compile(r"(?:Personal )?(?:[Ii]nterview|[Cc]onversation|Интервью|Беседа|专访)\b|采访")),
    ("speech", re.compile(r"(?:Speech|Remarks|Statement|Address|Lecture|Keynote|Заявление|Выступление|Речь)\b|讲话")),
    ("post", re.compile(r".{0,80}\b(?:[Pp]ost on|[Tt]weet|X post|Telegram post)\b")),
)
_MARKED = (
    ("article-newspaper", re.compile(r"^[\s.．]*\[N(?:/OL)?\]")),
    ("article-journal", re.compile(r"^[\s.．]*\[J(?:/OL)?\]")),
    ("thesis", re.compile(r"\b(?:[Dd]issertation|[Tt]hesis|PhD diss|Ph\.D\. diss|дисс?\.)|\[D\]")),
    ("dataset", re.compile(r"\[[Dd]ata ?set\]|\bZenodo\b|\bDryad\b|\bfigshare\b")),
    ("software", re.compile(r"\[(?:[Cc]omputer )?[Ss]oftware\]")),
    ("post", re.compile(r"\[(?:[Tt]weet|[Pp]ost|[Ss]tatus update)")),
    ("interview", re.compile(r"\b(?:[Pp]ersonal communication|[Ii]nterview(?:ed)? by|[Ii]nterview with)\b")),
    ("article", re.compile(r"\b(?:arXiv|bioRxiv|medRxiv|SSRN|[Pp]reprint)\b")),
    (
        "report",
        re.compile(
            r"\b(?:[Rr]eport|[Ww]orking [Pp]aper|[Dd]iscussion [Pp]aper|[Pp]olicy [Bb]rief|"
            r"[Tt]ech(?:nical|\.) [Rr]ep\w*)\b"
        ),
    ),
)
MEETING = re.compile(
    r"\b(?:Proc(?:eedings|\.)? |Conference|Conf\.|Symposium|Symp\.|Workshop|Congress)(?!.*\b(?:Natl|National) Acad)"
)


def kind_of(title: str, tail: str, *, quoted: bool) -> str | None:
    """The type of work named in a title or after it; a title in quotation marks is ignored."""
    for kind, pattern in _TITLED:
        if pattern.match(title) and not quoted:
            return kind
    return next((kind for kind, pattern in _MARKED if pattern.search(tail)), None)
