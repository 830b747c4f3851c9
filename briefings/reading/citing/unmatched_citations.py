"""Text that looks like a citation although no reference matches."""

import re
from collections.abc import Sequence

from briefings.model.analysis import Citation, CitationStatus
from briefings.reading.actors.chinese import SURNAMES
from briefings.reading.actors.english_words import ORGANISATION

_HAN = r"[\u4e00-\u9fff]"
_UPPER = r"[A-ZÀ-ÞА-ЯЁ]"
_WORD = rf"{_UPPER}[\w’'-]*"
_PARTICLE = r"(?:[Vv]an|[Vv]on|[Dd](?:e[rnl]?|ella|i|a|os|u)|[Ll][ae]|[Ee]l|[Aa]l|[Bb]in|[Tt]e[nr])\s"
_SURNAME = rf"(?:(?:{_UPPER}\.[ -]?){{1,3}}|[A-Z]{{1,2}}\s)?(?:{_PARTICLE}){{0,2}}{_WORD}(?:-{_WORD})?"
_ET_AL = r"(?:,?\s\*?et\.?\sal\.?\*?|\sи\sдр\.?)"
_PERSONS = rf"{_SURNAME}(?:(?:,\s{_SURNAME}){{0,8}}(?:{_ET_AL}|,?\s(?:and|&|и|und|et|y)\s{_SURNAME}))"
_BODY = rf"(?:{_WORD}(?:\s(?:of|the|for|and|de|on|in|’s)){{0,2}}\s){{0,9}}{_WORD}"
_SEVERAL = re.compile(rf"(?P<names>{_PERSONS})$")
_ONE = re.compile(rf"(?P<names>{_SURNAME}|{_BODY})$")
_RUSSIAN_BODY = re.compile(
    r"(?P<names>(?:Министерств|Институт|Университет|Комитет|Агентств|Академи|Совет|Служб|Банк|Правительств|Администраци|"
    r"Посольств|Комисси|Фонд|Организаци|Ассоциаци|Департамент|Управлени|Центр|Бюро|Федеральн|Государственн|Центральн|"
    r"Всемирн|Европейск|Международн)[а-яё]{0,4}(?:\s[а-яёА-ЯЁ-]{1,20}){1,7})$"
)
_HAN_BODY = rf"{_HAN}{{2,16}}(?:会|局|部|院|社|所|组织|银行|公司|大学|委|中心|署|厅|联盟|集团|报)"
_HAN_NAMES = rf"(?:{_HAN}{{2,4}}?(?:[、和与]{_HAN}{{2,4}}?){{0,5}}(?:等人?)?|{_HAN_BODY})"
_HAN_SURNAME = f"(?!夏)[{SURNAMES}]"
_HAN_WHOLE = re.compile(rf"{_HAN_NAMES}|{_HAN_SURNAME}(?:[、和与]{_HAN_SURNAME}){{0,5}}(?:等人?)?")
_HAN_ONE = re.compile(rf"(?:^|[^\w]|_)(?:根据|依据|参见|正如|但是|然而|据|如|而|但)?(?P<names>{_HAN_NAMES})$")
_HAN_NOT_AUTHORS = re.compile(r"[第年月日至自届次]|以来|截至|季度|战争|条约|会议$|公约|本文|我们|他们|这|图|表")
_SAID = re.compile(
    r"[^()（）\[\]\n]{0,25}[)）\]],?\s?(?:(?:also|further|rightly|thus|later|then|even|has|have|had)\s){0,2}"
    r"(?:(?:says?|said|argue[sd]?|notes?|noted|writes?|wrote|written|claim(?:s|ed)?|states?|stated|suggest(?:s|ed)?|"
    r"reports?|reported|contends?|contended|maintain(?:s|ed)|observe[sd]?|conclude[sd]?|estimate[sd]?|propose[sd]?|"
    r"describe[sd]?|explain(?:s|ed)?|demonstrate[sd]?|finds|found|shows?|showed|points? out|pointed out|"
    r"calls?|considers?|considered|believes?|documents|documented|emphasi[sz]e[sd]?|highlight(?:s|ed)?|identif(?:ies|ied)|"
    r"disagrees?|asserts?|asserted|warn(?:s|ed)?|"
    r"пишет|писал[аи]?|отмечает|отмечал[аи]?|утверждает|считает|указывает|полагает|показал[аи]?|показывает|"
    r"подч[её]ркивает|сообщает|сообщил[аио]?|подтвердил[аио]?|опубликовал[аио]?|оцени(?:вает|ла?|ло)|признал[аио]?|"
    r"заявил[аио]?|заявляет|объявил[аио]?|считал[аи]?|отметил[аио]?|указал[аио]?|предлагает|доказывает)\b|(?:也|曾|还|则)?(?:认为|指出|提出|发现|表明|强调|主张|写道|显示|论证|"
    r"分析|的(?:研究|观点|分析|看法|报告)))"
)
_PAGE = re.compile(r",\s?(?:pp?|paras?|с|стр)\.?\s?\d|[:：]\s?\d")
_SAYS = re.compile(
    r"\b(?:according to|согласно|по словам|по мнению|laut|selon|según|secondo)\s(?:[^\W\d_]\.\s?){0,3}$", re.IGNORECASE
)
_ACRONYM = re.compile(
    r"(?!(?:USA|UAE|USSR|GDP|UTC|GMT|BCE|CE|AD|BC|US|UK|PM|AM|США|СССР|ВВП|КНР)$)(?:[A-Z]{2,8}|[А-ЯЁ]{2,8})"
)
_LEAD_WORDS = re.compile(
    r"[\s,，]*(?:(?:(?:see|also|as|qtd\.|e\.g\.|i\.e\.|cf\.|"
    r"for (?:a |an )?(?:recent )?(?:review|example|instance|overview|details?)s?|"
    r"as in|after|in|by|from|data|adapted|reviewed|quoted|cited|compare|but|and|for|sources?|according to|following|"
    r"based on|vgl\.|siehe|voir|véase|см\.|также|цит\. по|например)(?!\w)|参见|转引自|详见|见|引自)[,:\s]*){0,5}",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\b(?:the|a|an|his|her|their|its|of|in|called)\s$", re.IGNORECASE)
_NOT_AUTHORS = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|"
    r"Jul|Aug|Sept?|Oct|Nov|Dec|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Spring|Summer|Autumn|Fall|"
    r"Winter|Act|Bill|Law|Treaty|Agreement|Accords?|War|Convention|Protocol|Resolution|Summit|Conference|Olympics?|Games|"
    r"Declaration|Constitution|Revolution|Crisis|Pact|Charter|Communiqu[eé]|Directive|Regulation|Amendment|Election|"
    r"Congress|Session|Figure|Fig|Table|Section|Chapter|Version|Windows|Office|Since|Until|From|"
    r"Before|After|During|About|Around|Circa|Early|Mid|Late|FY|Q[1-4]|H[12]|Plan|Strategy|Report|Memorandum|Budget|"
    r"World Cup|Day|Year|Закон|Договор|Указ|Глава|Рисунок|Таблица|В|На|По|За|До|После|"
    r"Edition|Volume|No|Born|Died|Founded|Established|Built|Copyright|The|It|This|That|In|By)\b\.?"
)


def names_before(lead: str) -> str:
    """The names of several authors at the end of a phrase, or ""."""
    match = _SEVERAL.search(lead[-160:])
    return match["names"] if match and not _NOT_AUTHORS.search(match["names"]) else ""


def one_before(lead: str) -> str:
    """A single author's or organisation's name at the end of a phrase."""
    if match := _HAN_ONE.search(lead[-40:]):
        return "" if _HAN_NOT_AUTHORS.search(match["names"]) else match["names"]
    if match := _RUSSIAN_BODY.search(lead[-120:]):
        return match["names"]
    match = _ONE.search(lead[-120:])
    names = match["names"].removeprefix("The ") if match else ""
    if not match or _NOT_AUTHORS.search(names) or not any(map(str.islower, names)):
        return ""
    body = len(names.split()) > 1 and not ORGANISATION.isdisjoint(names.split())
    article = names != match["names"] or _ARTICLE.search(lead[-120:][: match.start()])
    return "" if article and not body else names


def acronym_before(lead: str) -> str:
    """The acronym at the end of a phrase."""
    word = lead.rstrip().rpartition(" ")[2].lstrip('([“"«')
    return word if _ACRONYM.fullmatch(word) else ""


def is_subject(lead: str, after: str) -> bool:
    """Whether a name with a bracketed year is a source: it has a page, "according to" or a verb such as "argues".

    `after` is the text after the year. Without such signs "Berlin (1945)" may be a place and "Jaws (1975)" a film.
    """
    told = one_before(lead)
    return bool(_PAGE.match(after) or _SAID.match(after) or (told and _SAYS.search(lead[: lead.rfind(told)])))


def whole_name(lead: str) -> str:
    """The names that make up the phrase, except words such as "see"; "" if it says anything else."""
    bare = lead[match.end() :] if (match := _LEAD_WORDS.match(lead)) else lead
    acronym = bare.strip() if _ACRONYM.fullmatch(bare.strip()) and not _NOT_AUTHORS.search(bare) else ""
    if _HAN_WHOLE.fullmatch(bare.strip()) and not _HAN_NOT_AUTHORS.search(bare):
        return bare.strip()
    for names in (names_before(bare), one_before(bare), acronym):
        if names and names == bare.strip():
            return names
    return ""


def is_lead(words: str) -> bool:
    """Whether words are only a lead-in such as "see" or "for review see"."""
    match = _LEAD_WORDS.match(words)
    return bool(match) and match.end() == len(words) if match else not words.strip()


# How a citation is made of a place and the references that fit.
def citation(text: str, start: int, end: int, references: Sequence[int]) -> Citation:
    """A citation of one work; its status depends on how many references fit."""
    fits = tuple(sorted(set(references)))
    status: CitationStatus = "missing" if not fits else "linked" if len(fits) == 1 else "ambiguous"
    return Citation(start, end, text[start:end], status, fits)
