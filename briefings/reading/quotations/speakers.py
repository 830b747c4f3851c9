"""Finds the speaker named next to a quotation."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from briefings.model.analysis import Actor, Sentence
from briefings.reading.actors.chinese import SURNAMES
from briefings.reading.quotations.marks import Span
from briefings.reading.quotations.words import is_inverted, words_of
from briefings.reading.speech_verbs import RUSSIAN, simplified

_SOURCE = re.compile(
    r"\b(?:[Aa]ccording to|[Ii]n the words of|[Ии]з слов|[Пп]о словам|[Пп]о мнению|[Сс]огласно|[Ss]elon|[Dd][’']après|"
    r"[Ll]aut|[Nn]ach\sAngaben\s(?:de[rs]|von)|[Nn]ach\s(?:Ansicht|Einschätzung|Meinung)\s(?:de[rs]|von)|"
    r"(?:^|(?<=[.!?]\s))(?:Pour|For|Für|Для)(?=\s[^,\x02]{3,60}(?:,|himself|herself)))\s|据|根据"
)
_INTERRUPTS = re.compile(rf"[,!?…]\s?[—–]\s{RUSSIAN}\s(?=[А-ЯЁ])")
_ZUFOLGE = re.compile(r"\szufolge\b")
_GOES_ON = re.compile(
    r"(?:\bEt\sd[’'](?:ajouter|insister|assurer|affirmer|expliquer)|\bEt\sde\s(?:conclure|poursuivre|préciser|rappeler|"
    r"souligner|lancer|citer|prévenir))\b[^.!?]*$"
)
_OWNER = re.compile(r"[’']s?\s|的")
_STRANGER = re.compile(  # behind a verb
    r"(?:\s(?:à|au|gegenüber|to)\s(?:l[’']|la\s|le\s|the\s|der\s)?[\w’-]+)?\s(?!(?:The|A|An|In|On|At|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b)"
    r"(?P<name>[A-ZÀ-ÞА-ЯЁ][\w’-]+(?:\s[A-ZÀ-ÞА-ЯЁ][\w’-]+){0,2})(?=\s\(|\s?[,;:\x02]|\.(?!\w)|\s[a-zа-я]|\s*$)"
)
_CALLED = re.compile(
    r",?\s(?P<name>[A-ZÀ-ÞА-ЯЁ][\w’-]+(?:\s[A-ZÀ-ÞА-ЯЁ][\w’-]+){1,2})(?=\s?[,.;:\x02)]|\s[a-zà-ÿа-яё]|\s*$)"
)
_CALLED_WITHIN = re.compile(r"(?<=[a-zà-ÿа-яё]\s)(?P<name>[A-ZÀ-ÞА-ЯЁ][\w’-]+\s[A-ZÀ-ÞА-ЯЁ][\w’-]+)$")
_BARRED = frozenset(
    re.split(r"\W", "which who that it they we you i this there these those what not to is was were be been")
)
_AS = re.compile(r"(?:^|[,;:—–]\s)(?:как|as)(?:\s(?:уже|ранее|и|also))?$", re.IGNORECASE)
_ATTENDING = re.compile(r"\s(?:\w+ly\s)?\w{2,}ing\b")  # as in "with Vik calling it"
_OF = re.compile(
    r"\b(?:colistier|adjointe?|avocate?|porte-parole|conseill(?:er|ère)|proche|frère|sœur|fils|fille|épouse|mari|successeur|"
    r"mate|lawyer|spokes\w+|aide|adviser|brother|sister|son|daughter|wife|husband|successor|predecessor|deputy)\s"
    r"(?:of|de|du|d[’'])\s?$"
)
_WITH = re.compile(r"\bwith\s$", re.IGNORECASE)
_NOMINATIVE = re.compile(r".*[бвгджзклмнпрстфхцчшщйь](?<![оеыи]м)(?<![аяыи]х)")  # as no preposition has its noun
_AT_ONCE = re.compile(r"[\s,]*(?:,.*,\s)?(?:(?:\w+ly|has|had|have|also|then|later|again|once)\s)*", re.DOTALL)
_CHINESE_PHRASE = re.compile(
    "(?:^|[，。；：“”」\x02\\s])(?:正如|一如|对此|而|但)?(?P<phrase>[\u4e00-\u9fff]{2,8}?)(?:则|也|还|曾|所|随后|再次|同时|普遍|纷纷|一致|均)?$"
)


_CHINESE_TIME = re.compile("[中上下时后里间前内外]$|^[在当从对就因据而但]|[年月日]|[0-9]")
# A name in Latin letters, or a noun for people behind what describes them, before a Chinese verb.
_LATIN_IN_CHINESE = re.compile(
    "(?:^|[\u4e00-\u9fff，。；：、“”」\x02\\s])(?P<name>[A-Z][A-Za-zÀ-ÿ.’-]+(?:\\s[A-Z][A-Za-zÀ-ÿ.’-]+){0,3})"
    "(?:[则也还曾亦又再]|[在对向于][\u4e00-\u9fff]{1,14}|随后|其后|解释|补充|进一步)?$"
)
_CHINESE_ROLE = re.compile(
    "的(?P<phrase>[\u4e00-\u9fff]{0,6}(?:网友|负责人|发言人|专家|学者|人士|报告|官员|律师|教练|村民|居民|市民|患者|警方|当局|方面))"
    "(?:则|也|还|曾|亦|又)?$"
)
_SURNAME_ALONE = re.compile(
    rf"(?:^|[，。；：、“”」』\x02\s])(?P<family>[{SURNAMES}])(?:则|也|还|曾|亦|又|再|其后|随后)?$"
)
_NEAR = 90  # characters between a name and its verb
_REACH = 400  # characters on either side of a quotation in which its speaker is named
_SOURCE_WORDS = re.compile(
    r"(?:[^\s,]+\s){0,6}(?:[^\s,]+,\s)?(?:[\u3400-\u9fff]{0,12})"
)  # between "according to" and a name
_OPENS_SOURCE = re.compile(r"(?:According to|In the words of|Selon|D[’']après|Laut|По словам|По мнению|Согласно)\s")
_RELATIVE = re.compile(r",\s(?:who|whose|qui|dont|der|die|котор[а-я]+)\s")  # up to the comma before the verb
_CITED = re.compile(r"цитиру[а-я]+|zitiert\w*|cit\w+", re.IGNORECASE)  # whose subject is no speaker
_HIS = re.compile(r"\b(?:[Пп]о (?:его|её|ее) (?:словам|мнению)|[Ss]elon (?:lui|elle)|[Ll]aut (?:ihm|ihr))\b")
_CLOSE = 4  # characters between a quotation and a verb directly behind it
_MOST_VERBS = 6
_BACK = 3  # sentences before in which a pronoun finds its person
_BLANK = "\x02"
_Named = tuple[int, int, Actor]
_SHE = re.compile(r"she|elle|sie|она", re.IGNORECASE)
_GENDERED = re.compile(
    r"\b(?:(?P<woman>Mme|Mlle|Frau|Mrs|Ms|Miss|Madame|Queen|Lady)|M\.|Mr|Herrn?|Monsieur|Sir|Lord)\.?\s"
)
_CYRILLIC = re.compile(r"[а-яё]+", re.IGNORECASE)
_TITLES = 8  # mentions of a person in front of which a title is sought
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

    def __init__(self, prose: str, sentences: Sequence[Sentence], actors: Sequence[Actor], language: str) -> None:
        written, prose = prose, simplified(prose) if language == "zh" else prose
        self._chinese = language == "zh"
        self._prose = prose
        self._written = written
        self._words = words_of(language)
        self._marked: Sequence[Span] = ()
        self.last = ""  # who spoke the quotation before
        self.last_end = 0  # and where it ends
        self._sentences = sentences
        placed = sorted((start, end, actor) for actor in actors for start, end in actor.mentions)
        self._names = frozenset(actor.name for actor in actors)
        self._mentions = [(start, end, actor) for start, end, actor in placed]
        self._verbs = _Places(self._words.verb, prose)
        self._sources = _Places(_SOURCE, prose)

    def speaker(self, sentence: Span, quotation: Span, marked: Sequence[Span]) -> str:
        """The speaker's fullest name, or the words for them; "" if none is named.

        `marked` are the spans of all quotations in the paragraph: speakers aren't searched in them.
        """
        self._marked = marked
        sentence = (max(sentence[0], quotation[0] - _REACH), min(sentence[1], quotation[1] + _REACH))
        shown = _masked(self._prose, sentence, marked)
        verbs = sorted(_seen(self._verbs, shown, sentence), key=lambda verb: _apart(verb, sentence[0], quotation))
        if _OPENS_SOURCE.match(shown) and (name := self._source(shown, sentence, marked)) in self._names:
            return name
        if name := self._inside(quotation):
            return name
        if name := self._right_behind(shown, sentence, quotation):
            return name
        near = self.last and 0 <= quotation[0] - self.last_end < _REACH
        if near and _GOES_ON.search(shown[: max(0, quotation[0] - sentence[0])]):
            return self.last
        for verb in verbs[:_MOST_VERBS]:
            if name := self._subject(shown, sentence, verb, marked):
                return name
        return self._source(shown, sentence, marked) or self._introduced(shown, sentence, quotation, marked)

    def reporter(self, sentence: Span, day: Span) -> str:
        """Whose words tell of a day, as in "Vik said the line will close on Monday"; "" if nobody is named."""
        self._marked = ()
        shown = _masked(self._prose, sentence, ())
        for verb in sorted(_seen(self._verbs, shown, sentence), key=lambda verb: _apart(verb, sentence[0], day))[:1]:
            if name := self._subject(shown, sentence, verb, ()):
                return name
        return self._source(shown, sentence, ())

    def _inside(self, quotation: Span) -> str:
        """The subject of a verb that interrupts the words within their marks: «Да, — говорит Вик. — Завтра»."""
        for found in islice(_INTERRUPTS.finditer(self._prose, *quotation), 1):
            ahead = (each for each in self._named((found.end(), quotation[1]), ()) if each[0] == found.end())
            return next((actor.name for _, _, actor in ahead), "")
        return ""

    def _right_behind(self, shown: str, sentence: Span, quotation: Span) -> str:
        """The person who is the subject of the verb right behind a quotation, as in '“No”, shrugs Ola Reed'."""
        base, end = sentence[0], quotation[1] - sentence[0]
        people = (each for each in self._named((quotation[1], sentence[1]), self._marked) if each[2].kind == "person")
        for left, right, actor in people:
            if is_inverted(shown, end, left - base, right - base):
                return actor.name
        return ""

    def _subject(self, shown: str, sentence: Span, verb: Span, marked: Sequence[Span]) -> str:
        before, base = shown[: verb[0]], sentence[0]
        quoted = before.rstrip(" ,—–-").endswith(_BLANK)
        known = [(left - base, right - base, actor) for left, right, actor in self._named(sentence, marked)]
        if quoted and (behind := self._behind(shown, base, verb, known)):
            return behind
        if self._words.free and before.endswith(", ") and (noun := self._words.phrase_behind.match(shown, verb[1])):
            return noun["phrase"]
        back = [each for each in known if each[1] <= verb[0] and self._can_speak(shown, each, verb[0], known)]
        around = [each for each in back if before.endswith(", ") and _RELATIVE.match(before, each[1])]
        close = max(around or back, key=lambda each: (each[2].kind != "place", each[1]), default=None)
        pronoun = [*self._words.pronoun.finditer(before)][-1:]
        if pronoun and verb[0] - pronoun[0].end() < _NEAR and (close is None or close[1] < pronoun[0].start()):
            return self._person_before(base + pronoun[0].start(), pronoun[0]["pronoun"] or "")
        if close and (around or _clear(before[close[1] :], close[2])):
            return close[2].name
        return self._behind(shown, base, verb, known) or self._phrase(before, base)

    def _behind(self, shown: str, base: int, verb: Span, known: Sequence[_Named]) -> str:
        """The subject behind its verb: a name, a pronoun or a noun."""
        opening = shown[: verb[0]].rstrip(" ,—–-")
        quoted = opening.endswith(_BLANK) or (self._words.behind_comma and shown[: verb[0]].endswith(", "))
        if found := self._words.pronoun_behind.search(shown, verb[0], verb[1] + len("-t-elle")):
            return self._person_before(base + found.start(), re.split(r"[\s-]", found[0])[-1])
        if not opening or quoted or _AS.search(opening) or self._words.free:
            ahead = [
                each for each in known if verb[1] <= each[0] and self._words.inverted.fullmatch(shown, verb[1], each[0])
            ]
            free = [each for each in ahead if not self._words.preposition.search(shown[max(0, each[0] - 30) : each[0]])]
            cited = _CITED.fullmatch(shown, *verb)
            if named := _leading(shown, free) or next(iter(() if cited else free or ahead), None):
                return named[2].name
        if quoted and not _CITED.fullmatch(shown, *verb) and (stranger := _STRANGER.match(shown, verb[1])):
            return stranger["name"]
        noun = self._words.phrase_behind.match(shown, verb[1]) if quoted else None
        return _name_behind(shown, noun, nouns=self._words.free) or noun["phrase"] if noun else ""

    def _phrase(self, before: str, base: int) -> str:
        """The words before a verb for an unnamed speaker, as they are written."""
        if self._chinese and (bearer := self._of_family(before)):
            return bearer
        phrase = _phrase(before, self._words.phrase)
        at = base + before.rfind(phrase)
        return self._written[at : at + len(phrase)] if phrase else ""

    def _of_family(self, before: str) -> str:
        """The only person whom a Chinese surname alone before a verb can mean: "姚坦言"."""
        alone = _SURNAME_ALONE.search(before)
        people = {each[2].name for each in self._mentions if each[2].kind == "person"} if alone else set()
        bearers = [name for name in people if alone and simplified(name).startswith(alone["family"])]
        return bearers[0] if len(bearers) == 1 else ""

    def _can_speak(self, shown: str, name: _Named, verb: int, known: Sequence[_Named]) -> bool:
        """Whether a name can be the subject of the verb after it; `known` are all names in the sentence."""
        start, end, _ = name
        if verb - end > _NEAR or _OWNER.match(shown, end):
            return False
        if name[2].kind != "person" and _CYRILLIC.fullmatch(name[2].name) and shown[start:end] != name[2].name:
            return False
        governed = self._words.preposition.search(shown[max(0, start - 30) : start])
        if not governed or _ends_before(shown, start, known):
            return True
        attending = _WITH.search(shown[:start]) and _ATTENDING.match(shown, end)
        return bool(attending and attending.end() > verb) or _is_nominative(shown, name)

    def told_before(self, sentence: Span, quotation: Span, marked: Sequence[Span]) -> str:
        """The person whose words the sentence before a quotation reports; "" if it names none or reports none."""
        last = bisect_left(self._sentences, sentence[0], key=lambda each: each.start) - 1
        if last < 0 or quotation[0] - self._sentences[last].end > len("\n “"):
            return ""
        span = (self._sentences[last].start, self._sentences[last].end)
        people = {actor.name for _, _, actor in self._named(span, marked) if actor.kind == "person"}
        found = self.speaker(span, (span[1], span[1]), marked)
        return found if found in people else ""

    def _source(self, shown: str, sentence: Span, marked: Sequence[Span]) -> str:
        """The name after "according to"."""
        for _, after in _seen(self._sources, shown, sentence):
            ahead = [
                (left - sentence[0], right - sentence[0], actor)
                for left, right, actor in self._named(sentence, marked)
                if 0 <= left - sentence[0] - after <= _NEAR and not _OWNER.match(self._prose, right, right + 3)
            ]
            near = [each for each in ahead if _SOURCE_WORDS.fullmatch(shown, after, each[0])]
            if found := _leading(shown, near) or next(iter(near), None):
                return found[2].name
        if name := self._named_before(shown, sentence, marked):
            return name
        if his := _HIS.search(shown):
            return self._person_before(sentence[0] + his.start(), "elle" if his[0].endswith(("elle", "ihr")) else "")
        for _, after in _seen(self._sources, shown, sentence):
            told = re.match(r"(?:the\s)?[\w’'-]+(?:\s[\w’'-]+){0,4}(?=,)", shown[after:])
            if told:
                return told[0]
        return ""

    def _named_before(self, shown: str, sentence: Span, marked: Sequence[Span]) -> str:
        """The name before the German "zufolge"."""
        if said := _ZUFOLGE.search(shown):
            known = (each for each in self._named(sentence, marked) if each[1] - sentence[0] == said.start())
            return next((actor.name for _, _, actor in known), "")
        return ""

    def _introduced(self, shown: str, sentence: Span, quotation: Span, marked: Sequence[Span]) -> str:
        """The last name before the colon that introduces the quotation."""
        before = shown[: max(0, quotation[0] - sentence[0])].rstrip()
        if not before.endswith((":", "：") if not self._chinese else ("：", "，", ":")):
            return ""
        known = [
            (left - sentence[0], right - sentence[0], actor) for left, right, actor in self._named(sentence, marked)
        ]
        able = [each for each in known if each[1] < len(before) and self._can_speak(shown, each, each[1], known)]
        able = able or [each for each in known if each[2].kind == "person" and each[1] < len(before)]
        named = able[0] if able and before.endswith("，") else able[-1] if able else None
        return named[2].name if named else ""

    def _named(self, span: Span, marked: Sequence[Span]) -> Iterator[_Named]:
        at = bisect_left(self._mentions, span[0], key=lambda each: each[0])
        while at < len(self._mentions) and self._mentions[at][0] < span[1]:
            start, end, actor = self._mentions[at]
            if not any(left <= start < right for left, right in marked):
                yield start, end, actor
            at += 1

    def _person_before(self, place: int, pronoun: str = "") -> str:
        """The only or first person named in the nearest sentence before, whom the pronoun's gender fits."""
        last = bisect_left(self._sentences, place, key=lambda each: each.start) - 1
        for index in range(last, max(last - _BACK - 1, -1), -1):
            span = (self._sentences[index].start, min(self._sentences[index].end, place))
            named = [each for each in self._named(span, self._marked) if each[2].kind == "person"]
            named = [each for each in named if self._fits(each[2], pronoun) and not self._owns(each)]
            subjects = [each for each in named if not self._governed(each)]
            if named:
                alone = len({each[2].name for each in named}) == 1
                spoke = next((each for each in named if each[2].name == self.last), None)
                chosen = named[0] if alone else spoke or (subjects[0] if subjects else None)
                return chosen[2].name if chosen else ""
        return ""

    def _governed(self, name: _Named) -> bool:
        """Whether a preposition stands before a name."""
        return bool(self._words.preposition.search(self._prose[max(0, name[0] - 30) : name[0]]))

    def _owns(self, name: _Named) -> bool:
        """Whether a name only tells whose somebody is, as in "the running mate of Ada Berg"."""
        return bool(_OF.search(self._prose[max(0, name[0] - 30) : name[0]]))

    def _fits(self, actor: Actor, pronoun: str) -> bool:
        """Whether a person's title or Russian given name doesn't contradict the gender of a pronoun."""
        woman = bool(_SHE.fullmatch(pronoun))
        for start, end in actor.mentions[:_TITLES]:
            title = _GENDERED.search(self._prose[max(0, start - 8) : end])
            if title and pronoun:
                return bool(title["woman"]) == woman
        given = actor.name.split()[0]
        if pronoun and _CYRILLIC.fullmatch(given) and " " in actor.name:
            return woman == (given[-1] in "ая" and given not in ("Никита", "Илья", "Фома", "Лука"))
        return True


def _name_behind(shown: str, noun: re.Match[str], *, nouns: bool) -> str:
    """The name of whom a noun calls by the office: "the minister, Ada Berg,", "le président du club Ada Berg".

    `nouns` says that the language writes nouns with a capital.
    """
    end = noun.end("phrase")
    own = None if nouns else _CALLED_WITHIN.search(noun["phrase"])
    last = shown.rfind(" ", 0, end)
    opened = not nouns and shown[last + 1 : end].istitle()
    found = own or (_CALLED.match(shown, last) if opened else None) or _CALLED.match(shown, end)
    return found["name"] if found else ""


def _leading(shown: str, names: Sequence[_Named]) -> _Named | None:
    """The first person named, or the last of those side by side, as in "Usyks Promoter Ivan Berg"."""
    people = [each for each in names if each[2].kind == "person"]
    for each, following in pairwise(people):
        if not re.fullmatch(r"\s(?:[\w-]+\s){0,2}", shown[each[1] : following[0]]):
            return each
    return people[-1] if people else None


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
    if end <= quotation[0]:
        return quotation[0] - end
    return start - quotation[1] + 10 if start - quotation[1] > _CLOSE else 0


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
    return not re.search(rf"[;!?{_BLANK}]\s?|(?<![A-Z])\.\s?|\b(?:that|which|while|but|because|whose)\b", between)


def _phrase(before: str, nouns: re.Pattern[str]) -> str:
    """The words before a verb for an unnamed speaker: "the Chinese side", "officials"."""
    if latin := _LATIN_IN_CHINESE.search(before[-60:]):
        return latin["name"]
    if role := _CHINESE_ROLE.search(before[-40:]):
        return role["phrase"]
    if chinese := _CHINESE_PHRASE.search(before[-20:]):
        phrase = chinese["phrase"].rpartition("的")[2]
        return phrase if len(phrase) > 1 and not _CHINESE_TIME.search(phrase) else ""
    match = nouns.search(before[-120:])
    words = re.sub(r"\s(?:had|has|have|also|then)$", "", match["phrase"]).split() if match else []
    if (
        not words
        or any(word.lower() in _BARRED and (not word.isupper() or len(word) == 1) for word in words)
        or len(words) > 6
    ):
        return ""
    return " ".join(words)
