"""Text lengths as Slack counts them, and characters it rejects."""


def escaped(words: str) -> str:
    """Escapes markup and mentions."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def well_formed(words: str) -> str:
    """Replaces lone surrogates, which can't be sent."""
    return words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def cut(words: str, most: int) -> str:
    """The words, at most so many UTF-16 units."""
    if units(words) <= most:
        return words
    kept = well_formed(words).encode("utf-16-le")[: 2 * (most - 1)].decode("utf-16-le", errors="ignore")
    return kept.rstrip() + "…"


def units(words: str) -> int:
    """The length in UTF-16 units, as Slack counts."""
    return len(words.encode("utf-16-le", errors="surrogatepass")) // 2
