"""Sentences in the places that a text would give them."""

from briefings.summarising.composing import Paragraph, Section, runs
from briefings.summarising.passages import Place, Sentence


def in_sections(*sections: Section) -> list[Sentence]:
    """The sentences of sections in order."""
    found: list[Sentence] = []
    for index, section in enumerate(sections):
        offset = len(found)
        texts = [text for paragraph in section.paragraphs for text in paragraph.sentences]
        ends = {sum(len(one.sentences) for one in section.paragraphs[:n]) for n in range(len(texts) + 1)}
        for number, (text, run) in enumerate(zip(texts, runs(section), strict=True), 1):
            whole = None if run is None else (run[0] + offset, run[1] + offset)
            found.append(Sentence(text, Place("", index, len(found), len(found), whole, number in ends)))
    return found


def in_a_text(*texts: str) -> list[Sentence]:
    """The sentences of one paragraph."""
    return in_sections(Section((Paragraph(texts),)))


def apart(*texts: str) -> list[Sentence]:
    """Sentences that stand in a section each."""
    return in_sections(*(Section((Paragraph((text,)),)) for text in texts))
