"""Plain text: recognises paragraphs, headings, lists and tables by lines. Pure."""
