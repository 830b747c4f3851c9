"""Announcements in Chinese sentences."""

import re
from collections.abc import Iterator, Sequence

from briefings.reading.dates import DateFound
from briefings.reading.events.phrase import EventPhrase

_HAN = re.compile(r"[\u4e00-\u9fff]")
_IDLE = re.compile(r"如果|假如|倘若|若(?!干)|一旦|可能|或许|也许|取消|不会|没有|并未|每年|每月|每周|通常|之后|以来")
_PAST = re.compile(r"了|曾|已(?!定)|于.{0,12}举行了|上周|昨天|此前|去年|^(?!.*(?:将|拟|计划|预计)).*被")
_AHEAD = re.compile(r"将|定于|计划|拟|预计|截止|到期|失效|生效|起|举行|召开|开始|启动|开幕|开通|届时|会议|峰会|选举")
_BEFORE = re.compile(r"(?:预计)?(?:即将|将会|将)?(?:计划|拟|预定|定)?(?:于|在|自|从|为|是)?$|在$")
_AFTER = re.compile(r"^(?:起|开始|之前|前|以前)?(?:即将|将会|将|会|正式|拟|计划)*")
_STANDS = re.compile(r"在$")
_HELD = re.compile(r"(?<=会议|峰会|论坛|大会|会谈|选举|谈判|磋商|对话|访问|会晤)(?:举行|召开|进行|开幕)$")
_PRONOUN = re.compile(r"^(?:他|她|它|我|你|这|那|其|双方也)")
_STOP = re.compile(r"[，。；！？：、\s]+")
_MOST = 28  # characters


def chinese_events(sentence: str, wanted: Sequence[DateFound]) -> Iterator[tuple[DateFound, EventPhrase]]:
    """What a Chinese sentence announces for each of the wanted dates."""
    if not _HAN.search(sentence) or _IDLE.search(sentence):
        return
    for found in wanted:
        start, end = _clause(sentence, found)
        said = sentence[start:end]
        if _PAST.search(sentence[start : found.start] + sentence[found.end : end]) or not (
            _AHEAD.search(said) or _STANDS.search(sentence[start : found.start])
        ):
            continue
        before = _BEFORE.sub("", sentence[start : found.start])
        after = _AFTER.sub("", sentence[found.end : end])
        title = re.sub(
            r"(?:即将|将会|将|拟|计划)(?=[\u4e00-\u9fff])", "", (before + after).strip(" ，。；：、"), count=1
        )
        title = _HELD.sub("", title)
        if len(_HAN.findall(title)) > 1 and len(title) <= _MOST and not _PRONOUN.match(title):
            yield found, EventPhrase(title, start, found.end)


def _clause(sentence: str, found: DateFound) -> tuple[int, int]:
    """The stretch between commas around a date, with the next one where the date stands alone."""
    edges = [0, *(m.end() for m in _STOP.finditer(sentence)), len(sentence)]
    at = max(i for i, edge in enumerate(edges) if edge <= found.start)
    start, end = edges[at], edges[min(at + 1, len(edges) - 1)]
    alone = not _HAN.search(sentence[start : found.start] + sentence[found.end : end])
    return (start, edges[min(at + 2, len(edges) - 1)]) if alone else (start, end)
