"""Questions about what somebody says: "what does Solberg say about strikes?"."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from bot.commands.natural_language.command_lines import Utterance
from briefings.errors import NotFound
from briefings.library import authors_of
from briefings.model.analysis import Entry
from briefings.parsing import name_of_document, parse_id
from briefings.text import in_english, lazy_re

_AUTHORED = 300  # newest analyses whose authors are compared with a name
_NAME = r"(?P<name>\S+(?: \S+){0,6}?)"
_VERB = (
    r"(?:say|said|saying|write|written|writing|think|thought|thinking|claim|claimed|claiming|argue|argued|arguing"
    r"|believe|believed|report|reported|state|stated|conclude|concluded|predict|predicted|expect)"
)
_VERB_RU = r"(?:пишет|писал[аи]?|написал[аи]?|говорит|говорил[аи]?|сказал[аи]?|думает|считает|утверждает|сообщает)"
_SAYS = tuple(
    lazy_re(rf"(?:(?:and|so|but|а|и) )?{pattern}[?.!？。 ]*", re.IGNORECASE)
    for pattern in (
        (
            rf"what (?:does|did|do|has|have|is|are|was) {_NAME} (?:have to |got to )?{_VERB} "
            r"(?:anything )?(?:to say )?(?:about|on|of|regarding|concerning) (?P<topic>.+?)"
        ),
        rf"(?:does|did|do|has) {_NAME} (?:ever |also |even )?(?:mention|mentioned|discuss|discussed) (?P<topic>.+?)",
        rf"что {_VERB_RU} {_NAME} (?:об?|обо|про|насч[её]т|по поводу) (?P<topic>.+?)",
        rf"что {_NAME} {_VERB_RU} (?:об?|обо|про|насч[её]т|по поводу) (?P<topic>.+?)",
        r"(?P<name>[^\W\d_]{2,8}?)(?:是)?(?:怎么|如何)(?:看待|评价|评论|看|说)(?P<topic>[^的吧吗呢].*?)",
        r"(?P<name>[^\W\d_]{2,8}?)(?:对|关于)(?P<topic>.+?)(?:是?怎么[看说](?:的)?|有什么看法|说了什么|怎么评价)",
    )
)
_NOBODY = lazy_re(  # words that name no person by themselves
    r"(?:the|this|that|these|those|our|my|your|its?|an?|he|she|they|you|we|i|any\w*|every\w*|some\w*|one|who|people"
    r"|experts?|both|all|each|paper\w*|analys[ei]s|texts?|reports?|documents?|articles?|section|library"
    r"|он|она|оно|они|мы|вы|ты|я|эт\w+|наш\w+|стать\w+|анализ\w*|текст\w*|доклад\w*|отч[её]т\w*|документ\w*|записк\w+"
    r"|автор\w*|раздел\w*|библиотек\w+|все|кто\w*|нам|мне)\b"
    r"|.*(?:文章|论文|报告|分析|作者|[这那它他她你我]|大家|专家|怎么|什么|请)",
    re.IGNORECASE,
)
_OWN = lazy_re(  # "Quiroga's paper"
    r"['’]s(?: (?:paper|analysis|report|document|article|text|piece|study|note|essay|memo))?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class SpeakerQuestion:
    """The name of a person or a document, and the topic on which it is asked about."""

    name: str
    topic: str


def speaker_question(sentence: str) -> SpeakerQuestion | None:
    """The question of a sentence that names who speaks; None for other sentences."""
    plain = " ".join(sentence.split())
    found = next(filter(None, (each.fullmatch(plain) for each in _SAYS)), None)
    if found is None or any(map(parse_id, found["name"].split())):
        return None
    if _NOBODY.match(found["name"]) and not name_of_document(found["name"]):
        return None
    return SpeakerQuestion(_OWN.sub("", found["name"]).strip(" ,"), found["topic"].strip(" ,"))


async def lines_about(asked: SpeakerQuestion, sentence: Utterance) -> list[tuple[str, str]]:
    """The lines that may answer, each with the name of its analysis, or one with "".

    What the person wrote counts first, then an analysis of that title, then what the person is quoted with; else the
    question is one to all texts, or the name is looked for if none holds it.
    """
    library = sentence.briefings.library
    if written := await _by_author(asked.name, sentence):
        return [(f"brief {asked.topic} in a{each.id}", f"a{each.id} ({each.title})") for each in written]
    if titled := await replace(sentence, words=asked.name).named():
        return [(f"brief {asked.topic} in {titled}", "")]
    if quoted := await sentence.speaker([asked.name], ""):
        return [(f"quotes {quoted}", "")]
    known = in_english(asked.name) != asked.name or (await library.search(asked.name, 1)).hits
    return [(f"ask {sentence.words}" if known else f"search {asked.name}", "")]


async def _by_author(name: str, sentence: Utterance) -> list[Entry]:
    """The analyses of which a person is an author, newest first."""
    library, found = sentence.briefings.library, []
    for entry in await library.entries(limit=_AUTHORED):
        with suppress(NotFound):
            if _is_one_of(name, authors_of((await library.get(entry.id)).draft)):
                found.append(entry)
    return found


def _is_one_of(name: str, authors: Sequence[str]) -> bool:
    said = name.casefold().split()
    return any(set(said) <= set(re.findall(r"[\w'’-]+", author.casefold())) for author in authors)
