"""Composes prose from passages of a text, chosen by a language model, which also orders sections. Pure.

`runs` tells which sentences of a section must stay together. `excerpts` lists what may be chosen, each sentence
verbatim with those it depends on. `compose` builds prose from the ids that a model returns. The selection can still
mislead.
"""

from briefings.summarising.composing.composition import compose
from briefings.summarising.composing.excerpts import Excerpt, excerpts, relative
from briefings.summarising.composing.runs import Paragraph, runs

__all__ = ["Excerpt", "Paragraph", "compose", "excerpts", "relative", "runs"]
