"""Corrections: which chats were shown a sentence, and telling them once that it was corrected."""

from briefings.corrections.receipts import QuoteReceipts

__all__ = ["QuoteReceipts"]
