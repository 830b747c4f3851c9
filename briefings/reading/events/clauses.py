"""Splits English sentences into clauses with their verbs: what is announced, and what is past, denied or supposed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from briefings.reading.events import vocabulary
from briefings.reading.events.verbs import ACTS, BASES, DOING, DONE, PAST, PRESENT, THIRD

DATE = "\x01"  # stands for each character of a date
Tense = Literal["future", "present", "past", "supposed"]
VerbKind = Literal["active", "passive", "doing", "copula", "occasion", "state"]

_TOKEN = re.compile(rf"{DATE}+|[\w’'.-]*[\w’']|[^\w\s]")
_STATEMENT = re.compile(r"[;]\s|\s[—–]\s|:\s(?=[A-Z])|[()]")
_MARKUP = re.compile(r"\]\([^()\s]*\)|\]\[[^\]]*\]|\*\*|<[^<>]{1,80}>|[\[\]]|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)")
_BRACKETS = re.compile(r"\([^()]{0,300}\)")
_ASIDE = re.compile(
    r",\s(?:which|who|whose|where|when|first|originally|already|filed|signed|due|planned|scheduled|published|opened|agreed|"
    r"founded|built|dated|held|issued|announced|including|according)\b[^,;]{1,120},"
)
_APPOSED = re.compile(
    r",\s(?:the|an?|its|his|her)\s[^,;\x01]{1,120},(?=\s(?:is|are|was|were|will|shall|must|has|have|had)\b)"
)
_SUPPOSED = re.compile(
    r"\b(?:if|whether|in case|provided that|assuming|as long as)\b|^\W*(?:Should|Had|Were|Unless|Suppose|"
    r"Imagine|Consider|"
    r"Assume|Say|If|Whether|Assuming|Provided)\b|\bwould\shave\b",
)
_UNLESS = re.compile(r",?\s(?:unless|lest)\b")
_CALLED_OFF = re.compile(r"\b(?:cancelled|canceled|called\soff|vacated|scrapped|abandoned|shelved)\b")
_HABIT = re.compile(
    r"\b(?:[Ee]very|[Ee]ach)\s(?:other\s|second\s|first\s|last\s|third\s|single\s)?(?:year|month|week|day|spring|summer|autumn|"
    r"fall|winter|quarter|morning|evening|night|time|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|decade)\b"
    r"|\bof\sthe\s(?:first|second|third|fourth|same|following|next|relevant)\s(?:year|month|week)\b"
    r"|\b(?:of|in)\s(?:every|each)\s(?:year|month|week|quarter)\b|\b(?:each|every)\sDecember\b"
    r"|\b(?:usually|always|often|typically|normally|generally|traditionally|regularly|annually|yearly|monthly|weekly|daily)\b"
    r"|\b[Oo]n\s(?:weekdays|weekends|Mondays|Tuesdays|Wednesdays|Thursdays|Fridays|Saturdays|Sundays)\b|\byear\safter\syear\b"
)
_LOOKS_BACK = re.compile(r"\b(?:after|since|following|despite|because of|unlike)\b")
_ARE = re.compile(r"\b([Ww]e|[Yy]ou|[Tt]hey)[’']re\b")  # contractions, opened without a change of length
_HAVE = re.compile(r"(?<=[a-zI])[’']ve\b")
_WILL = re.compile(r"(?<=[a-z])[’']ll\b")
_MODALS = {
    "ll": "future",
    "will": "future", "shall": "future", "must": "future", "would": "supposed", "could": "supposed",
    "might": "supposed", "may": "supposed", "can": "supposed", "should": "supposed", "cannot": "supposed",
}  # fmt: skip
_BE: dict[str, Tense] = {"is": "present", "are": "present", "was": "past", "were": "past"}
_AHEAD = frozenset(
    vocabulary.words(
        "set due scheduled expected slated planned poised about required ordered obliged going ready bound likely "
        "asked invited requested urged advised encouraged"
    )
)
_OCCASIONS = frozenset(
    vocabulary.words("due scheduled rescheduled planned slated set fixed arranged listed convened called booked")
)
MOVED = frozenset(vocabulary.words("moved postponed rescheduled delayed deferred adjourned extended"))
_MOVES = frozenset(vocabulary.words("move postpone reschedule delay defer adjourn extend shift"))
_PLANS = frozenset(
    vocabulary.words(
        "plan plans intend intends hope hopes aim aims agree agrees agreed resolve resolves resolved decide "
        "decides decided "
        "vow vows vowed promise promises promised pledge pledges pledged undertake undertakes undertook"
    )
)
_SAYING = frozenset(
    vocabulary.words(
        "said says say reported announced announces confirmed confirms added told warned noted stated states "
        "wrote writes "
        "insisted insists"
    )
)
_DOUBTING = frozenset(
    vocabulary.words(
        "denied denies deny doubts doubt doubted expects expect expected thinks think believes believe "
        "predicts predict "
        "predicted forecasts forecast reckons fears hoped feared suggests suggest suggested speculated"
    )
)
_ADVERBS = frozenset(
    vocabulary.words("also now still then again first next only soon therefore thus once already both all")
)
_NOT = frozenset(vocabulary.words("not never no"))
_CONNECTORS = frozenset(vocabulary.words("and but while whereas yet or then so"))
_SUBORDINATE = frozenset(
    vocabulary.words("that which who whose where when because before after until since although though as")
)
_NO_SUBJECT_BEFORE = frozenset(
    vocabulary.words(
        "a an the its their his her our your my this these those of in on at by for with from to and or no "
        "any some all "
        "more most new final first second third last next two three four five six other such own than as"
    )
)
_SEVERAL = frozenset(vocabulary.words("people police men women children we they you i both"))
_BEFORE_DAYS = frozenset(vocabulary.words("on in at late early the this last , to reporters him her them"))
_ENDS_PARTICIPLE = frozenset(vocabulary.words("by , and or that which who"))
_LONG_ENOUGH = 5  # letters above which a word in -ed behind "be" is a participle
_MOST_BEHIND = 5  # tokens from a participle to the date that goes with it
_MOST_BETWEEN = 9  # tokens between a connector and the verb of its clause
_KEPT = 64  # sentences and parts of sentences whose clauses are kept
_TELLING = _SAYING | _DOUBTING
_JOINING = _CONNECTORS | _SUBORDINATE
_FORMS_OF_BE = frozenset({*_BE, "be", "been", "being", "has", "have", "had"})
_AUXILIARIES = frozenset({*_MODALS, *_BE, "has", "have", "had", "do", "does", "did"})
_VERBAL = frozenset({*_AUXILIARIES, "ve", *_PLANS, *THIRD, *BASES, *PAST, *DONE})
_NOUN_BEFORE = frozenset({*_BE, *_MODALS, "of", "between", "has", "have", "had"})


class Token(NamedTuple):
    """A word, sign or date of a sentence with its place, and the word in lower case."""

    text: str
    start: int
    end: int
    low: str

    @property
    def is_date(self) -> bool:
        """Whether it stands for a date."""
        return self.text[:1] == DATE


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb with its auxiliaries, from token `first` up to `end`; `word` is its base or participle."""

    first: int
    end: int
    tense: Tense
    kind: VerbKind
    word: str
    modal: str = ""
    negated: bool = False
    weak: bool = False  # perhaps a noun or an adjective


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a sentence: its tokens, its verbs and its subject, which may stand in the clause before."""

    tokens: tuple[Token, ...]
    verbs: tuple[Verb, ...]
    inherited: str = ""  # the text up to the verb of the clause before, if this one begins with its own verb
    idle: bool = False  # supposed, habitual or called off as a whole


def has_verb(words: str) -> bool:
    """Whether a masked sentence has a verb, or is supposed or a habit as a whole."""
    tokens = _tokens(words, 0, len(words))
    if _SUPPOSED.search(words) or _HABIT.search(words):
        return True
    return any(
        not verb.weak
        or verb.kind == "state"
        or (verb.tense == "past" and _word(tokens, verb.end) not in ("", ":", "–", "—"))
        for verb in _verbs(tokens)
    )


def is_told(words: str) -> bool:
    """Whether a masked line tells of what was or might be, so that it announces nothing."""
    tokens = _tokens(words, 0, len(words))
    if _SUPPOSED.search(words) or _HABIT.search(words):
        return True
    told = [verb for verb in _verbs(tokens) if verb.tense in ("past", "supposed") or verb.negated]
    return any(not verb.weak or _word(tokens, verb.end) not in ("", ":", "–", "—", "by") for verb in told)


def tense_at(words: str, place: int) -> Tense | None:
    """The tense of the verb that governs a place of a masked sentence; None without a verb."""
    for part in clauses(words):
        at = next((i for i, token in enumerate(part.tokens) if token.start <= place < token.end), None)
        if at is not None and (verb := governing(part, at)):
            if [token.text for token in part.tokens[max(0, verb.first - 2) : verb.first]] == ["to", "be"]:
                return None  # "and to be finished": the verb before it tells
            if verb.first <= at < verb.end:
                return "past"  # "agreed on Monday to meet"
            if is_told_of(part, verb, at):
                return "past"
            if is_background(words, part, verb, place):
                return None
            ahead = moves(verb) and _word(part.tokens, at - 1) in ("to", "until", "till")
            return "future" if ahead or verb.word in MOVED or verb.modal in ("can", "may", "should") else verb.tense
    return None


def moves(verb: Verb) -> bool:
    """Whether a verb says that something is put off or brought forward, in any of its forms."""
    return verb.word in MOVED | _MOVES


def governing(part: Clause, at: int) -> Verb | None:
    """The verb that a token belongs to: the last one before it, else the first one after it."""
    before = [verb for verb in part.verbs if verb.first < at]
    return before[-1] if before else part.verbs[0] if part.verbs else None


def is_told_of(part: Clause, verb: Verb, at: int) -> bool:
    """Whether a date belongs to a past form right before it, not to its clause: "in a post published Monday"."""
    before = at - 1
    while before > 0 and _word(part.tokens, before) in _BEFORE_DAYS:
        before -= 1
    if before < 0:
        return False
    if _said_by(part.tokens, before):
        return True
    least = max(verb.end if verb.end <= before else 0, before - _MOST_BEHIND) if verb.tense == "present" else before
    for place in range(before, least - 1, -1):
        low = _word(part.tokens, place)
        if low in _ENDS_PARTICIPLE or (low == "to" and _word(part.tokens, place + 1) in BASES):
            return False
        if (low in DONE or low in PAST) and low not in _OCCASIONS | MOVED:
            return not verb.first <= place < verb.end
    return False


def _said_by(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name ends at a token, and a verb of saying stands before it: "said Per Lund on Friday"."""
    place = at
    while place > 0 and at - place < _MOST_BEHIND and tokens[place].text[:1].isupper():
        place -= 1
    return place < at and _word(tokens, place) in _SAYING


def is_background(words: str, part: Clause, verb: Verb, place: int) -> bool:
    """Whether a date dates what a verb's clause looks back on: "restarts after a fire on 6 November"."""
    start = part.tokens[min(verb.end, len(part.tokens)) - 1].end
    between = words[start:place].rpartition(DATE)[2] if start < place else ""
    return bool(_LOOKS_BACK.search(between))


def masked(sentence: str, dates: Sequence[tuple[int, int]]) -> str:
    """The sentence with its dates and asides blanked out, of the same length."""
    for start, end in dates:
        sentence = sentence[:start] + DATE * (end - start) + sentence[end:]
    sentence = _ARE.sub(r"\1 is", sentence)
    sentence = _HAVE.sub(" ve", _WILL.sub(" ll", sentence))
    for shape in (_MARKUP, _BRACKETS, _APPOSED, _ASIDE):
        sentence = shape.sub(_blank, sentence)
    return sentence


def _blank(match: re.Match[str]) -> str:
    said = match[0]
    return said if DATE in said and said[0] in "(<]" else " " * len(said)


@lru_cache(maxsize=_KEPT)
def clauses(words: str) -> tuple[Clause, ...]:
    """The clauses of a masked sentence, in its order; the last sentences are kept, since many rules ask for them."""
    return tuple(_clauses(words))


def _clauses(words: str) -> Iterator[Clause]:
    start = 0
    off = bool(_CALLED_OFF.search(words))
    for stop in [*_STATEMENT.finditer(words), None]:
        end = stop.start() if stop else len(words)
        if cut := _UNLESS.search(words, start + 1, end):
            end = cut.start()
        said = words[start:end]
        idle = off or bool(_SUPPOSED.search(said) or _HABIT.search(said))
        yield from _parted(_tokens(words, start, end), words, idle=idle)
        start = stop.end() if stop else len(words)


def _tokens(words: str, start: int, end: int) -> tuple[Token, ...]:
    found = _TOKEN.finditer(words, start, end)
    return tuple(Token(match[0], *match.span(), match[0].lower()) for match in found)


def _parted(tokens: tuple[Token, ...], words: str, *, idle: bool) -> Iterator[Clause]:
    verbs = _verbs(tokens)
    start, inherited, doubted = 0, "", idle
    for cut, opens in _cuts(tokens, verbs):
        own = _within(verbs, start, cut)
        yield Clause(tokens[start:cut], own, inherited, doubted)
        inherited = _subject_text(tokens, start, own, words) or inherited if _begins(tokens, opens, verbs) else ""
        said = tokens[cut - 1].low
        links = {token.low for token in tokens[cut:opens]}
        subordinate = bool(links & _SUBORDINATE - {"that"}) or ("that" in links and bool(inherited))
        doubted = idle or said in _DOUBTING or (subordinate and said not in _SAYING)
        start = opens
    yield Clause(tokens[start:], _within(verbs, start, len(tokens)), inherited, doubted)


def _within(verbs: Sequence[Verb], start: int, end: int) -> tuple[Verb, ...]:
    found = [verb for verb in verbs if start <= verb.first < end]
    strong = [verb for verb in found if not verb.weak]
    return tuple(
        Verb(v.first - start, v.end - start, v.tense, v.kind, v.word, v.modal, v.negated, v.weak)
        for v in strong or found
    )


def _subject_text(tokens: Sequence[Token], start: int, own: Sequence[Verb], words: str) -> str:
    if not own or own[0].first == 0:
        return ""
    return words[tokens[start].start : tokens[start + own[0].first].start]


def _begins(tokens: Sequence[Token], at: int, verbs: Sequence[Verb]) -> bool:
    """Whether a verb stands at the start of a clause, so that the subject of the clause before is its own too."""
    while at < len(tokens) and (tokens[at].is_date or tokens[at].low in {"on", "in", "at", "then", "also"}):
        at += 1
    return any(verb.first == at for verb in verbs)


def _cuts(tokens: Sequence[Token], verbs: Sequence[Verb]) -> Iterator[tuple[int, int]]:
    """Where clauses end, and where the next one begins behind a connector or a verb of saying."""
    last = 0
    for at, token in enumerate(tokens):
        low = token.low
        if at <= last:
            continue
        if low in _TELLING and _is_strong_after(verbs, at) and not _is_be(tokens, at - 1):
            behind = at + 1
            while behind < len(tokens) and (tokens[behind].is_date or tokens[behind].low in {"on", "that"}):
                behind += 1
            last = behind
            yield at + 1, behind
        elif low == "," or low in _JOINING:
            opens = at + 1
            while opens < len(tokens) and tokens[opens].low in _JOINING:
                opens += 1
            if _joins(tokens, verbs, last, at, opens, comma=opens == at + 1 and low == ","):
                last = opens
                yield at, opens


def _is_be(tokens: Sequence[Token], at: int) -> bool:
    return at >= 0 and tokens[at].low in _FORMS_OF_BE


def _is_strong_after(verbs: Sequence[Verb], at: int) -> bool:
    return any(verb.first > at + 1 and not verb.weak for verb in verbs) or any(
        verb.first > at + 1 and verb.tense == "present" for verb in verbs
    )


def _joins(tokens: Sequence[Token], verbs: Sequence[Verb], start: int, at: int, opens: int, *, comma: bool) -> bool:
    """Whether a connector stands between two clauses that each have a verb."""
    if not any(start <= verb.first < at for verb in verbs):
        return False
    behind = next((verb for verb in verbs if verb.first >= opens), None)
    if behind is None or behind.first - opens > _MOST_BETWEEN:
        return False
    between = [token.low for token in tokens[opens : behind.first] if not token.is_date]
    if comma:
        return not between or (not behind.weak and "," not in between and len(between) <= 6)
    return "," not in between or not behind.weak


def _verbs(tokens: Sequence[Token]) -> list[Verb]:
    found: list[Verb] = []
    at = 0
    while at < len(tokens):
        verb = _verb_at(tokens, at) if _may_be_verb(tokens[at].text) else None
        if verb and not (found and _is_object(tokens, found[-1], verb)):
            found.append(verb)
            at = verb.end
        else:
            at += 1
    return found


def _may_be_verb(word: str) -> bool:
    """Whether a word can begin a verb at all, as a fifth of all words can."""
    return word in _VERBAL or word.endswith(("n't", "n’t"))


def _is_object(tokens: Sequence[Token], before: Verb, verb: Verb) -> bool:
    """Whether a bare verb form is a noun or participle, since it follows another verb in one clause."""
    if tokens[verb.first].text in _AUXILIARIES:
        return False
    if before.kind == "state" or tokens[before.end - 1].low in _TELLING:
        return False
    between = tokens[before.end : verb.first]
    return not any(token.is_date or token.text == "," or token.low in _JOINING for token in between)


def _verb_at(tokens: Sequence[Token], at: int) -> Verb | None:
    low = tokens[at].text
    before = tokens[at - 1].low if at else ""
    if low.endswith(("n't", "n’t")):
        return Verb(at, at + 1, "present", "active", "", negated=True)
    if low in _MODALS and before != "the":
        return _modal(tokens, at, low)
    if low in _BE:
        return _be(tokens, at, _BE[low])
    if low in ("has", "have", "had", "ve"):
        return _perfect(tokens, at, low)
    if low in ("do", "does", "did") and _word(tokens, at + 1) == "not":
        return Verb(at, at + 2, "past" if low == "did" else "present", "active", "", negated=True)
    if low in _PLANS and (verb := _plan(tokens, at)):
        return verb
    return _bare(tokens, at, low, before)


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if at < len(tokens) else ""


def _skipped(tokens: Sequence[Token], at: int) -> tuple[int, bool]:
    """The place behind adverbs, and whether "not" is among them."""
    negated = False
    while at < len(tokens):
        low = _word(tokens, at)
        if low in _NOT:
            negated = True
        elif not (low in _ADVERBS or (low.endswith("ly") and low not in {"fly", "apply", "supply", "reply", "rally"})):
            break
        at += 1
    return at, negated


def _phrase(tokens: Sequence[Token], first: int, at: int, tense: Tense, modal: str = "") -> Verb | None:
    """The verb phrase behind "will" or "to"."""
    at, negated = _skipped(tokens, at)
    low = _word(tokens, at)
    if not low.isalpha():
        return None
    if low == "have":
        return Verb(first, at + 1, "past", "active", low, modal, negated)
    if low != "be":
        return Verb(first, at + 1, tense, "active", low, modal, negated)
    at, no = _skipped(tokens, at + 1)
    low, negated = _word(tokens, at), negated or no
    if low in DONE or (low.endswith("ed") and len(low) > _LONG_ENOUGH):
        return Verb(first, at + 1, tense, "passive", low, modal, negated)
    if low in DOING:
        return Verb(first, at + 1, tense, "doing", DOING[low], modal, negated)
    return Verb(first, at, tense, "copula", "", modal, negated)


def _modal(tokens: Sequence[Token], at: int, low: str) -> Verb | None:
    if [_word(tokens, at + 1), _word(tokens, at + 2)] == ["be", "due"]:
        return Verb(at, at + 3, "future", "occasion", "due", low)
    return _phrase(tokens, at, at + 1, _MODALS[low], low)  # type: ignore[arg-type]


def _be(tokens: Sequence[Token], first: int, tense: Tense) -> Verb | None:
    ahead: Tense = "future" if tense == "present" else "past"
    at, negated = _skipped(tokens, first + 1)
    low = _word(tokens, at)
    if low == "to" or (low in _PLANS and tokens[max(0, first - 1)].text in ("It", "it")):
        return _phrase(tokens, first, at + 1 + (low != "to"), "future" if low != "to" else ahead)
    if low in _AHEAD and _word(tokens, at + 1) == "to":
        return _phrase(tokens, first, at + 2, ahead)
    if low == "being":
        at += 1
        low = _word(tokens, at)
    if low in ("pencilled", "penciled") and _word(tokens, at + 1) == "in":
        return Verb(first, at + 2, tense, "occasion", "planned", negated=negated)
    if low in _OCCASIONS or low in MOVED:
        return Verb(first, at + 1, tense, "occasion", low, negated=negated)
    if low in DONE:
        return Verb(first, at + 1, tense, "passive", low, negated=negated)
    if low in DOING:
        kind: VerbKind = "doing" if DOING[low] in ACTS else "state"
        return Verb(first, at + 1, tense, kind, DOING[low], negated=negated)
    return Verb(first, at, tense, "copula", "", negated=negated)


def _perfect(tokens: Sequence[Token], first: int, low: str) -> Verb | None:
    at, negated = _skipped(tokens, first + 1)
    word = _word(tokens, at)
    if word == "to":
        return _phrase(tokens, first, at + 1, "future" if low != "had" else "past", "must")
    if word == "been" and (word := _word(tokens, at + 1)) in _OCCASIONS | MOVED:
        return Verb(first, at + 2, "past" if low == "had" else "present", "occasion", word, negated=negated)
    if word in DONE:
        return Verb(first, at + 1, "past", "active", DONE[word], negated=negated)
    return Verb(
        first, first + 1, "past" if low == "had" or word == "been" else "present", "copula", "", negated=negated
    )


def _plan(tokens: Sequence[Token], first: int) -> Verb | None:
    """ "Agreed on Monday to meet": what is planned, with the verb of planning before it."""
    at = first + 1
    while at < len(tokens) and (tokens[at].is_date or _word(tokens, at) == "on"):
        at += 1
    return _phrase(tokens, first, at + 1, "future") if _word(tokens, at) == "to" else None


def _bare(tokens: Sequence[Token], at: int, low: str, before: str) -> Verb | None:
    after = _word(tokens, at + 1)
    if after in _NOUN_BEFORE:
        return None
    joined = at > 1 and before in _CONNECTORS
    if (
        low in THIRD
        and (joined or before not in _NO_SUBJECT_BEFORE)
        and after not in BASES
        and _is_subject(before, at, tokens)
    ):
        kind: VerbKind = "active" if low in PRESENT else "state"
        return Verb(at, at + 1, "present", kind, THIRD[low], weak=kind == "state" or _weak(tokens, at))
    if low in BASES and _is_plural(before, tokens, at):
        return Verb(at, at + 1, "present", "active" if low in ACTS else "state", low, weak=True)
    if low in PAST or low in DONE:
        if before in _NO_SUBJECT_BEFORE and before not in {"and", "all", "both"}:
            return None
        return Verb(at, at + 1, "past", "active", PAST.get(low) or DONE[low], weak=True)
    return None


def _is_subject(before: str, at: int, tokens: Sequence[Token]) -> bool:
    """Whether the word before may end a subject, or a clause begins here with a shared one."""
    return before[:1].isalnum() or before in {",", "’", ")"} or (at > 3 and tokens[at - 1].is_date)


def _weak(tokens: Sequence[Token], at: int) -> bool:
    """Whether the word may be a plural noun: it is the first but one of a name, or no object or time follows."""
    after = _word(tokens, at + 1)
    return at == 1 and tokens[0].text[:1].isupper() and after not in {
        "on", "in", "at", "the", "a", "an", "its", "for", "to", "from", "by", "with", "next", "into", "out", "up",
    } and not (at + 1 < len(tokens) and tokens[at + 1].is_date)  # fmt: skip


def _is_plural(before: str, tokens: Sequence[Token], at: int) -> bool:
    if before.endswith(("'s", "’s")):  # "the bank's board meets"
        return False
    if before in _SEVERAL or before in {"and", "then"} or (at > 3 and tokens[at - 1].is_date):
        return at > 0
    if "and" in {token.text for token in tokens[max(0, at - 6) : at - 1]} and tokens[at - 1].text[:1].isupper():
        return True
    if re.search(r"(?:[^s]s|ss’|s’)$", before) and before not in _NO_SUBJECT_BEFORE:
        return True
    near = [place for place in range(max(0, at - 5), at - 1) if re.fullmatch(r"\w+[^s]s", tokens[place].text)]
    return any(not _is_in_name(tokens, place) for place in near) and (
        before.isalpha() and before not in _NO_SUBJECT_BEFORE
    )


def _is_in_name(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word with a capital stands beside another one: "Chris Christie"."""
    beside = (tokens[at].text[:1] for at in (place - 1, place + 1) if 0 <= at < len(tokens))
    return tokens[place].text[:1].isupper() and any(letter.isupper() for letter in beside)
