"""Corrections: which chats were shown a sentence, and telling them once that it was corrected."""

from briefings.corrections.corrections import Decided, Told
from briefings.corrections.receipts import SentDigest
from briefings.corrections.reviews import GRACE, StoredMessage

__all__ = ["GRACE", "Decided", "SentDigest", "StoredMessage", "Told"]
