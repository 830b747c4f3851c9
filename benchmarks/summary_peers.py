"""Other ways to summarise, called as Readout's own is: with a title, sections and a number of words."""

from collections.abc import Sequence
from typing import Any

from summa.summarizer import summarize
from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.lsa import LsaSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer

from benchmarks.summary_systems import System, sentences_of
from briefings.summarising import Passage
from briefings.text.terms import content_terms, word_count


def first_sentences(_: str, sections: Sequence[Passage], words: int) -> list[str]:
    """The first sentence of each section, then the second, until the words are used up."""
    texts = sentences_of(sections)
    order = sorted((n, s) for s, sentences in enumerate(texts) for n in range(len(sentences)))
    taken: list[tuple[int, int]] = []
    for number, section in order:
        if words > 0:
            taken.append((section, number))
            words -= word_count(texts[section][number])
    return [texts[section][number] for section, number in sorted(taken)]


class _Words:
    """What sumy asks of a tokenizer."""

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(content_terms(text))


def sumy(summarizer: type) -> System:
    """A summarizer of sumy's on our sentences and terms; it ranks, the budget ends the list."""

    def system(_: str, sections: Sequence[Passage], words: int) -> list[str]:
        tokens = _Words()
        paragraphs = [Paragraph([Sentence(text, tokens) for text in texts]) for texts in sentences_of(sections)]
        document = ObjectDocumentModel(paragraphs)

        def within(ranked: Sequence[Any]) -> list[Any]:
            taken, left = [], words
            for info in sorted(ranked, key=lambda info: -info.rating):
                if left > 0:
                    taken.append(info)
                    left -= word_count(str(info.sentence))
            return taken

        return [str(sentence) for sentence in summarizer()(document, within)]

    return system


def summa(_: str, sections: Sequence[Passage], words: int) -> list[str]:
    """summa's TextRank on the whole text."""
    found: list[str] = summarize("\n".join(passage.text for passage in sections), words=words, split=True)
    return found


PEERS: dict[str, System] = {
    "first sentences": first_sentences,
    "sumy LexRank": sumy(LexRankSummarizer),
    "sumy TextRank": sumy(TextRankSummarizer),
    "sumy LSA": sumy(LsaSummarizer),
    "summa TextRank": summa,
}
