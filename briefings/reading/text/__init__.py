"""Plain text and Markdown: recognises paragraphs, headings and lists by lines. Pure."""
