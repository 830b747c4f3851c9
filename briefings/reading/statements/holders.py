"""Whom a statement is attributed to, under the fullest name in the text."""

import re
from bisect import bisect_left
from collections.abc import Callable

from briefings.model.analysis import Actor, Draft
from briefings.reading.statements.chinese import OFFICES as CHINESE_OFFICES
from briefings.reading.statements.grammar import Grammar, Span, trimmed

_PREPOSITION = re.compile(
    r"\b(?:of|in|at|from|for|with|by|on|to|against|near|into|и|в|на|из|с|от|по|для|при|о|об)\s(?:the\s)?(?:[\w-]+\s){0,2}$",
    re.IGNORECASE,
)
_BELONGING = re.compile(r"\s(?:of|from|at|for|who)\s")
_NAMED = re.compile(r"[A-ZÀ-ÞА-ЯЁ][\w’'.-]*(?:\s[A-ZÀ-ÞА-ЯЁ][\w’'.-]*){0,4}")
_OFFICE = re.compile(
    rf"[\u4e00-\u9fff\w、“”]{{0,40}}(?:{CHINESE_OFFICES})(?P<name>(?!们|府|办|团|会|方|等|生|人员)[\u4e00-\u9fff·]{{2,8}})$"
)
_PERSON_OF = re.compile(r"(?P<name>[A-Z][\w’'-]+(?:\s[A-Z][\w’'.-]+){1,2})\s(?:of|from|at|with)\s(?:the\s)?[A-Z]")
_BODY = re.compile(
    r"\b(?:Bank|Ministry|Committee|Council|Institute|Agency|Office|Department|Union|Association|Court|House|Board|"
    r"Commission|University|Group|Party|Army|Fund|Organi[sz]ation|Federation|Republic|Bureau|Society|School|Service|"
    r"Authority|Force|Forces|Chamber|Congress|Parliament|Academy|College|Center|Centre|Corporation|Company)\b"
)
_OTHERS = re.compile(
    r"\s(?!(?:of|from|at|for|who|whose|with|and|in|on|to|himself|herself|also|the)\b)[a-z]{3,}s?(?:\s|$)"
)
_CYRILLIC = re.compile("[а-яё]")
_OWNER = re.compile(r"[’']s?\s|的")
_CITED_YEAR = re.compile(r"\s*[(（]\d{4}[a-z]?[)）]")
_MOST_WORDS = 8  # of a holder who is no actor
_QUOTE_SHARE = 0.5  # of a sentence, from which on it is its speaker's


class Holders:
    """Finds the names of holders among the actors and the quotations of a text."""

    def __init__(self, prose: str, draft: Draft) -> None:
        self._prose, self._text = prose, draft.text
        self._mentions = sorted(
            ((start, end, actor) for actor in draft.actors for start, end in actor.mentions), key=lambda each: each[:2]
        )
        self._quotations = draft.quotations
        self._sentences = draft.sentences

    def name(self, span: Span, article: Callable[[str], str]) -> str:
        """The fullest name of the person or body that words name, else the words without their article."""
        start, end = trimmed(self._prose, span, " ,;:.\n\x01“”\"'")
        words = self._prose[start:end]
        if not words:  # a citation in the sentence, as in "According to Rossi (2025)", whose words are masked
            words = _CITED_YEAR.sub("", self._text[slice(*span)]).strip(" ,;:.")
        inside = [each for each in self._within(start, end) if not _OWNER.match(self._prose, each[1], end)]
        free = [each for each in inside if not _PREPOSITION.search(words[: each[0] - start])]
        persons = [each for each in free if each[2].kind == "person" and not _OTHERS.match(self._prose, each[1], end)]
        person = persons[0] if persons else None
        if len(persons) > 1 and not re.search(r",|\band\b|\bof\b", self._prose[persons[0][1] : persons[-1][0]]):
            person = persons[-1]  # "Harris adviser David Plouffe"
        if person:
            return person[2].name
        whole = next((each for each in free if self._is_head(each, start, end)), None)
        return whole[2].name if whole else _short(_proper(article(words)))

    def _is_head(self, mention: tuple[int, int, Actor], start: int, end: int) -> bool:
        """Whether a name is the whole of the words but for an article, a title in front or an aside behind."""
        rest = self._prose[mention[1] : end]
        before = self._prose[start : mention[0]]
        if _CYRILLIC.search(before) and not before.rstrip().endswith(("«", ",")):
            return False  # "the Bank of Russia" is not Russia
        if not rest.strip() or rest.lstrip().startswith((",", "(")):
            return (
                not before.strip()
                or before.rstrip().endswith(",")
                or not re.search(r"[\u4e00-\u9fff]$", before)
                or len(before) <= 1
                or not rest
            )
        return not before.strip() and bool(_BELONGING.match(rest))

    def _within(self, start: int, end: int) -> list[tuple[int, int, Actor]]:
        first = bisect_left(self._mentions, (start, start), key=lambda each: each[:2])
        found = []
        for each in self._mentions[first:]:
            if each[0] >= end:
                break
            if each[1] <= end:
                found.append(each)
        return found

    def speaker(self, span: Span) -> str:
        """The speaker of the quotation that holds most of a span; "" if none does."""
        for each in self._quotations:
            inside = min(each.end, span[1]) - max(each.start, span[0])
            if each.speaker and inside > _QUOTE_SHARE * max(1, span[1] - span[0]):
                return each.speaker
        return ""

    def person_before(self, at: int) -> str:
        """The person named last before a place, within three sentences; "" if none is."""
        last = bisect_left(self._sentences, at, key=lambda each: each.start) - 1
        since = self._sentences[max(0, last - 2)].start if self._sentences else 0
        named = [each[2] for each in self._mentions if since <= each[0] < at and each[2].kind == "person"]
        return named[-1].name if named else ""


def _proper(words: str) -> str:
    """The name in "contractor, Bergmann", "Bergmann, the contractor" and "Lin Wen of the Harbour Institute"."""
    first, comma, second = words.partition(", ")
    if comma:
        return second if _NAMED.fullmatch(second) and not _NAMED.fullmatch(first) else first
    if office := _OFFICE.match(words):
        return office["name"]
    person = _PERSON_OF.match(words)
    return person["name"] if person and not _BODY.search(person["name"]) else words


def _short(words: str) -> str:
    kept = words.split()
    return " ".join(kept[:_MOST_WORDS])


def is_pronoun(words: str, grammar: Grammar) -> bool:
    """Whether words stand for a holder named before."""
    return words.strip(" ,").lower() in grammar.pronouns
