"""What may be shown of what a model wrote: a sentence that is borne out, else the one on which it rests; pure."""

from collections.abc import Sequence

from briefings.model.briefing import Prose, Said
from briefings.summarising.grounding import faults
from briefings.summarising.lengths import word_count
from briefings.summarising.prompting import Wrote
from briefings.words import content_terms


def woven(wrote: Sequence[Wrote], sentences: Sequence[str], words: int) -> Prose:
    """The prose of at most `words` words; what says nothing new, or rests on nothing, is left out."""
    said: list[Said] = []
    verified, left = 0, words
    for each in wrote:
        cited = [sentences[index] for index in each.ids]
        one = Said(each.text, each.ids, written=True) if not faults(each.text, cited) else _own(each, sentences)
        if one is None or any(one.text == other.text for other in said):
            continue
        size = word_count(one.text)
        if size <= left:
            left -= size
            verified += one.written
            said.append(one)
    return Prose(tuple(said), verified, len(wrote))


def _own(wrote: Wrote, sentences: Sequence[str]) -> Said | None:
    """The cited sentence that has most of what was written."""
    wanted = set(content_terms(wrote.text))
    best = max(wrote.ids, key=lambda index: len(wanted & set(content_terms(sentences[index]))), default=None)
    return None if best is None else Said(sentences[best], (best,), written=False)
