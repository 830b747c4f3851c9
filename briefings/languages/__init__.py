"""The closed classes of each language: the small words by which a clause is found, and its time, force and holder told.

Each language is one file of words. A blank parts two words, an underscore stands for the blank within one, and an
asterisk for any letters. `ending` keys hold regular expressions.
"""

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh", "ru", "de", "fr")
_CYRILLIC, _HAN = re.compile("[а-яё]{3}", re.IGNORECASE), re.compile("[\u4e00-\u9fff]{2}")


@dataclass(frozen=True, slots=True)
class Language:
    """The closed classes of a language; each pattern finds one of their words.

    `will`, `may`, `expected`, `must`: what is to come, may come, is thought to come and is demanded; `ahead`: other
    words of what is to come; `past` and `be`: auxiliaries; `occurs` and `off`: that something takes place or doesn't;
    `supposing`, `negation`, `relative`, `conjunction`: what opens or turns a clause, `ends` a negation that ends
    something; `coordination` joins words as well as clauses; `preposition`, `article`, `pronoun`: small words of a
    noun phrase, `own` those of the writer; `person` are the pronouns of one who speaks, `of` joins a noun to its owner;
    `source` leads to whoever is quoted, and `passive` makes a verb's subject the one it is done to. `until` and `since`
    bound a time, `onto` moves something to it, `each` repeats it; `label` names the field of a form, or a weekday.
    Words are parted by blanks where the
    language is `spaced`; where it `inverts`, a subject may follow its verb.
    """

    will: re.Pattern[str]
    ahead: re.Pattern[str]
    may: re.Pattern[str]
    expected: re.Pattern[str]
    must: re.Pattern[str]
    past: re.Pattern[str]
    be: re.Pattern[str]
    occurs: re.Pattern[str]
    off: re.Pattern[str]
    supposing: re.Pattern[str]
    negation: re.Pattern[str]
    ends: re.Pattern[str]
    relative: re.Pattern[str]
    conjunction: re.Pattern[str]
    coordination: re.Pattern[str]
    preposition: re.Pattern[str]
    of: re.Pattern[str]
    article: re.Pattern[str]
    pronoun: re.Pattern[str]
    person: re.Pattern[str]
    own: re.Pattern[str]
    until: re.Pattern[str]
    since: re.Pattern[str]
    onto: re.Pattern[str]
    each: re.Pattern[str]
    label: re.Pattern[str]
    source: re.Pattern[str]
    passive: re.Pattern[str]
    name: str
    spaced: bool
    inverts: bool


@cache
def language(name: str) -> Language:
    """The closed classes of a language, by its ISO 639-1 code; those of English for one that has none."""
    known = name if name in LANGUAGES else "en"
    data = tomllib.loads(Path(__file__).with_name(f"{known}.toml").read_text("utf-8"))
    spaced, inverts = data["spaced"], data["inverts"]
    classes = [each.name for each in fields(Language) if each.name not in ("name", "spaced", "inverts")]
    patterns = {each: pattern_of(data[each], spaced=spaced) for each in classes}
    return Language(**patterns, name=known, spaced=spaced, inverts=inverts)


def language_in(words: str, name: str) -> Language:
    """The closed classes for some words of a text in a language; other letters than its own tell another one."""
    if _CYRILLIC.search(words):
        return language("ru")
    return language("zh" if _HAN.search(words) else name)


def pattern_of(words: str, *, spaced: bool) -> re.Pattern[str]:
    """Whole words in any case; where words are written without blanks, any of their characters."""
    told = (
        re.escape(word).replace("_", r"\s").replace(r"\*", r"\w{3,}" if word[0] == "*" else r"\w*")
        for word in sorted(words.split(), key=len)[::-1]
    )
    one = "|".join(told) or "(?!)"
    return re.compile(rf"(?<![\w’'])(?:{one})(?![\w])" if spaced else one, re.IGNORECASE)
