"""What `benchmarks.summaries` compares: systems that choose sentences of a text, of which Readout's is one."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from briefings.reading.language import language_of
from briefings.reading.sentences import split
from briefings.summarising import SUMMARISERS, Passage

_GAP = re.compile(r"\n\s*\n|\Z")

System = Callable[[str, Sequence[Passage], int], list[str]]


def passages(sections: Sequence[Mapping[str, str]]) -> list[Passage]:
    """Sections with their sentences found."""
    language = language_of("\n".join(section["text"] for section in sections))
    return [Passage(s["heading"] or "", s["text"], tuple(_sentences(s["text"], language))) for s in sections]


def _sentences(text: str, language: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _GAP.finditer(text):
        yield from split(text, language, start, gap.start())
        start = gap.end()


def sentences_of(sections: Sequence[Passage]) -> list[list[str]]:
    """The sentences' words, section by section."""
    return [[passage.text[start:end] for start, end in passage.sentences] for passage in sections]


def ours(title: str, sections: Sequence[Passage], words: int) -> list[str]:
    """Readout's own summariser."""
    texts = sentences_of(sections)
    choice = SUMMARISERS["extractive"](title, sections, words=words)
    return [texts[place.section][place.sentence] for place in choice.sentences]
