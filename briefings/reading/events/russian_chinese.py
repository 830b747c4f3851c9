"""Event phrases in Russian and Chinese."""

import re
from collections.abc import Iterator

from briefings.reading.events.english import EventPhrase

_RU_NOUN = re.compile(
    r"(?:(?P<left>[А-ЯЁа-яё-]+(?:ск|н)(?:ий|ая|ое|ие|ого|ой|их|ый|ые|ых))\s)?"
    r"(?P<noun>(?i:встреч[аиуе]|саммит\w{0,2}|визит\w{0,2}|переговор\w{1,3}|выбор(?:ы|ов|ам|ах)|голосовани[еяю]|"
    r"заседани[еяю]|референдум\w{0,2}|конференци[яиюй]|подписани[еяю]|форум\w{0,2}|учени[яйе]|сесси[яию]))(?!\w)"
    r"(?P<right>(?:\s(?:(?:с|в|между|по|глав|лидеров|президентов|министров|президента|совета)\s)?[А-ЯЁ][\w-]*)"
    r"(?:\s(?:и\s)?[А-ЯЁ][\w-]*){0,4})?"
)
_RU_VERB = re.compile(
    r"(?P<subject>[А-ЯЁ][\w-]*(?:\s[\w«»-]+){0,5}?)\s(?P<verb>истекает|истечёт|заканчивается|вступает в силу|"
    r"вступит в силу|начинается|начнётся|завершится|завершается|откроется)(?!\w)"
)
_ZH_NOUN = re.compile(
    r"(?P<what>[^\s，。；、！？：“”《》（）()\d将于在的和与并就定]{0,14}(?:[与和同][^\s，。；！？\d将于在的]{1,8})?"
    r"(?:会议|会晤|峰会|访问(?=[将于在定已计预，。；、！？\s\d]|$)|选举|谈判|会谈|投票|公投|论坛|大会|磋商|演习|签署仪式|对话))"
)
_ZH_VERB = re.compile(
    r"(?P<subject>《?[^\s，。；！？：将于在]{2,20}》?)(?:将|即将)?(?:于|在)?[\d年月日今明后本]{0,12}(?P<verb>到期|失效|生效)"
)
_ZH_LEAD = re.compile(r"^(?:年|月|日|举行|举办|召开|预计|计划|双方|届时|届|年的|月的)+")


def foreign_event_phrases(sentence: str) -> Iterator[EventPhrase]:
    """All events that a Russian or Chinese sentence names."""
    for match in _RU_NOUN.finditer(sentence):
        named = " ".join(filter(None, (match["left"], match["noun"])))
        yield _happening(named + (match["right"] or ""), match, "noun")
    for match in _RU_VERB.finditer(sentence):
        yield _happening(f"{match['subject']} {match['verb']}", match, "verb")
    for match in _ZH_NOUN.finditer(sentence):
        yield _happening(_ZH_LEAD.sub("", match["what"]), match, "what")
    for match in _ZH_VERB.finditer(sentence):
        yield _happening(match["subject"] + match["verb"], match, "verb")


def _happening(title: str, match: re.Match[str], group: str) -> EventPhrase:
    return EventPhrase(title[:1].upper() + title[1:], match.start(group), match.end(group))
