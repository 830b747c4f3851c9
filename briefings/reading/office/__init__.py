"""Word processor files, detected by content: Word (.docx), OpenDocument (.odt), Rich Text (.rtf)."""
