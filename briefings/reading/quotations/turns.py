"""Finds the turns of speakers in transcripts, minutes and interviews: "EK: ...", "Q: ...", "CHAIR SMITH: ..."."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefings.model.analysis import Actor
from briefings.reading.actors.chinese import SURNAMES
from briefings.reading.actors.given_names import GIVEN_NAMES
from briefings.reading.quotations.marks import Span

_CAPITALS = r"(?:[A-ZÀ-Þ][A-ZÀ-Þ’'.-]{1,30}|[А-ЯЁ][А-ЯЁ.-]{1,30})"
_NAME = r"(?:[A-ZÀ-Þ][\w’'-]{0,30}[a-zß-ÿ]|[А-ЯЁ][а-яё-]{1,30})"
_LABEL = re.compile(
    r"^[ \t]*(?:[-*•]\s{1,3})?(?:\*\*|__)?(?:"
    rf"(?P<who>[QA]|В|О|[A-Z]{{2,4}}|{_CAPITALS}(?:\s{_CAPITALS}){{0,3}}|{_NAME}(?:[\s_]{_NAME}|\s[A-Z]\.){{0,3}}|"
    r"[\u4e00-\u9fff·]{1,8})(?:\s?[(（][^()（）\n]{1,40}[)）])?(?:\*\*|__)?\s?[:：](?:\*\*|__)?[ \t]*"
    r"|<(?P<nick>\w[\w-]{1,20})>\s|\[(?P<in_brackets>[A-Z][a-z]+)\]:?\s)(?=\S)",
    re.MULTILINE,
)
_ROLE = re.compile(
    r"(?:the\s)?(?:(?:vice[\s-]?)?chair(?:man|woman|person)?|moderator|interviewer|host|speaker|court|witness|clerk|"
    r"q|a|question|answer|reporter|journalist|audience|operator|"
    r"вопрос|ответ|в|о|корреспондент|ведущ(?:ий|ая)|журналист|председатель|судья|"
    r"frage|antwort|moderator(?:in)?|vorsitzende[r]?|interviewer(?:in)?|président(?:e)?|le\sprésident|journaliste|"
    r"[副]?主席|主持人?|记者|記者|问|答|問|法官|议长|議長|主任委员)\.?",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"(?:chair(?:man|woman|person)?|mr|mrs|ms|dr|sen|senator|rep|gov|secretary|judge|justice|president|minister|"
    r"sir|lord|lady|herr|frau|mme|gen|prof)\.?\s",
    re.IGNORECASE,
)
# What heads a line of a form, a list or a note, and names nobody.
_NOBODY = re.compile(
    r"(?:notes?|date|time|place|where|when|who|what|why|how|to|from|cc|bcc|re|subject|sent|topics?|action(?:\sitems?)?|"
    r"resol(?:ved|ution)|conclusions?|summary|present|attend(?:ees|ing)|regrets|scribe|agenda|updates?|todo|faq|nb|ps|pps|fyi|"
    r"tl|dr|eta|utc|gmt|url|uri|api|isbn|issn|doi|see|source|example|warning|caution|tip|fixed|added|changed|removed|"
    r"deprecated|security|ref|refs|link|links|status|version|type|name|title|author|language|background|issue|pr|"
    r"step|figure|table|photo|image|video|tel|fax|mail|email|phone|web|pros?|cons?|id|key|value|input|output|error|"
    r"datum|ort|zeit|thema|hinweis|quelle|bild|lieu|objet|дата|время|место|тема|примечание|источник|фото|"
    r"[\u4e00-\u9fff]*(?:时间|時間|日期|地点|地點|来源|來源|注|備註|备注|标题|標題|作者|编辑|編輯|图|圖|主题|主題|記錄|记录|出席|注意|例如|例|关键词|摘要|电话|地址|网址))",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"(?<![\w-])(?P<name>[A-ZÀ-Þ][\w.’'-]{1,30}(?:[ _][\w.’'-]{1,30}){0,3})\s?\((?P<initials>[A-Z]{2,4})\)"
)
_ROW = re.compile(
    r"^\|?[ \t]*(?P<name>[A-ZÀ-Þ][^|\n\t]{3,40}?)[ \t]*[|\t][ \t]*(?P<initials>[A-Z]{2,4})[ \t]*(?:[|\t]|$)",
    re.MULTILINE,
)
_FEWEST = 2  # turns of each of two speakers in a conversation that presents nobody
_MOST_SPEAKERS = 150
_LEAST = 3  # turns of a conversation
_HAN = re.compile(r"[\u4e00-\u9fff·]+")
_SURNAMED = re.compile(rf"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}")


@dataclass(frozen=True, slots=True)
class Turn:
    """What a speaker says in a transcript: the span of the words behind the label."""

    start: int
    end: int
    speaker: str


@dataclass(frozen=True, slots=True)
class _Labelled:
    label: str
    start: int
    words: int


def turns(text: str, paragraphs: Sequence[Span], actors: Sequence[Actor]) -> dict[Span, list[Turn]]:
    """The turns of a transcript by their paragraph; none where the labels of a text are no speakers."""
    found = {span: marked for span in paragraphs if (marked := _labelled(text, span))}
    counts = Counter(each.label for marked in found.values() for each in marked)
    if not 0 < len(counts) <= _MOST_SPEAKERS:
        return {}
    presented = _presented(text, counts)
    named = _People(text, actors, presented)
    speakers = {label for label in counts if named.is_speaker(label, counts[label])}
    if not _is_conversation(speakers, counts, presented):
        return {}
    names = {label: named.full(label) for label in speakers}
    return {span: _between(text, span, marked, names) for span, marked in found.items() if _speaks(marked, speakers)}


def _labelled(text: str, span: Span) -> list[_Labelled]:
    made: list[_Labelled] = []
    for match in _LABEL.finditer(text, *span):
        label = match["who"] or match["nick"] or match["in_brackets"]
        if not _NOBODY.fullmatch(label):
            made.append(_Labelled(label, match.start(), match.end()))
    return made


def _presented(text: str, counts: Mapping[str, int]) -> dict[str, str]:
    """The names that a list of those present gives for initials."""
    made: dict[str, str] = {}
    for shape in (_PRESENT, _ROW):
        for match in shape.finditer(text):
            if match["initials"] in counts and _opens_as(match["name"], match["initials"]):
                made.setdefault(match["initials"], match["name"].replace("_", " "))
    return made


def _opens_as(name: str, initials: str) -> bool:
    """Whether initials may stand for a name: it has their first letter at the start of a word."""
    return any(word[:1].upper() == initials[0] for word in re.split(r"[\s_.-]+", name))


class _People:
    """Which labels name people, and under which full names."""

    def __init__(self, text: str, actors: Sequence[Actor], presented: Mapping[str, str]) -> None:
        self._presented = presented
        people = [actor.name for actor in actors if actor.kind == "person"]
        self._full: dict[str, str] = {}
        for name in (*presented.values(), *people):
            for word in (name, *name.split()):
                self._full.setdefault(word.casefold(), name)
        self._text = text

    def is_speaker(self, label: str, turns: int) -> bool:
        """Whether a label names a person or a role."""
        low = label.casefold()
        if label in self._presented or low in self._full or _ROLE.fullmatch(label) or _TITLED.match(label):
            return True
        if _SURNAMED.fullmatch(label):
            return True
        if label.isupper() or _HAN.fullmatch(label):
            return turns >= _FEWEST
        return any(word in GIVEN_NAMES for word in re.split(r"[\s_]", label)) or bool(self._seen_as(label))

    def full(self, label: str) -> str:
        """The fullest name that the text gives for a label, else the label."""
        known = self._presented.get(label) or self._full.get(label.casefold().replace("_", " "))
        return known or self._seen_as(label) or label.replace("_", " ")

    def _seen_as(self, label: str) -> str:
        """A name of two words in the text that one word stands for."""
        if not re.fullmatch(r"[A-ZÀ-Þ][a-zß-ÿ]{2,}", label):
            return ""
        given, family = rf"{label}[ _][A-ZÀ-Þ][\w’'-]+", rf"[A-ZÀ-Þ][a-zß-ÿ]+[ _]{label}"
        found = re.search(rf"(?m)(?:^[\s*•|-]*|[,:|]\s*)(?P<name>{given}|{family})(?=\s*(?:$|[,|(]))", self._text)
        return found["name"].replace("_", " ") if found else ""


def _is_conversation(speakers: set[str], counts: Mapping[str, int], presented: Mapping[str, str]) -> bool:
    """Whether labels are those of a conversation: some are presented, or two of them speak again and again."""
    total = sum(counts[label] for label in speakers)
    often = sum(counts[label] >= _FEWEST for label in speakers)
    if speakers & {*presented} or {"q", "a"} <= {label.casefold() for label in speakers}:
        return True
    return total >= _LEAST and len(speakers) >= _FEWEST and often > 0


def _speaks(marked: Sequence[_Labelled], speakers: set[str]) -> bool:
    return any(each.label in speakers for each in marked)


def _between(text: str, span: Span, marked: Sequence[_Labelled], names: Mapping[str, str]) -> list[Turn]:
    """The turns of a paragraph, each up to the next label."""
    ends = [*(each.start for each in marked[1:]), span[1]]
    made: list[Turn] = []
    for each, end in zip(marked, ends, strict=True):
        stop = each.words + len(text[each.words : end].rstrip())
        if each.label in names and stop > each.words:
            made.append(Turn(each.words, stop, names[each.label]))
    return made
