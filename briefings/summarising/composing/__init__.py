"""Prose of a text's own clauses: a language model chooses, orders and joins them, and writes no word itself; pure.

`clauses` lists what may be chosen from numbered sentences, each clause whole with whatever changes its meaning.
`compose` makes prose of the ids and connectives that a model answers with; what does not hold gives way to the text's
own sentences. English, Russian and Chinese are known; sentences of other languages are only chosen and ordered.
"""

from briefings.summarising.composing.clauses import Clause, clauses
from briefings.summarising.composing.composition import compose, connectives

__all__ = ["Clause", "clauses", "compose", "connectives"]
