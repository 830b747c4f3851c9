"""Sentences in the places that a text would give them."""

from briefings.summarising.composing import Paragraph, runs
from briefings.summarising.passages import Place, SourceSentence


def in_sections(*sections: tuple[Paragraph, ...]) -> list[SourceSentence]:
    """The sentences of sections in order."""
    found: list[SourceSentence] = []
    for index, section in enumerate(sections):
        offset = len(found)
        texts = [text for paragraph in section for text in paragraph.sentences]
        for text, run in zip(texts, runs(section), strict=True):
            whole = None if run is None else (run[0] + offset, run[1] + offset)
            found.append(SourceSentence(text, Place("", index, len(found), len(found), whole)))
    return found


def in_a_text(*texts: str) -> list[SourceSentence]:
    """The sentences of one paragraph."""
    return in_sections((Paragraph(texts),))


def apart(*texts: str) -> list[SourceSentence]:
    """Sentences that stand in a section each."""
    return in_sections(*((Paragraph((text,)),) for text in texts))
