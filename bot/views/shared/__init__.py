"""Parts that several views use: citation marks, dates and numbers, Markdown, names."""
