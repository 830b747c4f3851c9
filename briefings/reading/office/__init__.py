"""Word processors' files, each told apart by its content: Word (.docx), OpenDocument (.odt), Rich Text (.rtf)."""
