"""Prose of a text's own sentences: a language model chooses, orders and joins them, and writes no word itself; pure.

`runs` tells which sentences of a section may only be told together. `excerpts` lists what may be chosen of those given,
each sentence verbatim with whatever it leans on. `compose` makes prose of the ids and connectives that a model answers
with. English, Russian and Chinese are known. The choice can still mislead, as any choice can.
"""

from briefings.summarising.composing.composition import compose, connectives
from briefings.summarising.composing.excerpts import Excerpt, excerpts, relative
from briefings.summarising.composing.runs import Paragraph, Section, runs

__all__ = ["Excerpt", "Paragraph", "Section", "compose", "connectives", "excerpts", "relative", "runs"]
