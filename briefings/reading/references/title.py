"""Separates a work's title from its publication in a reference."""

import re

QUOTED = re.compile(
    r"(?:(?P<single>(?<![^\s(])‘)|[“\"«„])(?P<title>.{2,600}?)"
    r"(?(single)(?:’(?=[,.;:]|\s?\(|\s?\*|\s*$)|(?<=[?!.,])’)|[”\"»“])(?!\w)"
)
_ANGLED = re.compile(r"[:：]?\s*[《〈](?P<title>[^》〉]{1,200})[》〉]")
ITALIC = re.compile(r"(?<![\w*])\*(?P<title>[^*]{3,400})\*(?!\w)")
_PIECE = re.compile(r"(?<=[.?!])[”\"]?\s+(?=[“\"*(\[\dA-ZÀ-ÞА-ЯЁ\u4e00-\u9fff]|[a-z]{1,3}[A-Z])|(?<=[。．])\s*(?=\S)")
_VENUE = re.compile(
    r",\s*\*?\d|^In:? [A-Z(*“]|^\*|\(\d+\)|\bpp?\.\s?\d|\bvol\.|^//|"
    r"^(?:arXiv|bioRxiv|medRxiv|SSRN|Zenodo|PeerJ|GitHub|Retrieved|Available|Accessed|Доступ)\b"
)
_ABBREVIATED = re.compile(r"(?:^|[\s.-])(?:[A-ZА-ЯЁ]|Jr|Sr|St|vs|No|no|vol|U\.S|Inc|Dr|Mr|Ms|Mrs)\.$")
_RUSSIAN = r"[А-ЯЁ][а-яё-]+,?(?:\s?[А-ЯЁ]\.){1,2}"
_AUTHORS_END = re.compile(
    rf",\s(?:[A-ZÀ-Þ][\w’'-]+ )?(?:[A-ZА-ЯЁ]{{1,3}}\.?[ -]?){{1,3}}$|et al\.\*?$|"
    rf"и др\.$|^{_RUSSIAN}(?:,\s{_RUSSIAN}){{0,9}}$"
)
_INITIAL = re.compile(r"[A-ZА-ЯЁ]\.")
_IMPRINT = re.compile(
    r"\s\((?=[^()]{0,300}(?:\bEds?\.|\bpp?\.\s?\d|\d(?:st|nd|rd|th) ed\.|\bVols?\.|\bTrans\.))[^()]{1,300}\)"
)
_KIND = re.compile(
    r"\s*\((?:[A-Z][\w ]{0,40}\b(?:No\.|Number)\s[^()]{1,40}|arXiv:[^()]{1,40})\)\.?$|"
    r"\s*\[(?:[A-ZА-ЯЁ][^\]]{2,60}|dissertation|thesis|internet|[JMCDNR]|[A-Z]{1,2}/OL)\][.．]?$"
)
_CLOSING_DATE = re.compile(r",\s(?:[A-Z][a-z]{2,8}\.? (?:\d{1,2}, )?)?(?:1[4-9]|20)\d{2}\.?$")
_PART_OF = re.compile(r"\s/{1,2}\s.*$|(?<=[а-яё])\.\s[–—-]\s.*$")
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "de", "la", "et", "des", "und", "der", "to", "a", "an"})
OUTLET = re.compile(
    r"\b(?:Times|Post|News|Daily|Guardian|Herald|Tribune|Journal-|Gazette|Telegraph|Independent|Reuters|Xinhua|Bloomberg|"
    r"Associated Press|AP|AFP|BBC|CNN|CCTV|TASS|RIA|Interfax|Kommersant|Izvestia|Economist|Observer|Le Monde|Die Zeit|"
    r"Zeitung|Spiegel|El País|Wall Street Journal|Financial Times|Politico|Axios|ТАСС|"
    r"Коммерсантъ|Известия|газета)\b|日报|新华"
)
_ABBREVIATION = 8  # characters at a piece's end that can be one, with what stands before it
_LONGEST_AUTHORS = 400  # characters
_LONGEST_OUTLET = 5  # words
_LONGEST_VENUE_PART = 10  # words


def title_after(rest: str, *, dated: bool) -> str:
    """The title at the start of the text after authors and year; a full date excludes a journal."""
    if angled := _ANGLED.match(rest):
        return angled["title"]
    quote = QUOTED.match(rest)
    if quote and not re.match(r":|,?\s?[a-z]", rest[quote.end() :]):
        return quote["title"]
    italic = ITALIC.match(rest)
    if italic and rest[italic.end() : italic.end() + 1] in {"", ".", ",", "("}:
        return italic["title"]
    parts = pieces(rest)
    imprint = _IMPRINT.search(rest)
    title = _before_venue(parts, dated=dated)
    between = rest[len(title) : imprint.start()].lstrip(" .") if imprint else ""
    close = imprint and imprint.start() < len(title) + 20 and not between.startswith("In ")
    return rest[: imprint.start()] if imprint and close else title


def _before_venue(parts: list[str], *, dated: bool) -> str:
    venue = next((at for at, piece in enumerate(parts) if at and _VENUE.search(piece)), None)
    if venue is None:
        return " ".join(parts[:-1] if dated and _is_outlet(parts) else parts if dated else parts[:1])
    while venue > 1 and _is_capitalised(parts[venue - 1]):
        venue -= 1
    return " ".join(parts[:venue])


def _is_outlet(parts: list[str]) -> bool:
    """Whether the last sentence names the publisher, after a title in sentence case."""
    last = parts[-1].rstrip(".")
    short = len(last.split()) <= _LONGEST_OUTLET
    return len(parts) > 1 and short and bool(OUTLET.search(last)) and _is_capitalised(last)


def _is_capitalised(piece: str) -> bool:
    """Whether a piece looks like a journal's name: short, all words with capitals."""
    words = piece.split()
    return len(words) <= _LONGEST_VENUE_PART and all(word[:1].isupper() or word.lower() in _SMALL for word in words)


def reads_as_title(words: str) -> bool:
    """Whether words in the authors' position are a title: more than names and their small words."""
    bare = [word.strip(".,:;()") for word in words.split()]
    return len(bare) > 1 and any(
        word.islower() and len(word) > 3 and word.isalpha() for word in bare if word not in _SMALL
    )


def pieces(rest: str) -> list[str]:
    """Sentences, not cut after initials and abbreviations."""
    made: list[str] = []
    for piece in _PIECE.split(rest):
        if made and _ABBREVIATED.search(made[-1][-_ABBREVIATION:]) and not _begins(made, piece):
            made[-1] += f" {piece}"
        else:
            made.append(piece)
    return made


def _begins(made: list[str], piece: str) -> bool:
    """Whether a piece begins a new sentence although an initial precedes it."""
    after_authors = len(made) == 1 and _AUTHORS_END.search(made[0][-_LONGEST_AUTHORS:]) and not _INITIAL.match(piece)
    return bool(after_authors or _VENUE.search(piece))


def undated(title: str) -> str:
    """A title without the date at its end."""
    return _CLOSING_DATE.sub("", title)


def tidy(title: str) -> str:
    """A title without emphasis, medium, and the work it is part of."""
    bare = _KIND.sub("", title.replace("*", "").strip())
    bare = _KIND.sub("", _PART_OF.sub("", bare))
    return bare.strip(" ,，").rstrip(".．。").strip() or title
