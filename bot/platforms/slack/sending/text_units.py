"""Text lengths as Slack counts them, and characters it rejects."""


def escaped(words: str) -> str:
    """Words for a place where Slack reads markup, with all that could call somebody made harmless."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def whole(words: str) -> str:
    """The words with a sign for each half of a character, which cannot be sent."""
    return words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def cut(words: str, most: int) -> str:
    """The words, at most so many UTF-16 units of them."""
    if units(words) <= most:
        return words
    kept = whole(words).encode("utf-16-le")[: 2 * (most - 1)].decode("utf-16-le", errors="ignore")
    return kept.rstrip() + "…"


def units(words: str) -> int:
    """How long Slack finds the words: in UTF-16 units."""
    return len(words.encode("utf-16-le", errors="surrogatepass")) // 2
