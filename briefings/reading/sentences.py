"""Splits paragraphs into sentences: sentencex, then corrections for this kind of prose."""

import re
from collections.abc import Iterator
from itertools import pairwise

from briefings.reading.layout import trimmed

Span = tuple[int, int]

_PORTION = 5_000  # characters

_NOTE_MARKS = re.compile(r"(?:\s?\[\^?[\w-]{1,12}\]|[¹²³⁴-⁹⁰]+)+")
_EMPHASIS_END = re.compile(r"(?<=[.!?…。！？\"”’»)])(?:[*_~]|</[a-zA-Z]\w{0,9}>)+(?=[\s\"”’»)\[<\u2e80-\uffef]|$)")
_EMPHASIS = re.compile(r"(?<!\w)[*_~]{1,3}(?=\w)|(?<=[\w.°])[*_~]{1,3}(?!\w)")
_BRACKET = re.compile(
    r"\s*[(（](?:[^()（）\n]{1,160}[)）]\s*[.。]|[^()（）.\n]{1,60}\b\d{4}[a-z]?(?:, p+\. ?[\d–-]+)?[)）])"
)
_QUOTE_END = re.compile(r"[.!?…。！？][\"”’»」』]+\s*$")
_ASKED = re.compile(r"[!?…！？][\"”’»」』]+\s*$")
_OPEN_QUOTE = re.compile(r"[\"“‘«„「『]")
_SAYING = re.compile(
    r"\s*(?:[A-Z]\w+\s){0,3}(?:said|says|asked|asks|added|adds|told|replied|wrote|writes|noted|warned|declared|argued|"
    r"insisted|stated|observed|remarked|concluded|continued|explained|answered|exclaimed)\b"
)
_SAYING_ZH = re.compile(r"\s*[他她它我其]?[\u4e00-\u9fff]{0,6}(?:说|表示|问|称|指出|强调|写道|回应|答)[道]?[，。：,.]")
_LOWER = re.compile(r"[\s\"“‘«(\[—–-]*[a-zа-яё]")
_ONLY_NUMBER = re.compile(r"(?:^|:\s)\d{1,2}\.\s*$")
_DAY_NUMBER = re.compile(r"(?:^|[\s(])\d{1,2}\.\s*$")
_GERMAN_MONTH = re.compile(
    r"\s*(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b"
)
_NAMED_LIKE_BRAND = re.compile(r"\s*[a-z]{1,2}[A-Z]")
# A name with a full stop inside: "Trojan.Emotet", "ASP.NET", ".NET". A sentence glued to one in lower case is its own.
_NAME_TO_STOP = re.compile(r"(?:(?<![\w.-])[A-Z][\w-]*(?:\.[A-Z][\w-]*)*|(?:^|(?<=[\s(])))\.$")
_NAME_FROM_STOP = re.compile(r"[A-Z]\w*")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“\"'’])(?:[Ff]t|[Vv]ols?|Adm|Gen|Col|Lt|Sgt|Capt|Cmdr|Maj|Brig|Sen|Rep|Gov|Pres|Amb|Dr|Prof|Mr|Mrs|Ms|"
    r"St|Mt|[Nn]os?|[Pp]p?|[Cc]h|[Ss]ec|[Ff]igs?|[Ee]qs?|[Aa]rts?|[Pp]aras?|[Ii]nc|[Cc]orp|Ltd|Bs|Bs\. As|"
    r"Mmes?|Mlles?|Sr|Sra|[Nn]úm|[Pp]ág|Res|[Ee]ds?|[Tt]rans|cf|e\.g|i\.e|viz|vs|v|ca?|"
    r"approx|Univ|Inst|Dept|и др|и пр|т\. ?[екндп]|т|гг?|ул|им|стр?|рис|табл|гл|проф|акад|ген|см|ср|млн|млрд|тыс|руб|"
    r"долл)\.\s*$"
)
_ENDS_LIKELY = re.compile(
    r"(?:^|\s)(?:гг?|и др|и пр|т\. ?[дп]|руб|долл|млн|млрд|тыс|[Nn]o|[Aa]rt|[Ff]t|v|c|[Ii]nc|[Cc]orp|Ltd|"
    r"Bs\. As)\.\s*$"
)
_ENDS_BEFORE_CAPITAL = re.compile(r"(?:^|\s)(?:и др|и пр|т\. ?[дп]|руб|долл|коп)\.\s*$")
_RU_CAPITAL = re.compile(r"\s*[«“]?(?!США)[А-ЯЁ]")
_INITIAL = re.compile(r"(?:^|[\s(])[A-ZА-ЯЁ]\.\s*$")
_CLOCK = re.compile(r"\d\s*[ap]\.\s?m\.\s*$", re.IGNORECASE)
_ZONE = re.compile(
    r"\s*(?:[A-Z][a-z]+(?:\s[A-Z][a-z]+)?\s(?:local\s)?time\b|(?:local|Eastern|Central|Pacific|Greenwich)\b|"
    r"[A-Z]{2,4}T\b|GMT|UTC|\()"
)
_MONTH_END = re.compile(r"(?:^|\s)\d{1,2}\.?\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Okt|Nov|Dec|Dez)\.\s*$")
_CAPITAL = re.compile(r"\s*[\"“‘«(]?[A-ZÄÖÜ][\w’'-]*\s")
_STATE = re.compile(r"\b(?:U\.S|U\.K|U\.N|E\.U|D\.C)\.\s*$")
_NEW_SUBJECT = re.compile(
    r"\s*(?:The|This|That|These|Those|It|He|She|They|We|Its|His|Her|Their|But|And|In|On|At|For|As|If|When|While|However|"
    r"Congress|Nobody|Critics|Both|No|Some|Many|Most|There|What|Why)\b"
)
_DE_SUBJECT = re.compile(
    r"(?:De[rmns]|Die|Das|Diese[rmns]?|Ein(?:e[rmns]?)?|Es|Er|Sie|Wir|Ihre?|Im|Am|Bei|Für|Mit|Nach|Auf|Aus|Auch|Aber|Und|"
    r"Wenn|Doch|Nur|Zu[mr]?|Von|Seit|Durch|Damit|Hier|Dort|Laut)\b"
)
_RU_SUBJECT = re.compile(
    r"\s*(?:Он|Она|Оно|Они|Это|Эт[аои]т?|Но|В|На|По|Его|Её|Их|Там|Тогда|Так|После|Однако|Позже|Все|Мы)\b"
)
_STOP = re.compile(r"[.!?…。！？][\"”’»)」』]*(?=\s+[\"“‘«(]?[A-ZА-ЯЁ])")

_BEFORE_NUMBER_ZH = re.compile(r"[。！？][”」』]*(?=\d+(?:[.,:/–-]\d+)*[%％]?[\u4e00-\u9fff])")


def split(text: str, language: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The spans of the sentences in a paragraph, without surrounding whitespace."""
    end = len(text) if end is None else end
    body = text[start:end]
    cut = [part for piece in _mended(body, _pieces(body, language)) for part in _cut(body, piece)]
    spans = (trimmed(text, start + left, start + right) for left, right in cut)
    return [span for span in spans if any(map(str.isalpha, text[slice(*span)]))]


def _pieces(body: str, language: str) -> list[Span]:
    import sentencex  # what was read before is not cut again, and it takes memory

    flat = body.replace("\n", " ")
    return [
        (start + piece["start_index"], start + piece["end_index"])
        for start, end in _portions(flat)
        for piece in sentencex.get_sentence_boundaries(language, flat[start:end])
    ]


def _portions(flat: str) -> Iterator[Span]:
    """Stretches short enough for sentencex, whose run time is quadratic."""
    start = 0
    while len(flat) - start > _PORTION:
        stop = max(flat.rfind(mark, start + 1, start + _PORTION) for mark in (". ", "? ", "! ", "。", "！", "？"))
        stop = stop + 1 if stop > 0 else start + _PORTION
        yield start, stop
        start = stop
    yield start, len(flat)


def _mended(body: str, pieces: list[Span]) -> list[Span]:
    made: list[Span] = []
    for start, end in pieces:
        moved = _given_back(body, start, end) if made else start
        if moved > start:
            made[-1] = (made[-1][0], moved)
        if moved >= end:
            continue
        before = _EMPHASIS.sub("", body[max(made[-1][0], made[-1][1] - 60) : moved]) if made else ""
        if before and _belongs(before, body[moved : min(end, moved + 80)]):
            made[-1] = (made[-1][0], end)
        else:
            made.append((moved, end))
    return made


def _given_back(body: str, start: int, end: int) -> int:
    """A sentence's true start: leading ends of emphasis, note marks and bracketed sources belong to the one before."""
    if emphasis := _EMPHASIS_END.match(body, start, end):
        start = emphasis.end()
    if marks := _NOTE_MARKS.match(body, start, end):
        start = marks.end()
    if (bracket := _BRACKET.match(body, start, end)) and not body[:start].rstrip().endswith(")"):
        start = bracket.end()
    return start


def _belongs(before: str, after: str) -> bool:
    """Whether two stretches are really one sentence."""
    if _ASKED.search(before) or _QUOTE_END.search(before):
        return bool(_SAYING_ZH.match(after)) or (bool(_ASKED.search(before)) and _goes_on(after))
    if _NAME_TO_STOP.search(before) and _NAME_FROM_STOP.match(after):
        return not (_NEW_SUBJECT.match(after) or _DE_SUBJECT.match(after))
    if _ONLY_NUMBER.search(before) or (_DAY_NUMBER.search(before) and _GERMAN_MONTH.match(after)):
        return True
    if _CLOCK.search(before):
        return bool(_ZONE.match(after))
    if _STATE.search(before):
        return not _NEW_SUBJECT.match(after)
    if _ABBREVIATION.search(before):
        return not _ends_here(before, after)
    if _INITIAL.search(before):
        return not _NEW_SUBJECT.match(after)
    return bool(_LOWER.match(after)) and not _NAMED_LIKE_BRAND.match(after)


def _goes_on(after: str) -> bool:
    return bool(_SAYING.match(after) or (_LOWER.match(after) and not _OPEN_QUOTE.match(after.lstrip())))


def _ends_here(before: str, after: str) -> bool:
    """Whether an abbreviation ends a sentence, since the next word can open one."""
    if _MONTH_END.search(before):
        return bool(_CAPITAL.match(after))
    if _ENDS_BEFORE_CAPITAL.search(before):
        return bool(_RU_CAPITAL.match(after))
    return bool(_ENDS_LIKELY.search(before)) and bool(_NEW_SUBJECT.match(after) or _RU_SUBJECT.match(after))


def _cut(body: str, span: Span) -> list[Span]:
    """The sentence, split where sentencex missed an end: after a country's initials, after "г." and the like."""
    start, end = span
    cuts: list[int] = []
    for stop in _STOP.finditer(body, start, end):
        before, after = body[max(start, stop.end() - 60) : stop.end()], body[stop.end() : min(end, stop.end() + 40)]
        if _ends_here(before, after) or (_STATE.search(before) and _NEW_SUBJECT.match(after)):
            cuts.append(stop.end())
    cuts += [stop.end() for stop in _BEFORE_NUMBER_ZH.finditer(body, start, end)]
    cuts = sorted(set(cuts))
    edges = [start, *cuts, end]
    return [*pairwise(edges)]
