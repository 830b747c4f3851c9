"""Features of a sentence: position, wording, overlap with the rest of the text, signs of what it states."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from math import log, sqrt

from briefings.summarising.cues import announced, anywhere, at_start, within
from briefings.summarising.document_statistics import DocumentStatistics, SectionStatistics
from briefings.summarising.statements import NAMES as STATEMENTS
from briefings.summarising.statements import signs

Row = tuple[float, ...]

# Each name says what its number measures; "x" is a product, "first" means the first sentence of its section.
NAMES = (
    "nearness to the section's start",
    "nearness to the paragraph's start",
    "paragraphs before it in the section",
    "sections before, as a share",
    "in the first section",
    "words before, as a share",
    "nearness to start x sections",
    "nearness to paragraph's start x section's words",
    "nearness to paragraph's start x sections",
    "first x section's words",
    "nearness to start x in the first section",
    "nearness to start x in the only section",
    "heading announces an opening",
    "heading announces a closing",
    "heading announces an aside",
    "heading announces a decision or finding",
    "words, up to 80",
    "words, up to 8",
    "words x sections",
    "citations",
    "quotation marks",
    "colons and semicolons",
    "commas",
    "ends as a sentence",
    "begins in small letters",
    "content terms, as a share",
    "states an aim",
    "gives an instance",
    "points at an exhibit",
    "weighs what may be",
    "opens with a link",
    "opens with a word that points back",
    "frequency of its terms in the section",
    "frequency of its terms in the rest of the section",
    "terms that no other sentence has",
    "terms of the title",
    "terms of the title x in the only section",
    "terms of headings",
    "terms of other sections' first sentences",
    "pairs that come back",
    "frequency of its pairs in other sections",
    "last of its section",
    "last of its paragraph",
    "last of the text",
    *STATEMENTS,
)
_CITATION = re.compile(r"\([^()]{0,60}(?:19|20)\d\d|\[\d")
_NO_CUES = (0, 0, 0, 0)
_LONG, _SHORT = 80, 8  # words up to which lengths count
_CLOSERS = "\"'”’»)]」』）"
_STOPS = (".", "!", "?", "…", "。", "！", "？")


def rows(survey: DocumentStatistics) -> Iterator[Row]:
    """The features of each sentence, in text order; columns as in NAMES."""
    before = 0
    for part in survey.parts:
        yield from _part_rows(survey, part, before)
        before += part.words


def _part_rows(survey: DocumentStatistics, part: SectionStatistics, before: int) -> Iterator[Row]:
    last = part.first + len(part.passage.sentences)
    counts = Counter(chain.from_iterable(survey.content[part.first : last]))
    logs = [0.0, *map(log, range(1, max(counts.values(), default=0) + 1))]
    rest = {term: count for term, count in counts.items() if count > 1}  # a term that comes once counts nothing
    of_counts = {term: logs[count] for term, count in rest.items()}
    heading, where, many = announced(part.passage.heading), _where(survey, part), log(len(survey.parts))
    paragraphs = [*_paragraphs(part), (0, 0)]
    for number, (paragraph, within_it) in zip(range(part.first, last), paragraphs, strict=False):
        many_terms = len(survey.content[number]) or 1
        recurring = [*filter(of_counts.__contains__, survey.content[number])]
        frequency = (
            sum(map(of_counts.__getitem__, recurring)) / many_terms,
            sum(map(logs.__getitem__, map(rest.__getitem__, recurring))) / many_terms,
        )
        place = _place(where, number - part.first, paragraph, within_it, before / (survey.words or 1))
        company = _company(survey, number, survey.opening[number == part.first])
        ends = paragraphs[number - part.first + 1][1] == 0
        end = (number == last - 1, ends, number == len(survey.texts) - 1)
        stated = signs(survey.texts[number], survey.sizes[number], survey.terms[number])
        yield (*place, *heading, *_wording(survey, number, many), *frequency, *company, *end, *stated)
        for term in recurring:
            rest[term] -= 1
        before += survey.sizes[number]


def _paragraphs(part: SectionStatistics) -> Iterator[tuple[int, int]]:
    """For each sentence, the paragraphs before its own, and the sentences before it in its paragraph."""
    text, spans = part.passage.text, part.passage.sentences
    gap = "\n\n" if "\n\n" in text else "\n"
    paragraph = within_it = 0
    for number, (start, _) in enumerate(spans):
        if number:
            parted = text.find(gap, spans[number - 1][1], start) >= 0
            paragraph, within_it = (paragraph + 1, 0) if parted else (paragraph, within_it + 1)
        yield paragraph, within_it


def _where(survey: DocumentStatistics, part: SectionStatistics) -> Row:
    """A section's features: relative position, size, number of sections, whether it is the first or the only one."""
    sections = len(survey.parts)
    return part.rank / max(1, sections - 1), log(1 + part.words), log(sections), part.rank == 0, sections == 1


def _place(where: Row, number: int, paragraph: int, within_it: int, before: float) -> Row:
    sections_before, size, many, first_section, only = where
    near, near_paragraph = 1 / (1 + number), 1 / (1 + within_it)
    return (
        near,
        near_paragraph,
        min(paragraph, 20),
        sections_before,
        first_section,
        before,
        near * many,
        near_paragraph * size,
        near_paragraph * many,
        size if number == 0 else 0.0,
        near if first_section else 0.0,
        near if only else 0.0,
    )


def _wording(survey: DocumentStatistics, number: int, many: float) -> Row:
    text, size, terms = survey.texts[number], survey.sizes[number], survey.terms[number]
    count = text.count
    if size > _LONG:
        size = _LONG
    return (
        size,
        size if size < _SHORT else _SHORT,
        size * many,
        min(3, len(_CITATION.findall(text))) if "(" in text or "[" in text else 0,
        min(3, count('"') + count("“") + count("«")),
        min(2, count(":") + count(";")),
        min(6, count(",")),
        text.endswith(_STOPS) or text.rstrip(_CLOSERS).endswith(_STOPS),
        text[:1].islower(),
        len(survey.content[number]) / (len(terms) or 1),
        *_cues(terms),
    )


def _cues(terms: Sequence[str]) -> Row:
    """The number of cues of each kind in a sentence, up to 3; and the kind it opens with."""
    links, backward = at_start()
    opener = terms[0] if terms else ""
    found = anywhere().intersection(terms)
    cues = [min(3, len(cue & found)) for cue in within()] if found else _NO_CUES
    return (*cues, opener in links, opener in backward)


def _company(survey: DocumentStatistics, number: int, opening: frozenset[str]) -> Row:
    content, pairs = survey.content[number], survey.pairs[number]
    many, many_pairs = len(content) or 1, (pairs.stop - pairs.start) or 1
    of_title = len(survey.title.intersection(content)) / sqrt(many)
    return (
        len(survey.rare.intersection(content)) / many,
        of_title,
        of_title if len(survey.parts) == 1 else 0.0,
        len(survey.headings.intersection(content)) / sqrt(many),
        len(opening.intersection(content)) / many,
        survey.repeated.count(1, pairs.start, pairs.stop) / many_pairs,
        sum(survey.shared[pairs]) / many_pairs,
    )
