"""Disagreements: claims of analyses that can't both be right, their editors' verdicts, and who else says the same."""

from briefings.disagreements.claims import claims
from briefings.disagreements.comparison import DatedClaim, agrees, dissent
from briefings.disagreements.register import Disagreements, is_about, sync

__all__ = ["DatedClaim", "Disagreements", "agrees", "claims", "dissent", "is_about", "sync"]
