"""Sentences in the places that a text would give them."""

from briefings.summarising.composing import Paragraph, SectionParagraphs, runs
from briefings.summarising.passages import Place, SourceSentence


def in_sections(*sections: SectionParagraphs) -> list[SourceSentence]:
    """The sentences of sections in order."""
    found: list[SourceSentence] = []
    for index, section in enumerate(sections):
        offset = len(found)
        texts = [text for paragraph in section.paragraphs for text in paragraph.sentences]
        ends = {sum(len(one.sentences) for one in section.paragraphs[:n]) for n in range(len(texts) + 1)}
        for number, (text, run) in enumerate(zip(texts, runs(section), strict=True), 1):
            whole = None if run is None else (run[0] + offset, run[1] + offset)
            found.append(SourceSentence(text, Place("", index, len(found), len(found), whole, number in ends)))
    return found


def in_a_text(*texts: str) -> list[SourceSentence]:
    """The sentences of one paragraph."""
    return in_sections(SectionParagraphs((Paragraph(texts),)))


def apart(*texts: str) -> list[SourceSentence]:
    """Sentences that stand in a section each."""
    return in_sections(*(SectionParagraphs((Paragraph((text,)),)) for text in texts))
