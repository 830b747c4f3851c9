"""Answers over the whole library: questions, topics, and connected prose by an optional language model.

It reads the library and never changes it.
"""

from briefings.answers.prose import NO_MODEL, ProseResult
from briefings.answers.token_budget import TokenAccount
from briefings.answers.verification import QuotedPlace, Verification

__all__ = [
    "NO_MODEL",
    "ProseResult",
    "QuotedPlace",
    "TokenAccount",
    "Verification",
]
