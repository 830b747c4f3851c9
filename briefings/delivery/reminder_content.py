"""Content of a reminder by lead time: a brief, news, the main points, or key quotations."""

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from math import fsum, log

from briefings.library import summaries
from briefings.library.library import Library
from briefings.library.passages import Span
from briefings.library.reports.provenance import quote
from briefings.library.search import mentioned_in
from briefings.model.agenda import Event, EventMention
from briefings.model.analysis import Analysis, Draft
from briefings.model.delivery import CitedSentence, Lead, Manner
from briefings.store import Connection, Store, analyses
from briefings.store import agenda as events
from briefings.summarising.topic import say_the_same
from briefings.text import lazy_re
from briefings.text.terms import content_terms, terms

_BRIEF, _NEWS, _SCREEN = (
    timedelta(days=21),
    timedelta(days=3),
    timedelta(hours=6),
)  # ahead, from which on a reminder is more than the next one
_WORDS: dict[Manner, int] = {"brief": 320, "first": 320, "news": 200, "screen": 90, "quotations": 90, "again": 90}
_ANALYSES = 4  # that a reminder quotes from
_QUESTIONS, _QUOTATIONS = 3, 4
_LOOKED_AT = 24  # sentences that hold words of a title
_GENERAL = 0.25  # what a word that any agenda has tells, beside others
_ANY_AGENDA = """
announcement anniversary appointment assembly big briefing call case ceremony check conference consultation date day
deadline debate decision dialogue election end event final first forum great group hearing hour important launch main
matter meeting month morning negotiation new next opening part people place plan point press project question report
result review round session show signing start summit talk team thing time today tomorrow trip update visit vote week
work year встреча выборы год голосование день дело заседание конференция месяц неделя новый переговоры план саммит
событие срок визит 会议 会谈 会晤 峰会 大会 谈判 访问 选举 投票 活动 计划 问题 事情 日期 时间 今天 明天
"""
_OPEN = lazy_re(
    r"\?|\b(?:whether|unclear|undecided|unresolved|unsettled|disputed|not yet|yet to|no (?:day|date) has been|"
    r"nobody knows|remains? (?:open|to be)|leaves? open|will depend|depends on|in doubt|"
    r"неизвестно|неясно|пока не|зависит от)\b"
    r"|[？]|是否|尚未|仍未|取决于",
    re.IGNORECASE,
)
_QUOTED = lazy_re(r"“[^”]{8,}”|«[^»]{8,}»|„[^“]{8,}“|\"[^\"]{8,}\"|「[^」]{4,}」")


@dataclass(frozen=True, slots=True)
class ReminderQuotes:
    """A reminder's sentences, and open questions for the short form; `since` is when news counts from."""

    manner: Manner
    points: tuple[CitedSentence, ...]
    questions: tuple[CitedSentence, ...] = ()
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Mentioned:
    """An analysis with the spans of its sentences about the event."""

    analysis: Analysis
    mentions: tuple[Span, ...]


class ReminderContent:
    """Chooses what a reminder quotes."""

    def __init__(self, store: Store, library: Library) -> None:
        self._store, self._library = store, library

    async def said(self, event: Event, lead: Lead | None, last: datetime | None, now: datetime) -> ReminderQuotes:
        """What the analyses say about the event, for a reminder with this lead.

        News counts from `last`, when a reminder of the event last came to the chat; None if none has.
        """
        how = "first" if last is None and content_kind(lead) == "news" else content_kind(lead)
        since = last or now

        def known(connection: Connection) -> tuple[list[EventMention], list[int]]:
            fresh = analyses.changed_between(connection, since, now) if how == "news" else []
            return events.mentions_of(connection, [event.id]), fresh

        mentions, fresh = await self._store.read(known)
        speaking = []
        for id_ in list(dict.fromkeys(each.analysis for each in mentions))[:_ANALYSES]:
            analysis = (await self._library.several([id_])).get(id_)
            if analysis is None:  # its stored content can't be read
                continue
            here = [m for m in mentions if (m.analysis, m.revision) == (id_, analysis.revision)]
            speaking.append(Mentioned(analysis, tuple(Span(m.start, m.end) for m in here)))
        if not speaking:
            return ReminderQuotes(how, await self._close_to(event.title))
        return await asyncio.to_thread(chosen_sentences, event.title, how, speaking, frozenset(fresh), since)

    async def _close_to(self, title: str) -> tuple[CitedSentence, ...]:
        """What the library says about an event that no text mentions, by the words of its title."""
        wanted = {term: frozenset({term}) for term in content_terms(title)}
        if not wanted:
            return ()
        counts = (await self._store.read(lambda connection: mentioned_in(connection, wanted, 0))).counts
        found = (await self._library.search(title, _LOOKED_AT)).hits
        return tuple(cited for cited in found if concerns(cited.text, counts))[:_QUOTATIONS]


def concerns(text: str, counts: Mapping[str, int]) -> bool:
    """Whether a sentence contains enough of a title to be about it; `counts` has the number of sentences with each
    word.

    Rare words weigh more, and words common in agendas little. The sentence must have more than half of the total
    weight, two words if the title has two, and one that is specific. Pure.
    """
    weights = {term: (_GENERAL if term in _general() else 1) / (1 + log(1 + count)) for term, count in counts.items()}
    held = weights.keys() & terms(text)
    enough = fsum(weights[term] for term in held) > fsum(weights.values()) / 2
    return enough and len(held) >= min(2, len(weights)) and not held <= _general()


@cache
def _general() -> frozenset[str]:
    return frozenset(terms(_ANY_AGENDA))


def content_kind(lead: Lead | None) -> Manner:
    """The kind of content for this lead; a snoozed reminder uses the short form."""
    if lead is None:
        return "again"
    if lead.length >= _BRIEF:
        return "brief"
    if lead.length >= _NEWS:
        return "news"
    return "screen" if lead.length > _SCREEN else "quotations"


def chosen_sentences(
    title: str, how: Manner, speaking: Sequence[Mentioned], fresh: frozenset[int], since: datetime
) -> ReminderQuotes:
    """The sentences to quote from the analyses that mention an event. Pure.

    `fresh` are the ids of analyses new since `since`. If all are, everything is news.
    """
    if how == "quotations":
        words = _quotations(title, speaking)
        return ReminderQuotes(how, words) if words else chosen_sentences(title, "screen", speaking, fresh, since)
    if how == "news":
        new = [each for each in speaking if each.analysis.id in fresh]
        known = [each for each in speaking if each.analysis.id not in fresh]
        points = _told(title, new or known, _WORDS[how] if new else 0)
        return (
            ReminderQuotes(how, points, since=since if known else None)
            if new
            else ReminderQuotes("nothing new", points, since=since)
        )
    points = _told(title, speaking, _WORDS[how])
    return ReminderQuotes(how, points, _questions(title, speaking, points) if how == "screen" else ())


def _told(title: str, speaking: Sequence[Mentioned], words: int) -> tuple[CitedSentence, ...]:
    """Sentences about the event, then related ones, up to the word limit and without repetitions."""
    points: list[CitedSentence] = []
    for each in speaking:
        room = words // len(speaking) - sum(len(_text(each.analysis, span).split()) for span in each.mentions)
        more = summaries.on_topic(each.analysis, title, room).told if room > 0 else ()
        for span in sorted({*each.mentions, *more}, key=lambda span: span.start):
            if not any(say_the_same(_text(each.analysis, span), point.text) for point in points):
                points.append(quote(each.analysis, span.start, span.end))
    return tuple(points)


def _questions(title: str, speaking: Sequence[Mentioned], points: Sequence[CitedSentence]) -> tuple[CitedSentence, ...]:
    """Nearby sentences of the same section about open questions."""
    quoted = {(point.analysis, point.start) for point in points}
    found = [
        quote(each.analysis, span.start, span.end)
        for each in speaking
        for span in _around(title, each)
        if _OPEN.search(_text(each.analysis, span)) and (each.analysis.id, span.start) not in quoted
    ]
    return tuple(found[:_QUESTIONS])


def _quotations(title: str, speaking: Sequence[Mentioned]) -> tuple[CitedSentence, ...]:
    """Sentences with quotations, those in sections about the event first."""
    near: list[CitedSentence] = []
    far: list[CitedSentence] = []
    for each in speaking:
        around = set(_around(title, each))
        for span in _quoting(each.analysis.draft):
            (near if span in around else far).append(quote(each.analysis, span.start, span.end))
    return tuple([*near, *far][:_QUOTATIONS])


def _quoting(draft: Draft) -> list[Span]:
    return [
        Span(s.start, s.end)
        for s in draft.sentences
        if (draft.reference_section is None or s.section != draft.reference_section)
        and (any(s.start <= q.start < s.end for q in draft.quotations) or _QUOTED.search(draft.text[s.start : s.end]))
    ]


def _around(title: str, each: Mentioned) -> Iterable[Span]:
    """The sentences of the sections about the event, in order."""
    draft = each.analysis.draft
    places = {span.start for span in (*each.mentions, *summaries.sentences_about(each.analysis, title, _QUOTATIONS))}
    sections = {s.section for s in draft.sentences if s.start in places}
    return [Span(s.start, s.end) for s in draft.sentences if s.section in sections]


def _text(analysis: Analysis, span: Span) -> str:
    return analysis.draft.text[span.start : span.end]
