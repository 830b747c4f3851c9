"""What looks like a citation although no reference fits: names, not the other things that stand before years."""

import re

_UPPER = r"[A-ZÀ-ÞА-ЯЁ]"
_WORD = rf"{_UPPER}[\w’'-]*"
_PARTICLE = r"(?:van|von|de|der|den|del|della|di|da|dos|du|la|le|el|al|bin|ten|ter)\s"
_SURNAME = rf"(?:(?:{_UPPER}\.[ -]?){{1,3}}|[A-Z]{{1,2}}\s)?(?:{_PARTICLE}){{0,2}}{_WORD}(?:-{_WORD})?"
_ET_AL = r",?\s\*?et\.?\sal\.?\*?"
_PERSONS = rf"{_SURNAME}(?:(?:,\s{_SURNAME}){{0,8}}(?:{_ET_AL}|,?\s(?:and|&)\s{_SURNAME}))"
_BODY = rf"(?:{_WORD}(?:\s(?:of|the|for|and|de|on|in|’s)){{0,2}}\s){{0,9}}{_WORD}"
_SEVERAL = re.compile(rf"(?P<names>{_PERSONS})$")
_ONE = re.compile(rf"(?P<names>{_SURNAME}|{_BODY})$")
_ACRONYM = re.compile(r"(?!(?:USA|UAE|USSR|GDP|UTC|GMT|BCE)$)[A-Z]{3,8}")
_SPECIES = re.compile(r"\b[A-Z][a-z]{0,2}\.\s(?:[A-Z]\.\s|cf\.\s|aff\.\s)?[a-z-]{3,}\s[(\[]?$")
_LEAD_WORDS = re.compile(
    r"\s*(?:(?:see|also|e\.g\.|i\.e\.|cf\.|for (?:a |an )?(?:recent )?(?:review|example|instance|overview|details?)s?|"
    r"as in|after|in|by|from|data|adapted|reviewed|quoted|cited|compare|but|and|for|sources?|according to|following|"
    r"based on|см\.)[,:\s]*){0,5}",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\b(?:the|a|an|his|her|their|its|of|in|called)\s$", re.IGNORECASE)
_NOT_AUTHORS = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|"
    r"Jul|Aug|Sept?|Oct|Nov|Dec|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Spring|Summer|Autumn|Fall|"
    r"Winter|Act|Bill|Law|Treaty|Agreement|Accords?|War|Convention|Protocol|Resolution|Summit|Conference|Olympics?|Games|"
    r"Declaration|Constitution|Revolution|Crisis|Pact|Charter|Communiqu[eé]|Directive|Regulation|Amendment|Election|"
    r"Congress|Session|Figure|Fig|Table|Section|Chapter|Version|Windows|Office|Since|Until|From|Before|After|During|"
    r"About|Around|Circa|Early|Mid|Late|FY|Q[1-4]|H[12]|Plan|Strategy|Report|Memorandum|Budget|World Cup|Day|Year|"
    r"Edition|Volume|No|Born|Died|Founded|Established|Built|Copyright|The|It|This|That|In|By)\b\.?"
)


def names_before(lead: str) -> str:
    """The names of several authors at the end of a phrase, "" where there are none."""
    match = _SEVERAL.search(lead[-160:])
    return match["names"] if match and not _NOT_AUTHORS.search(match["names"]) else ""


def one_before(lead: str) -> str:
    """A single author's name, or a body's, at the end of a phrase."""
    match = _ONE.search(lead[-120:])
    if not match or _NOT_AUTHORS.search(match["names"]) or not any(map(str.islower, match["names"])):
        return ""
    return "" if _ARTICLE.search(lead[-120:][: match.start()]) else match["names"]


def whole_name(lead: str) -> str:
    """The name or names which the phrase consists of, beside words such as "see"; "" where it says anything else."""
    bare = lead[match.end() :] if (match := _LEAD_WORDS.match(lead)) else lead
    acronym = bare.strip() if _ACRONYM.fullmatch(bare.strip()) and not _NOT_AUTHORS.search(bare) else ""
    for names in (names_before(bare), one_before(bare), acronym):
        if names and names == bare.strip():
            return names
    return ""


def follows_species(before: str) -> bool:
    """Whether an abbreviated name of a genus and a species end a text: "C. sauros (Garcia, 2006)" says who named it."""
    return bool(_SPECIES.search(before))


def is_lead(words: str) -> bool:
    """Whether words are no more than such as "see" or "for review see"."""
    match = _LEAD_WORDS.match(words)
    return bool(match) and match.end() == len(words) if match else not words.strip()
