"""Answers over the whole library: questions, topics, and connected prose by an optional language model.

It reads the library and never changes it.
"""

from briefings.answers.prose import NO_MODEL, ProseResult
from briefings.answers.quoted_words import QuotedPlace, Verification
from briefings.answers.token_budget import TokenAccount

__all__ = [
    "NO_MODEL",
    "ProseResult",
    "QuotedPlace",
    "TokenAccount",
    "Verification",
]
