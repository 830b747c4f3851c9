"""Composes prose from a text's own sentences, chosen and ordered by a language model. Pure.

`runs` tells which sentences of a section must stay together. `excerpts` lists what may be chosen, each sentence
verbatim with those it depends on. `compose` builds prose from the ids and connectives that a model returns. It
supports English, Russian and Chinese. The selection can still mislead.
"""

from briefings.summarising.composing.composition import compose, connectives
from briefings.summarising.composing.excerpts import Excerpt, excerpts, relative
from briefings.summarising.composing.runs import Paragraph, Section, runs

__all__ = ["Excerpt", "Paragraph", "Section", "compose", "connectives", "excerpts", "relative", "runs"]
