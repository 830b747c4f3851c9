"""Plain text and Markdown: paragraphs, headings and lists told from lines. Pure."""
