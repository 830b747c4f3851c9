"""Corrections: which chats were shown a sentence, and telling them once that it was corrected."""

from briefings.corrections.corrections import Corrections, Decided, Told
from briefings.corrections.receipts import QuoteReceipts, SentDigest
from briefings.corrections.reviews import GRACE, Reviews, StoredMessage

__all__ = ["GRACE", "Corrections", "Decided", "QuoteReceipts", "Reviews", "SentDigest", "StoredMessage", "Told"]
