"""Parses authors: people by family and given name, or an organisation."""

import re

from briefings.model.analysis import Author

_P = r"(?:van|von|der|den|de|del|della|di|da|dos|do|du|la|le|ten|ter|el|al|bin|ibn|zu|zur|af)"
_CAPITAL = "[A-ZÀ-ÞА-ЯЁЄІЇҐЎ]"
_INITIALS = re.compile(
    rf"(?:{_P} )*(?:{_CAPITAL}{{1,3}}\.?(?:[ ‐-]?{_CAPITAL}{{1,2}}\.?){{0,4}}"
    rf"|{_CAPITAL}[a-zа-я]\.|{_CAPITAL}[a-zа-я]+ {_CAPITAL}\.)"
    rf"(?: {_P})*(?:,? (?:Jr\.?|Sr\.?|I{{2,3}}))?"
)
_SPOKEN = re.compile(
    rf"(?P<given>{_CAPITAL}[a-zà-ÿа-яё’'-]+(?: {_CAPITAL}\.){{0,2}}) "
    rf"(?P<family>(?:{_P} ){{0,2}}{_CAPITAL}[\w’'-]*[a-zà-ÿа-яё])"
)
_OUTLETS = re.compile(
    r"\b(?:International|Economics|Watch|Online|Daily|Welle|Sachs|Jazeera|Intelligence|Monitor|Review|Today|Weekly|"
    r"Research|Analytics|Insights?|Policy|Affairs|Studies|Security|Stanley|Social|Street|Magazine|Standard|Mail|Herald|"
    r"Tribune|Guardian|Journal|Report|Data|Global|World|National|Amnesty|Oxfam|Crisis|House)\b"
)
_COUNTRY = r"(?:U\.S\.|U\.K\.|U\.N\.|E\.U\.)"
_INITIALS_FIRST = re.compile(
    rf"(?!{_COUNTRY})"
    rf"(?P<given>(?:{_P} )?[A-ZÀ-ÞА-ЯЁ](?:[a-z]?\.[ ‐-]?[A-ZÀ-ÞА-ЯЁ]?){{0,5}}\.?|(?:{_P} )?[A-ZÀ-ÞА-ЯЁ]{{1,3}}) "
    r"(?P<family>(?:[\w’'ʼ-]+ ?){1,5})"
)
_FULL_NAME = re.compile(rf"(?P<given>{_CAPITAL}[a-zà-ÿа-яё]+ (?:{_CAPITAL}\. ?)+) ?(?P<family>{_CAPITAL}[\w’'-]+)")
_WRITTEN_OUT = re.compile(rf"{_CAPITAL}[a-zà-ÿа-яё]{{2}}")
_DOTTED = re.compile(rf"(?!{_COUNTRY})(?:{_CAPITAL}\. ?)+")
_INITIALS_LAST = re.compile(rf"(?P<family>(?:[\w’'ʼ-]+ ){{1,3}})(?P<given>(?:{_CAPITAL}\.? ?-?){{1,3}})")
_EAST_ASIAN = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af·]{2,40}"
_EAST_ASIAN_LIST = re.compile(rf"{_EAST_ASIAN}(?:\s?[,，、;；]\s?{_EAST_ASIAN}){{1,40}}")
_ET_AL = re.compile(r",?\s*(?:\*?et\.? al\.?\*?|and others|и др\.?|et coll\.?|и соавт\.?|等)\s*$", re.IGNORECASE)
_ROLE = re.compile(r",?\s*\(?\b(?:[Ee]ds?\.|[Ee]ditors?|[Tt]rans\.|ред\.|Hrsg\.|comps?\.)\)?\s*$")
_AND = re.compile(
    r"\s*(?:,|;|、|，)?\s+(?:&|and|und|et|y|и)\s+|\s*[&]\s*|\s*(?:;|、|，)\s*|,\s+(?:\.\s?){3}\s*|,\s*…\s*|\s/\s"
)
_LONGEST_FAMILY = 2  # words
_SUFFIX = re.compile(r"(?:Jr|Sr|I{2,3}|IV|2nd|3rd)\.?")
_TRAILING = re.compile(rf"\s((?:{_P} ?)+)$")
_BODY = re.compile(
    r"\b(?:University|Institute|Institution|Ministry|Department|Commission|Council|Committee|Agency|Association|"
    r"Organi[sz]ation|Office|Bank|Center|Centre|Bureau|Foundation|Society|Union|Government|Party|Press|News|Times|Post|"
    r"Group|Team|Network|Consortium|Collaboration|Program(?:me)?|Project|Service|Administration|Authority|Board|Court|"
    r"Congress|Parliament|Senate|House|Embassy|Company|Corporation|Ltd|Inc|LLC|GmbH|Nations|States|Republic|Federation|"
    r"Initiative|Laborator(?:y|ies)|School|College|Academy|Fund|Forum|Media|Agence|Radio|Television|Reserve|Treasury|"
    r"for|of the)\b"
)
_RUSSIAN_BODY = re.compile(
    r"\b(?:Министерств|Институт|Университет|Комитет|Агентств|Академи|Совет|Служб|Банк|банк|Правительств|"
    r"Администраци|Посольств|Комисси|Фонд|Организаци|Ассоциаци|Департамент|Управлени|Дум|Федераци|Центр|Бюро)[а-яё]{0,2}\b|"
    r"^[А-ЯЁ][а-яё]+(?:ая|ый|ий|ое|ой)\s(?:[а-яё]+\s){0,2}(?:служб|банк|агентств|комитет|институт|университет|организаци|"
    r"комисси|ассоциаци|центр|фонд|управлени|академи)[а-яё]{0,2}(?:\s\w+){0,4}$"
)


def parse_authors(phrase: str) -> tuple[Author, ...]:
    """The authors that a phrase names, in order; may be empty."""
    phrase = _bare(phrase)
    if not phrase:
        return ()
    if _EAST_ASIAN_LIST.fullmatch(phrase):
        return tuple(Author(literal=name.strip()) for name in re.split(r"[,，、;；]", phrase))
    listed = "," in phrase or ";" in phrase or " / " in phrase
    if (_BODY.search(phrase) or is_russian_body(phrase)) and not (
        _has_initials(phrase) if listed else _DOTTED.match(phrase)
    ):
        return (Author(literal=phrase),)
    if (spoken := author_in_running_text(phrase)) and len(spoken) > 1:
        return spoken
    if not listed and not _INITIALS_FIRST.match(phrase):
        return (_alone(phrase),)
    named = tuple(author for part in _AND.split(phrase) if part for author in _series(part))
    written_out = any(_WRITTEN_OUT.search(author.given) for author in named)
    return tuple(_with_second_name(author, phrase) for author in named) if written_out else named


def author_in_running_text(phrase: str) -> tuple[Author, ...]:
    """The persons in a phrase with given names first, as in notes: "Daniel Ramos and Ada Lund"; empty for others."""
    names = [name for part in _bare(phrase).split(", ") for name in _AND.split(part.removeprefix("and ")) if name]
    persons = [_SPOKEN.fullmatch(name) for name in names]
    if not names or _BODY.search(phrase) or _OUTLETS.search(phrase) or not all(persons):
        return ()
    return tuple(Author(person["family"], person["given"]) for person in persons if person)


def is_russian_body(phrase: str) -> bool:
    """Whether words are an organisation's Russian name, mostly written without capitals."""
    return bool(_RUSSIAN_BODY.search(phrase.strip(" .,")))


def is_body(phrase: str) -> bool:
    """Whether words name an organisation or news publisher."""
    return bool(_BODY.search(phrase) or _OUTLETS.search(phrase)) or is_russian_body(phrase)


def ends_open(phrase: str) -> bool:
    """Whether the list of authors is incomplete ("et al.")."""
    return bool(_ET_AL.search(phrase.rstrip(" .,"))) or "et al" in phrase


def _bare(phrase: str) -> str:
    phrase = " ".join(phrase.replace("*", "").replace("_", "").split()).strip(" ,;:，．。")
    phrase = _ROLE.sub("", phrase)
    phrase = _ET_AL.sub("", phrase.rstrip(" .")) if ends_open(phrase) else phrase
    keeps_stop = re.search(r"(?:^|[\s.-])(?:[A-ZÀ-ÞА-ЯЁ]|Jr|Sr|Inc|Ltd|Co|Corp)\.$", phrase)
    return phrase.strip(" ,;:，、") if keeps_stop else phrase.strip(" ,;:.，、")


def _has_initials(phrase: str) -> bool:
    parts = [part.strip() for part in re.split(r",|&|\band\b", phrase)]
    return any(_INITIALS.fullmatch(part) or _INITIALS_FIRST.fullmatch(part) for part in parts if not _BODY.search(part))


def _alone(phrase: str) -> Author:
    """A single name without a comma: an organisation, unless it has initials."""
    if full := _FULL_NAME.fullmatch(phrase):
        return Author(full["family"], full["given"].strip())
    last = _INITIALS_LAST.fullmatch(phrase)
    if (
        last
        and _personal(last["family"])
        and not _is_long(last["family"])
        and ("." in last["given"] or len(phrase.split()) == 2)
    ):
        return _person(last["family"].strip(), last["given"].strip())
    return Author(literal=phrase)


def _is_long(family: str) -> bool:
    """Whether there are more words than in a family name, unless they include small ones such as "van der"."""
    return len(family.split()) > _LONGEST_FAMILY and family.istitle()


def _with_second_name(author: Author, phrase: str) -> Author:
    """Moves a second given name out of the family name: "T" and "Michael Anderson" is T. Michael Anderson."""
    words = author.family.split()
    if len(words) != _LONGEST_FAMILY or not all(map(_WRITTEN_OUT.match, words)):
        return author
    forward = f"{author.given} {author.family}" in phrase and not _WRITTEN_OUT.search(author.given)
    return Author(words[1], f"{author.given} {words[0]}") if forward else author


def _personal(family: str) -> bool:
    return any(map(str.islower, family)) and not _BODY.search(family)


def _series(part: str) -> list[Author]:
    """Names separated by commas: "Family, G., Family, G.", "Family, Given, Given Family" or "G. Family, G. Family"."""
    tokens = [token.strip() for token in part.split(",") if token.strip()]
    made: list[Author] = []
    at = 0
    while at < len(tokens):
        token, following = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else ""
        at += 1
        if _SUFFIX.fullmatch(token) and made:
            continue
        if at == 1 and len(tokens) > at + 1 and _lacks_initials(*tokens[: at + 2]):
            made.append(Author(token))
        elif (
            following
            and (token[0].islower() or not _INITIALS_FIRST.fullmatch(token))
            and not (_family_and_initials(token) and _family_and_initials(following))
            and (_INITIALS.fullmatch(following) or _is_given(token, following, at))
        ):
            made.append(_person(token, following))
            at += 1
        else:
            made.append(_forward(token))
    return made


def _lacks_initials(family: str, following: str, after: str) -> bool:
    """Whether the first name of "Le Roch, Zhou, Y." has no initials, since the next name has its own."""
    initials = _INITIALS.fullmatch(after) and not _SUFFIX.fullmatch(after)
    return bool(initials) and not any(map(_INITIALS.fullmatch, (family, following))) and " " not in following


def _family_and_initials(token: str) -> re.Match[str] | None:
    """A full name in the form of Russian lists, "Family G. P."."""
    last = _INITIALS_LAST.fullmatch(token)
    return last if last and _personal(last["family"]) else None


def _is_given(family: str, given: str, at: int) -> bool:
    """Whether a written-out given name follows a family name, as only the first name in a list does."""
    return at == 1 and len(family.split()) <= 4 and len(given.split()) <= 4 and not _BODY.search(family + " " + given)


def _forward(token: str) -> Author:
    """A name with the given name first; one word, or an organisation's name, is an organisation."""
    first = _INITIALS_FIRST.fullmatch(token)
    if first and not (_BODY.search(token) and len(first["family"].split()) > 1):
        return _person(first["family"].strip(), first["given"].strip())
    if last := _family_and_initials(token):
        return _person(last["family"].strip(), last["given"].strip())
    words = token.split()
    if len(words) < 2 or words[0].islower() or _BODY.search(token):
        return Author(literal=token)
    at = next((i for i, word in enumerate(words[1:], 1) if word.islower()), len(words) - 1)
    return Author(" ".join(words[at:]), " ".join(words[:at]))


def _person(family: str, given: str) -> Author:
    """A person; a "van" or "von der" after the given name belongs to the family name."""
    trailing = _TRAILING.search(given)
    if not trailing:
        return Author(family, given)
    return Author(f"{trailing[1]} {family}", given[: trailing.start()])
