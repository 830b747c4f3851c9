"""What may be shown of what a model wrote: a sentence that is borne out, else the one on which it rests; pure."""

from collections.abc import Sequence

from briefings.model.briefing import Prose, Said
from briefings.summarising.grounding import faults
from briefings.summarising.lengths import word_count
from briefings.summarising.prompting import Wrote
from briefings.words import content_terms


def woven(wrote: Sequence[Wrote], sentences: Sequence[str], words: int) -> Prose:
    """The prose of at most `words` words; what is said twice or is too much counts for nothing."""
    said: list[Said] = []
    judged, left = 0, words
    for each in wrote:
        cited = [sentences[index] for index in each.ids]
        one = Said(each.text, each.ids, written=True) if not faults(each.text, cited) else _own(each, sentences)
        if one is None:
            judged += 1
        elif word_count(one.text) <= left and all(one.text != other.text for other in said):
            judged += 1
            left -= word_count(one.text)
            said.append(one)
    return Prose(tuple(said), sum(one.written for one in said), judged)


def _own(wrote: Wrote, sentences: Sequence[str]) -> Said | None:
    """The cited sentence that has most of what was written."""
    wanted = set(content_terms(wrote.text))
    best = max(wrote.ids, key=lambda index: len(wanted & set(content_terms(sentences[index]))), default=None)
    return None if best is None else Said(sentences[best], (best,), written=False)
