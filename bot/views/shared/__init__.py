"""Parts shared by several views: citation marks, dates and numbers, Markdown, names."""
