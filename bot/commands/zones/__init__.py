"""Time zones in typed words, and the question when several match."""
