"""Finds the speaker named next to a quotation."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from briefings.model.analysis import Actor, Sentence
from briefings.reading.quotations.marks import Span

_SAY = (
    r"(?:said|says|saying|told|tells|asked|asks|added|adds|replied|replies|wrote|writes|noted|notes|warned|warns|declared|"
    r"declares|argued|argues|insisted|insists|stated|states|observed|observes|remarked|concluded|concludes|continued|"
    r"explained|explains|answered|announced|announces|called|calls|calling|described|describes|describing|praised|"
    r"praises|likened|compared|proposed|proposes|urged|urges|pledged|promised|vowed|stressed|stresses|emphasi[sz]ed|"
    r"emphasi[sz]es|hailed|hails|dismissed|denounced|condemned|characteri[sz]ed|characteri[sz]es|claimed|claims|"
    r"spoke\sof|speaks\sof|referred\sto|refers\sto|pointed\sout|points\sout|made\sclear|quipped|tweeted|posted|"
    r"recalled|acknowledged|admitted|conceded|predicted|suggested|suggests|reiterated|reaffirmed|demanded|expressed|"
    r"labell?ed|termed|believes|believed|maintains|maintained|confirmed|cautioned|complained|joked|commented|testified)"
)
_RUSSIAN_SAY = (
    r"(?:сказал|заявил|отметил|подчеркнул|добавил|написал|сообщил|назвал|ответил|спросил|предупредил|пояснил|указал|"
    r"считает|говорит|утверждает|отмечает|подчёркивает|заявляет|пишет|призвал|предложил|рассказал|объяснил)[аи]?"
)
_CHINESE_SAY = "说道|表示|指出|强调|认为|写道|宣布|警告|呼吁|回应|回答|称|说|问"
_VERB = re.compile(rf"\b(?:{_SAY}|{_RUSSIAN_SAY})\b|{_CHINESE_SAY}", re.IGNORECASE)
_SOURCE = re.compile(r"\b(?:[Aa]ccording to|[Ii]n the words of|[Ии]з слов|[Пп]о словам|[Пп]о мнению)\s|据|根据")
_PREPOSITION = re.compile(
    r"\b(?:with|to|of|by|for|from|against|between|in|on|at|about|than|over|and|told|с|со|о|об|от|к|у|для|против)\s"
    r"(?:the\s)?(?:[\w-]+\s){0,2}$|[同与和对向]$",
    re.IGNORECASE,
)
_OWNER = re.compile(r"[’']s?\s|的")
_PRONOUN = re.compile(
    r"(?:^|[\s,“”\"—–-])(?P<pronoun>he|she|он|она)(?=\s)|(?P<chinese>[他她])(?=[^们]|$)", re.IGNORECASE
)
_INVERTED = re.compile(r"[\s,]*(?:the\s)?(?:[\w-]+\s){0,4}$", re.IGNORECASE)
_PHRASE = re.compile(
    r"(?:^|[,;:—]\s|”\s|\bthat\s|\band\s)(?:[Ww]ith\s(?=[A-Z])|[Aa]s\s)?"
    r"(?!(?:[Ww]ith|[Oo]n|[Aa]s|About|Of)\s)(?P<phrase>(?:the|an?|one|its|his|her|their|some|senior|[A-Z]\w*|[a-z]+s)"
    r"(?:\s[\w’'-]+){0,5})\s(?:\w+ly\s|has\s|had\s)?$"
)
_STRANGER = re.compile(  # behind a verb
    r"\s(?!(?:The|A|An|In|On|At|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b)"
    r"(?P<name>[A-ZÀ-ÞА-ЯЁ][\w’-]+(?:\s[A-ZÀ-ÞА-ЯЁ][\w’-]+){0,2})(?=\s\(|\s?[,.;:\x02]|\s[a-zа-я]|\s*$)"
)
_BARRED = frozenset(
    re.split(r"\W", "which who that it they we you i this there these those what not to is was were be been")
)
_AS = re.compile(r"(?:^|[,;:—–]\s)(?:как|as)(?:\s(?:уже|ранее|и|also))?$", re.IGNORECASE)
_ATTENDING = re.compile(r"\s(?:\w+ly\s)?\w{2,}ing\b")  # as in "with Vik calling it"
_WITH = re.compile(r"\bwith\s$", re.IGNORECASE)
_NOMINATIVE = re.compile(r".*[бвгджзклмнпрстфхцчшщйь](?<![оеыи]м)(?<![аяыи]х)")  # as no preposition has its noun
_AT_ONCE = re.compile(r"[\s,]*(?:,.*,\s)?(?:(?:\w+ly|has|had|have|also|then|later|again|once)\s)*", re.DOTALL)
_CHINESE_PHRASE = re.compile(
    "(?:^|[，。；：“”」\x02\\s])(?:正如|一如|对此|而|但)?(?P<phrase>[\u4e00-\u9fff]{2,8}?)(?:则|也|还|曾|所|随后|再次|同时)?$"
)
_NEAR = 90  # characters between a name and its verb
_REACH = 400  # characters on either side of a quotation in which its speaker is named
_MOST_VERBS = 6
_BACK = 3  # sentences before in which a pronoun finds its person
_BLANK = "\x02"
_Named = tuple[int, int, Actor]
_STRETCH = 1000  # characters in which verbs are sought at a time


class _Places:
    """Matches of a pattern in a text; each stretch is searched once, for any number of quotations."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self._pattern = pattern
        self._text = text
        self._known: dict[int, list[Span]] = {}

    def within(self, span: Span) -> Iterator[Span]:
        """The matches entirely inside a span."""
        for number in range(span[0] // _STRETCH, -(-span[1] // _STRETCH)):
            yield from ((start, end) for start, end in self._in(number) if span[0] <= start and end <= span[1])

    def _in(self, number: int) -> list[Span]:
        """The matches that start in a stretch."""
        if number not in self._known:
            start, end = number * _STRETCH, (number + 1) * _STRETCH
            found = self._pattern.finditer(self._text, start, end + _NEAR)
            self._known[number] = [match.span() for match in found if match.start() < end]
        return self._known[number]


class Speakers:
    """Finds the speaker in a sentence among the actors of a text."""

    def __init__(self, prose: str, sentences: Sequence[Sentence], actors: Sequence[Actor]) -> None:
        self._prose = prose
        self._sentences = sentences
        placed = sorted((start, end, actor) for actor in actors for start, end in actor.mentions)
        self._mentions = [(start, end, actor) for start, end, actor in placed]
        self._verbs = _Places(_VERB, prose)
        self._sources = _Places(_SOURCE, prose)

    def speaker(self, sentence: Span, quotation: Span, marked: Sequence[Span]) -> str:
        """The speaker's fullest name, or the words for them; "" if none is named.

        `marked` are the spans of all quotations in the paragraph: speakers aren't searched in them.
        """
        sentence = (max(sentence[0], quotation[0] - _REACH), min(sentence[1], quotation[1] + _REACH))
        shown = _masked(self._prose, sentence, marked)
        verbs = sorted(_seen(self._verbs, shown, sentence), key=lambda verb: _apart(verb, sentence[0], quotation))
        for verb in verbs[:_MOST_VERBS]:
            if name := self._subject(shown, sentence, verb, marked):
                return name
        return self._source(shown, sentence, marked) or self._introduced(shown, sentence, quotation, marked)

    def _subject(self, shown: str, sentence: Span, verb: Span, marked: Sequence[Span]) -> str:
        names = [*self._named(sentence, marked)]
        before = shown[: verb[0]]
        known = [(left - sentence[0], right - sentence[0], actor) for left, right, actor in names]
        ahead = [each for each in known if verb[1] <= each[0] and _INVERTED.fullmatch(shown, verb[1], each[0])]
        back = [each for each in known if each[1] <= verb[0] and _can_speak(shown, each, verb[0], known)]
        close = max(back, key=lambda each: (each[2].kind != "place", each[1]), default=None)
        pronoun = [*_PRONOUN.finditer(before)][-1:]
        if pronoun and verb[0] - pronoun[0].end() < _NEAR and (close is None or close[1] < pronoun[0].start()):
            return self._person_before(sentence[0] + pronoun[0].start())
        if close and _clear(before[close[1] :], close[2]):
            return close[2].name
        opening = before.rstrip(" ,—–-")
        if ahead and (opening[-1:] in ("", _BLANK) or _AS.search(opening)):
            return ahead[0][2].name
        if opening.endswith(_BLANK) and (stranger := _STRANGER.match(shown, verb[1])):
            return stranger["name"]
        if after := re.match(r"\s(?:he|she|он|она)\b", shown[verb[1] :]):
            return self._person_before(sentence[0] + verb[1] + after.start())
        return _phrase(before)

    def _source(self, shown: str, sentence: Span, marked: Sequence[Span]) -> str:
        """The name after "according to"."""
        for _, after in _seen(self._sources, shown, sentence):
            for left, right, actor in self._named(sentence, marked):
                gap = left - sentence[0] - after
                if 0 <= gap <= _NEAR and not _OWNER.match(self._prose, right, right + 3):
                    words = shown[after : after + gap]
                    if len(words.split()) <= 4 and "," not in words:
                        return actor.name
            told = re.match(r"(?:the\s)?[\w’'-]+(?:\s[\w’'-]+){0,4}(?=,)", shown[after:])
            if told:
                return told[0]
        return ""

    def _introduced(self, shown: str, sentence: Span, quotation: Span, marked: Sequence[Span]) -> str:
        """The last name before the colon that introduces the quotation."""
        before = shown[: max(0, quotation[0] - sentence[0])].rstrip()
        if not before.endswith((":", "：")):
            return ""
        known = [
            (left - sentence[0], right - sentence[0], actor) for left, right, actor in self._named(sentence, marked)
        ]
        able = [each for each in known if each[1] < len(before) and _can_speak(shown, each, len(before), known)]
        return able[-1][2].name if able else ""

    def _named(self, span: Span, marked: Sequence[Span]) -> Iterator[_Named]:
        at = bisect_left(self._mentions, span[0], key=lambda each: each[0])
        while at < len(self._mentions) and self._mentions[at][0] < span[1]:
            start, end, actor = self._mentions[at]
            if not any(left <= start < right for left, right in marked):
                yield start, end, actor
            at += 1

    def _person_before(self, place: int) -> str:
        """The only or first person named in the nearest sentence before."""
        last = bisect_left(self._sentences, place, key=lambda each: each.start) - 1
        for index in range(last, max(last - _BACK - 1, -1), -1):
            span = (self._sentences[index].start, min(self._sentences[index].end, place))
            named = [each for each in self._named(span, ()) if each[2].kind == "person"]
            subjects = [each for each in named if not _PREPOSITION.search(self._prose[max(0, each[0] - 30) : each[0]])]
            if named:
                alone = len({each[2].name for each in named}) == 1
                return named[0][2].name if alone else subjects[0][2].name if subjects else ""
        return ""


def _masked(prose: str, sentence: Span, marked: Sequence[Span]) -> str:
    """The sentence with quoted text masked; offsets stay."""
    parts, at = [], sentence[0]
    for start, end in marked:
        left, right = max(start, at), min(end, sentence[1])
        if left < right:
            parts += [prose[at:left], _BLANK * (right - left)]
            at = right
    return "".join([*parts, prose[at : sentence[1]]])


def _seen(places: _Places, shown: str, sentence: Span) -> Iterator[Span]:
    """The unmasked places in a sentence, as offsets from its start."""
    here = ((start - sentence[0], end - sentence[0]) for start, end in places.within(sentence))
    return ((start, end) for start, end in here if shown[start] != _BLANK)


def _apart(verb: Span, base: int, quotation: Span) -> int:
    """The characters between a verb and the quotation; a verb before it counts as nearer."""
    start, end = verb[0] + base, verb[1] + base
    return quotation[0] - end if end <= quotation[0] else start - quotation[1] + 10


def _can_speak(shown: str, name: _Named, verb: int, known: Sequence[_Named]) -> bool:
    """Whether a name can be the subject of the verb after it; `known` are all names in the sentence."""
    start, end, _ = name
    if verb - end > _NEAR or _OWNER.match(shown, end):
        return False
    governed = _PREPOSITION.search(shown[max(0, start - 30) : start])
    if not governed or _ends_before(shown, start, known):
        return True
    attending = _WITH.search(shown[:start]) and _ATTENDING.match(shown, end)
    return bool(attending and attending.end() > verb) or _is_nominative(shown, name)


def _ends_before(shown: str, start: int, known: Sequence[_Named]) -> bool:
    """Whether a place right before a name is the object of the preposition: "on Taiwan Vik said"."""
    return any(actor.kind == "place" and shown[right:start] == " " for _, right, actor in known)


def _is_nominative(shown: str, name: _Named) -> bool:
    """Whether a Russian name has its listed form, not a case that a preposition requires."""
    start, end, actor = name
    words = shown[start:end]
    return actor.name.endswith(words) and bool(_NOMINATIVE.fullmatch(words.casefold()))


def _clear(between: str, actor: Actor) -> bool:
    """Whether no clause, and no noun as in "Kremlin spokesman", comes between a subject and its verb."""
    if actor.kind != "person" and not _AT_ONCE.fullmatch(between):
        return False
    return not re.search(rf"[;.!?{_BLANK}]\s?|\b(?:that|which|while|but|because|whose)\b", between)


def _phrase(before: str) -> str:
    """The words before a verb for an unnamed speaker: "the Chinese side", "officials"."""
    if chinese := _CHINESE_PHRASE.search(before[-20:]):
        return chinese["phrase"]
    match = _PHRASE.search(before[-120:])
    words = match["phrase"].split() if match else []
    if not words or any(word.lower() in _BARRED and not word.isupper() for word in words) or len(words) > 6:
        return ""
    return " ".join(words)
