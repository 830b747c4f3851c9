"""Reads the claims of an analysis: who, what, when, where and how much each sentence says, and who holds it. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from babel import Locale

from briefings.disagreements import lexicon, modality, rewording
from briefings.disagreements.quantities import QuantityFound, designators, quantities
from briefings.model.analysis import AUTHOR, Dated, Draft, Reference, Sentence, Statement, cited_in
from briefings.model.disagreements import Bound, Claim, ClaimDate
from briefings.text import lazy_re
from briefings.text.caseless import Caseless
from briefings.text.terms import content_terms, is_function, terms

_LONGEST = 420  # characters of a sentence that is compared
_SHORTEST = 6
_CONJUNCTIONS = frozenset(("that", "how", "whether", "why", "что"))
_RELATIVE = Caseless(r"^(?:on |last |next |this )?[a-zа-яё]+day$|^(?:周|星期).$")
_YEAR = lazy_re(r"(?:19|20)\d\d")
_HAN = lazy_re(r"[\u4e00-\u9fff]")
_BY = Caseless(r"(?:\bby|\bno later than|\bbefore|到|在)\s?$|до\s$|к\s$")
_AFTER = Caseless(r"(?:\bafter|\bfrom|自|после|с)\s?$")
_UNTIL = Caseless(r"(?:\buntil|\btill|\bthrough|至|直到)\s?$")
_BY_CHINESE = lazy_re(r"^(?:之前|以前|前|底前)")
_NAME = lazy_re(
    r"(?:[A-ZÀ-ÞА-ЯЁ][\w’'.&-]*|\d{4}(?=\s[A-Z]))(?:\s(?:(?:of|the|and the|de|la|von|van|al|"
    r"bin)\s)?[A-ZÀ-ÞА-ЯЁ][\w’'.&-]*)*"
)
_PLACE_BEFORE = Caseless(
    r"\b(?:in|at|near|outside|across|off|over|around|along|under|inside|through|via|aboard|towards?|to|from|into|on|в|"
    r"во|на|из|под)\s(?:the\s)?(?:city of\s)?$"
)
_BY_BEFORE = lazy_re(r"\bby\s(?:the\s)?(?:[a-z]+\s){0,3}$")
_APPOINTED_BEFORE = Caseless(
    r"\b(?:appoint(?:s|ed)?|name[sd]?|elect(?:s|ed)?|nominate[sd]?|choos(?:es?)|chose|pick(?:s|ed)?|hire[sd]?|назначил[аи]?|избрал[аи]?)\s$"
)
_CHOSEN_BEFORE = lazy_re(
    r"\b(?:chos(?:e|en)|choos(?:e|es)|pick(?:s|ed)?|select(?:s|ed)?|opted for|settled on|выбрал\w*)\s$"
)
_AS_SITE = lazy_re(
    r"\s(?:for|as)\s[^,;.]{0,40}\b(?:plant|factory|works|site|seat|venue|headquarters|base|summit|meeting|conference|games|"
    r"talks|depot|hub|refinery)\b"
)
_ARTICLE = lazy_re(r"(?:The|A|An|In|On|At|This|His|Her|Its|Our|Their|For|By|As|But|And)\s")
_IS_BEFORE = lazy_re(r"\b(?:is|was|are|were)\s$")
_CYRILLIC = lazy_re(r"[а-яё]{2}")
_PREPOSITION = Caseless(r"\b(?:в|во|на|из|с|со|о|об|от|до|для|по|при|за|под|между|и|к)\s$")
_OF_A_YEAR = lazy_re(r"(?:^|\b[Tt]he\s)((?:19|20)\d\d)\s(?=[A-Za-z]{4})")
_HEAD = lazy_re(r"[“\"'(\s]*(?P<word>[A-ZÀ-ÞА-ЯЁ][\w-]+)(?![\w'’-]*\s[A-ZА-Я])")
_LIVES = Caseless(
    r"\bclaim(?:s|ed)?\s(?:the\slives\sof\b|(?:[\w,.-]+\s){0,3}(?:life|lives|victims)\b)",
    words="claim",
)
_DENIED = Caseless(
    r"\bden(?:y|ies|ied)\b|否认|отриц\w+|опроверг\w+",
    words="deny denies denied",
)
_OWN = Caseless(
    r"\b(?:it|its|he|his|she|her|they|their|его|её|их|свои\w*)\b|其|他|她",
    words="it its he his she her they their",
)
_OFFICE = lazy_re(
    r"\b(?:Foreign|Finance|Defen[cs]e|Interior|Trade|Vice|Deputy|Prime|Health|Energy|Economy|"
    r"Justice)\s(?=(?:Prime\s)?(?:Minister|Secretary|President|Premier)\b)"
)
_RANKS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10,
    "первый": 1, "второй": 2, "третий": 3, "четвёртый": 4, "пятый": 5,
    "перв": 1, "втор": 2, "трет": 3, "четверт": 4, "четвёрт": 4, "пят": 5, "шест": 6, "седьм": 7, "восьм": 8,
    "девят": 9, "десят": 10,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
}  # fmt: skip
_RANK_GROUPS = ("rank", "zh", "zhplace", "ru", "ruplace", "place", "inplace", "number")
_RANKED = Caseless(
    r"\b(?:(?P<rank>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,2}(?:st|nd|rd|th))[ "
    r"-])?(?:most\s(?P<most>\w+)|"
    r"(?P<best>largest|biggest|smallest|longest|highest|lowest|oldest|tallest|busiest|richest|poorest|fastest|deepest|"
    r"heaviest))\b"
    r"|第(?P<zh>[一二三四五六七八九十])大|(?P<zhbest>最大)"
    r"|(?:排名|位居|位列|居|列)(?:世界|全国|全球|亚洲)?第(?P<zhplace>[一二三四五六七八九十])"
    r"|\b(?P<ruplace>перв|втор|трет|четв[её]рт|пят|шест|седьм|восьм|девят|десят)\w{2,3}\sмест\w"
    r"|\b(?:in|takes|took|holds?|held)\s(?P<inplace>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\splace\b"
    r"|\bnumber\s(?P<number>one|two|three|four|five|six|seven|eight|nine|ten)\b"
    r"|\b(?:(?P<ru>второй|третий|четвёртый|пятый|вторая|третья)\s(?:по величине|в мире)|(?P<rubest>крупнейш\w+|"
    r"самый\s\w+|самая\s\w+))"
    r"|\b(?:ranks?|ranked|finished|came|placed)\s(?P<place>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|"
    r"tenth|\d{1,2}(?:st|nd|rd|th))\b",
    needs=(
        "most",
        "est",
        "place",
        "number",
        "rank",
        "finished",
        "came",
    ),
)
_BEFORE = Caseless(
    r"(?P<first>.+?)\s(?P<how>before|after|ahead of|prior to|following|(?:is|was|be|been) followed by|follow(?:s|ed)?|"
    r"preced(?:es?|ed)|до|после|раньше|перед|предшеств\w+|(?:по)?следу\w+ за)\s(?P<second>[^,.;]+)"
)
# A pattern that begins with any words tries each place of a text, so what it needs is looked for first.
_BEFORE_NEEDS = Caseless(
    r"\s(?:before|after|ahead of|prior to|following|followed by|follow(?:s|ed)?|preced(?:es?|ed)|до|после|раньше|перед|"
    r"предшеств|(?:по)?следу)",
    words="before after ahead prior following followed follow preced",
)
_FIRST_THEN_NEEDS = Caseless(
    r"first,?\s(?:and\s)?then\s",
    words="then",
)
_LATER = Caseless(r"after|following|follow(?:s|ed)?|после|(?:по)?следу\w+ за")
_FIRST_THEN = Caseless(r"(?P<first>.+?)\s(?:comes?\s|is\s|are\s)?first,?\s(?:and\s)?then\s(?P<second>[^.;]+)")
_CHINESE_ORDER = lazy_re(r"先(?P<first>.+?)[，,]?(?:再|后|然后)(?P<second>.+)")
_PHRASES = {
    "refused to": "", "failed to": "", "declined to": "", "remains": "is", "remain": "are", "called off": "cancelled",
    "goes ahead": "proceeds", "go ahead": "proceed", "went ahead": "proceeded", "turned down": "rejected",
    "turns down": "rejects", "run out": "expire", "runs out": "expires", "ran out": "expired", "under way": "underway",
    "chief executive": "chiefexecutive",
    "in force": "valid", "in operation": "operating", "out of operation": "closed",
    "shut down": "shut", "no longer": "", "is over": "ended", "are over": "ended",
    "was over": "ended",
    "out of order": "broken", "out of service": "closed", "carried out": "did", "took effect": "begin",
    "takes effect": "begin",
}  # fmt: skip
_PHRASE = Caseless(
    rf"\b(?:{'|'.join(_PHRASES)})\b",
    words="refused failed declined remain called ahead turned turns run runs ran way chief force operation shut "
    "longer over order service carried effect",
)
_CHINESE_LIGHT = lazy_re(
    r"处于|状态|地点|共有|共计|总计|合计|的|了(?!解)|将|于|在|是|为|和|与|及|被|把|由|对|从|到|等|该|其|这|那|已经|已|目前|正在|仍然|仍|再|不会|不再|不是|没有|没|尚未|并未|未能|未|不|(?<![议大协员社国证峰机公工商理])会(?!议|谈|晤|见|员|长|场)|"
    r"总统|总理|主席|部长|外长|"
    r"首相|先生|女士|表示|称|说|据|报道|达到|达|共|约(?=\s|[百千万])|造成|人民币|左右|以上|(?<=\s)[个名人次]|，|。|、|：|；|同比|举行|召开|通过了?(?=以)|计划|预计|定于|出|来|去|之|一"
)
_CHINESE_PLACE = lazy_re(
    r"(?:在|(?<!处)于|赴|抵达|访问)(?P<place>[\u4e00-\u9fff]{2,6}?)(?:举行|开始|召开|举办|会晤|会面|会谈|会见|进行|落户|设立|建|$|[，。])"
)
_CHINESE_AGENT = lazy_re(
    r"^(?P<head>[\u4e00-\u9fff·]{2,4}?)(?=主持|当选|担任|出任|率团|负责|赢得)|由(?P<agent>[\u4e00-\u9fff·]{2,8}?)(?=主持|率领|带领|担任|负责|承建|"
    r"签署|率团|出任|收购)"
)
_NO_VERB_AFTER = lazy_re(r"^\s*(?:$|[,.;:])")


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause of a sentence: its span in the text and what was read of it."""

    start: int
    end: int
    own: Statement | None


def claims(draft: Draft) -> list[Claim]:
    """The claims of a text that another text can contradict, in order."""
    reader = _Reader(draft)
    return [claim for sentence in draft.sentences for claim in reader.read(sentence)]


class _Reader:
    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._statements: dict[int, list[Statement]] = {}
        for each in draft.statements:
            self._statements.setdefault(each.start, []).append(each)
        self._places = _names_of(draft, "place")
        self._people = _names_of(draft, "person") | _names_of(draft, "organisation")
        self._events = {each.start: each.title for each in draft.mentions}
        self._date_starts = [each.start for each in draft.dates]
        self._citation_starts = [each.start for each in draft.citations]
        self._mentions = sorted((m[0], m[1], a.kind, a.name) for a in draft.actors for m in a.mentions)

    def read(self, sentence: Sentence) -> Iterator[Claim]:
        """The claims of a sentence; none where it is too long or only supposes something."""
        if not _SHORTEST <= sentence.end - sentence.start <= _LONGEST:
            return
        for clause in self._clauses(sentence):
            if claim := self._claim(sentence, clause):
                yield claim

    def _clauses(self, sentence: Sentence) -> list[_Clause]:
        own = self._statements.get(sentence.start, [])
        if not own or any(self._acted(sentence, each) for each in own):
            return [_Clause(sentence.start, sentence.end, None)]
        return [_Clause(*self._whole(sentence, each), each) for each in own]

    def _acted(self, sentence: Sentence, own: Statement) -> bool:
        """Whether the words in front of a statement are an act of its holder, as in "Parliament rejected the bill"."""
        if _LIVES.search(self._draft.text[sentence.start : sentence.end]):
            return True
        before = terms(self._draft.text[sentence.start : own.what[0]])
        if own.holder == AUTHOR or not before or before[-1] in _CONJUNCTIONS:
            return False
        return any(lexicon.has_opposite(each) for each in before if each not in terms(own.holder))

    def _whole(self, sentence: Sentence, own: Statement) -> tuple[int, int]:
        """The words of a statement, or its whole sentence if that says little else and nobody else holds it."""
        alone = len(self._statements.get(sentence.start, [])) == 1 and own.holder == AUTHOR
        return (sentence.start, sentence.end) if alone else own.what

    def _claim(self, sentence: Sentence, clause: _Clause) -> Claim | None:
        text = self._draft.text
        whole = text[sentence.start : sentence.end]
        if "://" in whole:
            return None
        told, untrue = rewording.without_denial(whole)
        if told != whole:
            clause = _Clause(sentence.start, sentence.end, clause.own)
        bare = rewording.without_reporter(told)
        words = bare[clause.start - sentence.start : clause.end - sentence.start]
        force, marks = modality.force_of(words, told, clause.own), modality.marks_of(words, bare)
        denied = modality.negations(words) + untrue + bool(_DENIED.search(text[sentence.start : clause.start]))
        if force in ("supposed", "possible") or "habit" in marks or denied > 1:
            return None
        claim = Claim(
            sentence.start,
            sentence.end,
            whole,
            clause.own.holder if clause.own and told == whole else AUTHOR,  # who denies another says so himself
            force,
            negative=denied == 1,
            present=modality.is_present(words),
            meant=tuple(terms(clause.own.holder)) if clause.own and _OWN.search(words) else (),
            ranks=tuple(_ranks(words)),
            sequence=_sequence(words),
            marks=marks,
            sources=tuple(self._sources(sentence)),
            event=self._events.get(sentence.start, ""),
        )
        claim = self._with_slots(claim, clause, words)
        if claim.force == "fact" and claim.present and self._is_ahead(claim):
            claim = replace(claim, force="plan")
        return claim if _is_comparable(claim) else None

    def _is_ahead(self, claim: Claim) -> bool:
        """Whether a claim dates something after the text was published: "the visit is in May"."""
        published = self._draft.published
        return bool(published and claim.dates and all(each.when.first > published for each in claim.dates))

    def _with_slots(self, claim: Claim, clause: _Clause, words: str) -> Claim:
        """The claim with its words, names, places, agents, dates and quantities."""
        dated = self._dates(clause, words)
        cited = [(c.start - clause.start, c.end - clause.start) for c in self._citations(clause)]
        taken = [*cited, *((each.start - clause.start, each.end - clause.start) for each in dated)]
        counted = quantities(modality.without(words, cited), taken)
        names, rest = self._named(clause, words, taken)
        ranked = [match.span() for match in _RANKED.finditer(words)]
        bare = modality.without(rest, [*taken, *ranked, *((each.start, each.end) for each in counted)])
        numbered = [f"#{number}" for _, _, number in designators(modality.without(words, taken))]
        numbered += [f"#{year}" for year in _OF_A_YEAR.findall(words)]
        own, hosts = _initial(rest), "hosts" in claim.marks
        head = [own] if own else []
        places = [*(each.stems for each in names if each.place or (each.agent and hosts)), *(head if hosts else [])]
        return replace(
            claim,
            words=tuple(dict.fromkeys([*_words(bare), *numbered])),
            names=tuple(dict.fromkeys(each.stems for each in names)),
            places=tuple(dict.fromkeys(places)),
            agents=tuple(dict.fromkeys([*(each.stems for each in names if each.agent), *head])),
            dates=tuple(self._claimed(each, clause) for each in dated),
            quantities=tuple(each.quantity for each in _outside(counted, dated, clause.start)),
        )

    def _dates(self, clause: _Clause, words: str) -> list[Dated]:
        first, last = (bisect_left(self._date_starts, at) for at in (clause.start, clause.end))
        cited = [(each.start, each.end) for each in self._citations(clause)]
        told = [
            each
            for each in self._draft.dates[first:last]
            if words[each.start - clause.start : each.end - clause.start].strip()
        ]
        found = [each for each in told if not any(s <= each.start < e for s, e in cited)]
        due = clause.own.due if clause.own else None
        if due and not found and not cited:
            return [Dated(due, clause.start, clause.start)]
        return found

    def _citations(self, clause: _Clause) -> list[Dated]:
        first, last = (bisect_left(self._citation_starts, at) for at in (clause.start, clause.end))
        return self._draft.citations[first:last]  # type: ignore[return-value]  # only start and end are read

    def _claimed(self, dated: Dated, clause: _Clause) -> ClaimDate:
        text = self._draft.text
        before, after = text[max(clause.start, dated.start - 18) : dated.start], text[dated.end : dated.end + 3]
        words = text[dated.start : dated.end]
        bound: Bound = "on"
        if _UNTIL.search(before):
            bound = "until"
        elif (
            (_BY.search(before) and not before.endswith("在"))
            or _BY_CHINESE.match(after)
            or words.startswith(("by ", "before "))
        ):
            bound = "by"
        elif _AFTER.search(before) and "since" not in before:
            bound = "after"
        return ClaimDate(dated.when, bound, bool(_YEAR.search(words)), words.lower() if _RELATIVE.search(words) else "")

    def _sources(self, sentence: Sentence) -> Iterator[str]:
        for index in cited_in(self._draft.citations, sentence.start, sentence.end):
            yield _label(self._draft.references[index])

    def _named(self, clause: _Clause, words: str, blank: Sequence[tuple[int, int]]) -> tuple[list["_Name"], str]:
        """The names of a clause, and its words without them."""
        if _HAN.search(words):
            return self._chinese(clause, words)
        plain = modality.without(words, blank)
        found = [name for match in _NAME.finditer(plain) if (name := self._name(plain, match, clause.start))]
        described = [span for each in found for span in _descriptions(plain, each)]
        return found, modality.without(words, [*((each.start, each.end) for each in found), *described])

    def _name(self, plain: str, match: re.Match[str], base: int) -> "_Name | None":
        skipped = _ARTICLE.match(match[0]) if _is_initial(plain, match.start()) else None
        start, end = match.start() + (len(skipped[0]) if skipped else 0), match.end()
        words, initial = plain[start:end], _is_initial(plain, match.start())
        stems = tuple(
            each for each in terms(_OFFICE.sub("", words)) if not is_function(each) and not lexicon.is_small(each)
        )
        kind, full = self._actor_at(base + start, base + end)
        kind = kind or ("place" if stems in self._places else "")
        if kind == "place" and full:
            stems = tuple(each for each in terms(full) if not is_function(each))
        alone = initial and not skipped and " " not in words and not kind and not words.endswith(("’s", "'s"))
        if not stems or alone or words.lower() in _calendar():
            return None
        before, after = plain[:start], plain[end:]
        chosen = kind != "person" and bool(_CHOSEN_BEFORE.search(before) and _AS_SITE.match(after))
        place = chosen or (bool(_PLACE_BEFORE.search(before)) and kind != "person")
        agent = kind != "place" and not place and _acts(before, after)
        return _Name(start, end, stems, place, agent, kind == "person")

    def _actor_at(self, first: int, last: int) -> tuple[str, str]:
        """The kind and fullest name of the actor that is named by a whole span, "" if none is."""
        index = bisect_left(self._mentions, (first, 0, "", ""))
        for start, end, kind, name in self._mentions[max(0, index - 1) : index + 2]:
            if start < last and first < end:
                return kind, name if (start, end) == (first, last) else ""
        return "", ""

    def _chinese(self, clause: _Clause, words: str) -> tuple[list["_Name"], str]:
        first = bisect_left(self._mentions, (clause.start, 0, "", ""))
        found: dict[tuple[int, int], _Name] = {}
        for start, end, kind, _ in self._mentions[first:]:
            if start >= clause.end:
                break
            place = kind == "place" and words[: start - clause.start].endswith(("在", "于"))
            own = (start - clause.start, end - clause.start)
            if any(each in words[slice(*own)] for each in lexicon.chinese_words()):
                continue
            found[own] = _Name(*own, (words[slice(*own)],), place, kind == "person")
        for pattern, group in ((_CHINESE_PLACE, "place"), (_CHINESE_AGENT, "agent")):
            for match in pattern.finditer(words):
                own = match.span(group if match[group] else "head")
                if words[slice(*own)] not in lexicon.families():
                    found[own] = _Name(*own, (words[slice(*own)],), group == "place", group == "agent")
        return list(found.values()), modality.without(words, list(found))


@dataclass(frozen=True, slots=True)
class _Name:
    start: int
    end: int
    stems: tuple[str, ...]
    place: bool
    agent: bool
    person: bool = False


def _descriptions(plain: str, name: _Name) -> Iterator[tuple[int, int]]:
    """The spans in front of a name that only describe it, as in "retired judge Wren"."""
    words, after = rewording.description(plain[: name.start]), plain[name.end :]
    stems = terms(words)
    known = name.person or len(name.stems) > 1 or bool(_NO_VERB_AFTER.match(after))
    if known and not name.place and not any(is_function(each) or lexicon.is_scope(each) for each in stems):
        yield name.start - len(words), name.start


def _is_initial(plain: str, at: int) -> bool:
    return not plain[:at].strip(" “\"'(—-–")


def _acts(before: str, after: str) -> bool:
    """Whether a name says who acts: it heads its clause or stands behind "by"; in Russian, behind no preposition."""
    if (
        _APPOINTED_BEFORE.search(before)
        or _BY_BEFORE.search(before)
        or before.strip().lower() in ("", "the")
        or _IS_BEFORE.search(before)
    ):
        return True
    return bool(_CYRILLIC.search(before + after)) and not _PREPOSITION.search(before)


def _initial(plain: str) -> tuple[str, ...]:
    """The stem of a capitalised word at the head of a clause, which may be a name."""
    match = _HEAD.match(plain)
    return tuple(each for each in terms(match["word"])[:1] if not is_function(each)) if match else ()


def _names_of(draft: Draft, kind: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(terms(each.name)) for each in draft.actors if each.kind == kind)


def _words(bare: str) -> Iterator[str]:
    if _HAN.search(bare):
        yield from _chinese_words(bare)
        return
    for word in content_terms(_PHRASE.sub(lambda match: _PHRASES[match[0].lower()], rewording.plain_verbs(bare))):
        if word not in lexicon.light() and not word.isdigit() and len(word) > 1:
            yield word


def _chinese_words(bare: str) -> Iterator[str]:
    for known in lexicon.chinese_words():
        if known in bare:
            yield known
            bare = bare.replace(known, " ")
    for part in _CHINESE_LIGHT.sub(" ", bare).split():
        if _HAN.search(part):
            yield part


def _outside(found: Sequence[QuantityFound], dated: Sequence[Dated], base: int) -> Iterator[QuantityFound]:
    """The quantities that are no part of a date, and no year or ordinal."""
    for each in found:
        inside = any(one.start < base + each.end and base + each.start < one.end for one in dated)
        value = each.quantity.low or each.quantity.high or 0
        year = not each.quantity.unit and value == int(value) and 1900 <= value <= 2100 and not each.quantity.counted
        if not inside and not year:
            yield each


def _ranks(words: str) -> Iterator[int]:
    for match in _RANKED.finditer(words):
        told = next((match[each] for each in _RANK_GROUPS if match[each]), "")
        if told:
            low = told.lower()
            yield _RANKS.get(
                low.replace("вторая", "второй").replace("третья", "третий"), int(re.sub(r"\D", "", low) or 0)
            )
        else:
            yield 1


def _sequence(words: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    if match := _FIRST_THEN.search(words) if _FIRST_THEN_NEEDS.search(words) else None:
        return _ordered(content_terms(_of(words, match, "first")), content_terms(_of(words, match, "second")))
    if match := _CHINESE_ORDER.search(words) if "先" in words else None:
        return _ordered(_chinese_words(match["first"]), _chinese_words(match["second"]))
    match = _BEFORE.search(words) if _BEFORE_NEEDS.search(words) else None
    if match is None or re.match(r"\d", match["second"]):
        return None
    first, second = content_terms(_of(words, match, "first")), content_terms(_of(words, match, "second"))
    late = bool(_LATER.fullmatch(match["how"]))
    return _ordered(*((second, first) if late else (first, second)))


def _of(words: str, match: re.Match[str], group: str) -> str:
    """The words of a group as the text has them."""
    return words[slice(*match.span(group))]


def _ordered(
    first: Iterator[str] | Sequence[str], second: Iterator[str] | Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    one, other = tuple(first), tuple(second)
    return (one, other) if one and other else None


def _label(work: Reference) -> str:
    name = (work.authors[0].name if work.authors else "") or work.container or work.title or work.entry[:60]
    return "|".join((name, work.date or work.year or "", work.url or work.title or ""))


def _is_comparable(claim: Claim) -> bool:
    """Whether a claim names something and says of it what another text can contradict."""
    named = len(claim.names) + len(claim.words)
    told = claim.dates or claim.quantities or claim.ranks or claim.sequence or claim.places or claim.agents
    return named >= 2 and bool(told or claim.negative or any(lexicon.is_act(each) for each in claim.words))


@cache
def _calendar() -> frozenset[str]:
    """The names of months and days of the week."""
    english = Locale("en")
    return frozenset(
        word.lower() for width in (english.months, english.days) for word in width["format"]["wide"].values()
    )
