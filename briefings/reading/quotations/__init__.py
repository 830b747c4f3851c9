"""Finds direct quotations: text in quotation marks, a block quote or a turn of a transcript.

Single words, titles and names after "so-called" are not quotations. The rest counts if the sentence attributes it to a
speaker or source, or if it is long or a sentence of its own.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefings.model.analysis import Actor, Citation, Quotation, Reference, Sentence
from briefings.reading.quotations.beside_lines import BesideLines
from briefings.reading.quotations.marks import Span, attribution_name, opens_with_mark, quoted_spans
from briefings.reading.quotations.speakers import Speakers
from briefings.reading.quotations.turns import turns

_WORD = re.compile(r"[\u3400-\u9fff]{2}|[^\W_\u3400-\u9fff][^\s\u3400-\u9fff]*")
_NAMING = re.compile(
    r"(?:so-called|known as|entitled|titled|dubbed|nicknamed|code-?named|the (?:term|word|phrase|label|title|slogan)s?|"
    r"termed|headlined|(?:book|article|paper|report|essay|film|song|series|novel|study)\b"
    r"(?:(?!\b(?:was|is|were|are|has|had|says?)\b)[^.]){0,20}|так называем\w+|"
    r"под названием|所谓的?|题为|名为|称为|简称)[,:：]?\s?$",
    re.IGNORECASE,
)
_SMALL = re.compile(r"an?|the|of|in|on|at|to|for|and|or|with|by|from|as|its|и|в|на|с|о|по")
_WHOLE = re.compile(r"[A-ZА-ЯЁ\u3400-\u9fff].*[.!?…。！？,，]$", re.DOTALL)
_LONG, _WHOLE_WORDS = 7, 3  # words that need no speaker
_HAN = re.compile("[\u3400-\u9fff]")
_LEAST_HAN = 6  # characters of Chinese words that are no scare quote
_FEW = 3  # words of a scare quote before a noun
_ARTICLE = re.compile(
    r"\b(?:the|an?|its|his|her|their|our|les?|la|une?|des|ce|cette|son|sa|d(?:er|ie|as|em|en|es)|ein(?:e[nmrs]?)?)\s$",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"\s(?!(?:and|or|but|in|on|at|of|for|to|by|while|when|after|before|as|that|which|who|is|are|was|were|will|"
    r"would|has|had|this|over|during|against|about|if|because|than|last|next|with|from|et|ou|de|à|und|oder|als)\b)[a-zß-ÿA-ZÄÖÜ][\w-]*"
)
_GAP = 12  # characters between the paragraphs of one quotation
_NEIGHBOURS = 6  # quotations on either side that may stand between a quotation and its speaker
_BLOCK = re.compile(r"(?m)^ {0,3}>")
_BLOCK_MARK = re.compile(r"[>\s]*")


@dataclass(frozen=True, slots=True)
class Material:
    """A text with what was found in it so far; in `prose` its citations are blanked out.

    `blocks` holds the starts of the paragraphs that the file marks as block quotations.
    """

    text: str
    prose: str
    paragraphs: Sequence[Span]
    blocks: frozenset[int]
    sentences: Sequence[Sentence]
    citations: Sequence[Citation]
    works: Sequence[Reference]
    actors: Sequence[Actor]
    language: str


def quotations(of: Material) -> tuple[Quotation, ...]:
    """All quotations, in text order."""
    voices = Speakers(of.prose, of.sentences, of.actors, of.language)
    lines = BesideLines(of.text, of.paragraphs, of.language)
    spoken = turns(of.text, of.paragraphs, of.actors)
    found: list[Quotation] = []
    led: Quotation | None = None  # the block quotation before, where this one goes on with it
    for index, (start, end) in enumerate(of.paragraphs):
        if told := spoken.get((start, end)):
            found, led = [*found, *(Quotation(each.start, each.end, each.speaker) for each in told)], None
            continue
        if block := _block(of, start, end):
            if (name := attribution_name(of.text[slice(*block)])) and led:
                found, led = _signed(of, found, led, name), None
                continue
            if own := _told_in_block(of, voices, block):
                found, led = [*found, *own], None
                continue
            body = _unsigned(of, block)
            quotation = _cited_block(of, voices, body)
            if led and not quotation.speaker and not quotation.references:
                quotation = replace(quotation, speaker=led.speaker, references=led.references)
            if body != block:
                quotation = replace(quotation, speaker=_known_as(of, attribution_name(of.text[body[1] : block[1]])))
            found.append(quotation)
            led = quotation
            continue
        if (name := attribution_name(of.text[start:end])) and led:
            found, led = _signed(of, found, led, name), None
            continue
        led = None
        following = of.paragraphs[index + 1 : index + 2]
        goes_on = any(opens_with_mark(of.text, *each) for each in following)
        marked = [*quoted_spans(of.text, start, end, goes_on=goes_on)]
        found += _in_paragraph(of, voices, marked, lines.speaker(start, end) if marked else "")
    return tuple(_told_at_the_end(of, found))


def _told_at_the_end(of: Material, found: Sequence[Quotation]) -> list[Quotation]:
    """Gives a quotation continued in the next paragraph the speaker named there."""
    made: list[Quotation] = []
    unclosed = {end for _, end in of.paragraphs}
    for each in reversed(found):
        goes_on = each.end in unclosed and not each.speaker and bool(made)
        made.append(replace(each, speaker=made[-1].speaker) if goes_on and made[-1].start - each.end < _GAP else each)
    return made[::-1]


def _in_paragraph(
    of: Material, voices: Speakers, marked: Sequence[tuple[Span, Span]], named: str = ""
) -> Iterator[Quotation]:
    """The quotations of a paragraph; those that stand alone at its start are whose a line beside it has `named`."""
    before: Quotation | None = None
    for index, (inside, outside) in enumerate(marked):
        sentence = _sentence(of, outside)
        cited = _citations(of.citations, sentence)
        references = _references(cited)
        near = [whole for _, whole in marked[max(0, index - _NEIGHBOURS) : index + _NEIGHBOURS + 1]]
        speaker = voices.speaker(_among(sentence, near, outside), outside, near)
        if not speaker and before and _continues(of, before, sentence, outside):
            speaker = before.speaker
        if not speaker and _stands_alone(of, sentence, outside):
            speaker = voices.told_before(sentence, outside, near)
        if not speaker and named and not before and _stands_alone(of, sentence, outside):
            speaker = _known_as(of, named)
        if _is_quotation(of, inside, outside, attributed=bool(speaker or references)):
            speaker = speaker or _author(of, cited, references)
            before = Quotation(*inside, speaker, references)
            voices.last, voices.last_end = speaker, outside[1]
            yield before


def _sentence(of: Material, outside: Span) -> Span:
    """The sentences of a quotation; in Chinese, the words behind one that opens the sentence can name its speaker."""
    sentence = _stretch(of.sentences, *outside)
    goes_on = of.language == "zh" and of.text[outside[1] : outside[1] + 1].strip()
    opens = goes_on and outside[0] - sentence[0] <= 1 and sentence[1] <= outside[1]
    return _stretch(of.sentences, outside[0], outside[1] + 1) if opens else sentence


def _among(sentence: Span, near: Sequence[Span], outside: Span) -> Span:
    """The words of a sentence between the outermost of as many quotations as may stand between one and its speaker."""
    at = near.index(outside)
    start = near[0][0] if at == _NEIGHBOURS else sentence[0]
    end = near[-1][1] if len(near) - at > _NEIGHBOURS else sentence[1]
    return max(start, sentence[0]), min(end, sentence[1])


def _stretch(sentences: Sequence[Sentence], start: int, end: int) -> Span:
    """The span of all sentences that a span touches."""
    first = max(bisect_right(sentences, start, key=lambda s: s.start) - 1, 0)
    last = max(bisect_right(sentences, max(start, end - 1), key=lambda s: s.start) - 1, first)
    return (sentences[first].start, max(sentences[last].end, end)) if sentences else (start, end)


def _citations(citations: Sequence[Citation], sentence: Span) -> Sequence[Citation]:
    first = bisect_right(citations, sentence[0] - 1, key=lambda c: c.start)
    last = bisect_right(citations, sentence[1], key=lambda c: c.start)
    return citations[first:last]


def _references(citations: Sequence[Citation]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(index for citation in citations for index in citation.references))


def _is_quotation(of: Material, inside: Span, outside: Span, *, attributed: bool) -> bool:
    words = of.text[inside[0] : inside[1]].strip()
    count = len(_WORD.findall(words))
    before = of.prose[max(0, outside[0] - 40) : outside[0]]
    whole = bool(_WHOLE.fullmatch(words)) and count >= _WHOLE_WORDS
    if (
        count < 2
        or _NAMING.search(before)
        or _is_title(words)
        or (count <= _FEW and _is_attribute(of, before, outside))
    ):
        return False
    if _HAN.match(words) and len(words) < _LEAST_HAN and not whole:
        return False
    return attributed or whole or count >= _LONG


def _is_attribute(of: Material, before: str, outside: Span) -> bool:
    """Whether quoted words belong to a noun: 'its “fresh start” programme', "une opération de « collecte »"."""
    if re.search(r"[a-zà-ÿ]{3,}\s(?:de\s|d[’'])$", before):
        return True
    noun = _NOUN.match(of.prose, outside[1])
    written = noun is not None and (of.language != "de" or noun[0].strip()[0].isupper())
    return written and _ARTICLE.search(before) is not None


def _is_title(words: str) -> bool:
    """Whether every word except small ones has a capital, as in English titles."""
    words = words.rstrip(",")
    pieces = [word for word in words.split() if not _SMALL.fullmatch(word)]
    return words[-1:] not in ".!?" and len(words.split()) > 1 and all(word[0].isupper() for word in pieces)


def _continues(of: Material, before: Quotation, sentence: Span, outside: Span) -> bool:
    """Whether a quotation is a full sentence directly after another quotation's sentence."""
    return _stands_alone(of, sentence, outside) and outside[0] - _stretch(of.sentences, before.start, before.end)[
        1
    ] <= len(" “")


def _stands_alone(of: Material, sentence: Span, outside: Span) -> bool:
    """Whether a quotation is the whole of its sentence."""
    if outside[0] - sentence[0] + sentence[1] - outside[1] > _GAP:
        return False
    return not re.search(r"[^\W_]", of.prose[sentence[0] : outside[0]] + of.prose[outside[1] : sentence[1]])


def _author(of: Material, citations: Sequence[Citation], references: Sequence[int]) -> str:
    """The only person whose work the sentence cites by the author's name, as the text names them.

    Behind a number, the words can be those of anybody whom the work quotes.
    """
    if len(references) != 1 or len(of.works[references[0]].authors) != 1:
        return ""
    family = of.works[references[0]].authors[0].family
    if not family or not any(family in each.text for each in citations):
        return ""
    return next((one.name for one in of.actors if one.kind == "person" and family in one.name.split()), family)


def _block(of: Material, start: int, end: int) -> Span | None:
    """A block quotation, by the file's markup or a leading ">", which is left out."""
    line = of.text.rfind("\n", 0, start) + 1
    marked = _BLOCK.match(of.text, line)
    if not marked and start not in of.blocks:
        return None
    mark = _BLOCK_MARK.match(of.text, line, end) if marked else None
    return (max(start, mark.end() if mark else start), end)


def _told_in_block(of: Material, voices: Speakers, block: Span) -> list[Quotation]:
    """The quoted start of a block that names its speaker itself: as in '"Stop here", said Vik.'"""
    marked = [*quoted_spans(of.text, *block)] if opens_with_mark(of.text, *block) else []
    if not marked or marked[0][1][0] != block[0] or not re.search(r"\w", of.prose[marked[-1][1][1] : block[1]]):
        return []
    told = [*_in_paragraph(of, voices, marked)]
    return told if told and told[0].start == marked[0][0][0] and told[0].speaker else []


def _signed(of: Material, found: Sequence[Quotation], last: Quotation, name: str) -> list[Quotation]:
    """The quotations; the last blocks of one speaker get the name in the signature line below them."""
    made = [*found]
    at = len(made) - 1
    while at >= 0 and (made[at] is last or (made[at].speaker, made[at].references) == (last.speaker, last.references)):
        if made[at].start not in of.blocks and not _block(of, made[at].start, made[at].end):
            break
        made[at] = replace(made[at], speaker=_known_as(of, name))
        at -= 1
        if not _adjacent(of, made[at : at + 2]):
            break
    return made


def _adjacent(of: Material, pair: Sequence[Quotation]) -> bool:
    """Whether only marks come between two quotations."""
    return len(pair) > 1 and not re.search(r"\w", of.text[pair[0].end : pair[1].start])


def _unsigned(of: Material, block: Span) -> Span:
    """A block without its signature line."""
    line = of.text.rfind("\n", *block)
    return (block[0], line) if line > 0 and attribution_name(of.text[line : block[1]]) else block


def _known_as(of: Material, name: str) -> str:
    """The fullest name of somebody in the text, else the given words."""
    fuller = (one.name for one in of.actors if one.kind != "place" and name.split()[-1] in one.name.split())
    return next(fuller, name)


def _cited_block(of: Material, voices: Speakers, block: Span) -> Quotation:
    """A block with its own citations, or else those of the sentence introducing it."""
    references = _references(_citations(of.citations, block))
    lead = bisect_right(of.sentences, block[0] - 1, key=lambda s: s.start) - 1
    if lead < 0:
        return Quotation(*block, "", references)
    before = (of.sentences[lead].start, of.sentences[lead].end)
    leads = of.text[before[0] : before[1]].rstrip().endswith((":", "："))
    speaker = voices.speaker((before[0], block[1]), block, [block]) if leads else ""
    return Quotation(*block, speaker, references or (_references(_citations(of.citations, before)) if leads else ()))
