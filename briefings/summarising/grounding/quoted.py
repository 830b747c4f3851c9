"""Checks that quotations and addresses occur verbatim in a cited sentence, with the same speaker."""

import re
from collections.abc import Sequence

from briefings.summarising.grounding.tokens import tokens
from briefings.text import lazy_re
from briefings.text.terms import is_function

_QUOTED = lazy_re(
    r"“([^”]+)”|\"([^\"]+)\"|«([^»]+)»|„([^“”]+)[“”]|「([^」]+)」|『([^』]+)』|(?<!\w)[‘']([^’'\n]{3,}?)[’'](?!\w)"
)
_SIGNS = "“”\"«»„「」『』‘’'"
_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "—": "-", "–": "-", "\n": " ", "\u00a0": " "})
_EDGE = " .,;:!?…。，；：！？"
_ADDRESS = lazy_re(r"https?://\S+|www\.\S+|\S+@\S+\.\w+|(?<!\w)@\w+|<[^>]*>|\[[^\]]*\]\([^)]*\)", re.IGNORECASE)


def unsupported_quotations(sentence: str, cited: Sequence[str]) -> bool:
    """Whether quoted words don't appear verbatim, as somebody's words, in one cited sentence."""
    return any(not any(_holds(source, words) for source in cited) for words in _quotations(sentence))


def misattributed(sentence: str, cited: Sequence[str]) -> bool:
    """Whether words are attributed to somebody whom their source sentence doesn't name, while it names another."""
    for words in _quotations(sentence):
        speakers = _names(_QUOTED.sub(" ", sentence))
        known = [_names(_QUOTED.sub(" ", source)) for source in cited if _holds(source, words)]
        if speakers and all(known) and not any(speakers & names for names in known):
            return True
    return False


def unsupported_addresses(sentence: str, source: str) -> bool:
    """Whether a web or email address, or any markup, isn't in the source."""
    return any(found.rstrip(_EDGE) not in source for found in _ADDRESS.findall(sentence))


def _quotations(text: str) -> list[str]:
    found = [next(filter(None, groups)) for groups in _QUOTED.findall(text)]
    return [words for words in found if words.strip(_EDGE)]


def _holds(source: str, words: str) -> bool:
    return _bare(words) in _bare(source) and any(sign in source for sign in _SIGNS)


def _bare(words: str) -> str:
    return " ".join(words.translate(_SAME).casefold().split()).strip(_EDGE)


def _names(text: str) -> set[str]:
    found = tokens(text)
    return {token.term for token in found if token.capital and not is_function(token.term) and token.start}
