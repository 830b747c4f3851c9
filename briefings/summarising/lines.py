"""The wording of a line without its markup, lines that are no sentences, and the lines that introduce list items."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from briefings.summarising.passages import Passage
from briefings.text.patterns import lazy_re

_LINK = lazy_re(r"!?\[([^\[\]]{0,300})\](?:\([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?(?: \"[^\"]*\")?\))")
_REFERENCE_LINK = lazy_re(r"\[([^\[\]]{1,200})\]\[[^\[\]]{0,100}\]")
_ADDRESS = lazy_re(r"<?\b(?:https?://|www\.|mailto:)[^\s<>]{1,2000}>?|<[\w.+-]{1,64}@[\w.-]{1,200}>")
_ISSUE = lazy_re(r"(?<![\w/&])\(?[A-Za-z\d_-]{0,20}#\d{1,7}\b\)?")
_EMPHASIS = lazy_re(r"\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|`+|~~|^#+\s|\\(?=[\[\]_*])")
_MARKED = lazy_re(r"[\[*_`#~\\<]|://|www\.")
_BLANKS = lazy_re(r"\s+")
_MOST_LOOKED_AT = 20_000  # characters of a line


@lru_cache(maxsize=1 << 12)
def wording(sentence: str) -> str:
    """A sentence without addresses, the targets of links, issue numbers and marks of emphasis."""
    if _MARKED.search(sentence):
        sentence = _REFERENCE_LINK.sub(r"\1", _LINK.sub(r"\1", sentence))
        sentence = _EMPHASIS.sub("", _ISSUE.sub("", _ADDRESS.sub("", sentence)))
    return _BLANKS.sub(" ", sentence).strip()


_LABEL = (
    r"(?:from|to|cc|bcc|date|sent|subject|re|attn|author|by|(?:prepared|reported|written|approved) (?:by|for)|present|"
    r"apologies|absent|in attendance|attendees?|participants?|joined|chair|scribe|facilitator|minutes(?: taken)? by|"
    r"about the authors?|file|case|docket|ref(?:erence)?|tel|phone|fax|"
    r"e-?mail|status|owner|site|version|recording|video(?: recording)?|slides|github issue|minutes(?: google doc)?|"
    r"meeting date|reporting period|published|updated|filed|decided|distribution|classification|keywords?|doi|"
    r"от|кому|дата|тема|присутствовали|发件人|收件人|日期|主题|作者|出席)"
)
_HEAD = lazy_re(rf"[\s*_#>|-]*{_LABEL}\b[\s*_]*[:：]", re.IGNORECASE)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_DAY = rf"(?:\w+day,? )?(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}|{_MONTH}\.? \d{{1,2}}),? \d{{4}}"
_DATELINE = lazy_re(
    rf"\W*(?:(?:filed|decided|published|updated|issued|submitted|adopted|posted|argued|opinion filed|dated|held)\W*"
    rf"(?:on )?)?{_DAY}\W*",
    re.IGNORECASE,
)
_FURNITURE = lazy_re(
    r"skip to (?:main )?content|all rights reserved|©|\bcookies?\b.{0,60}\b(?:use|accept|consent|browser|site)|"
    r"\b(?:use|accept|site).{0,40}\bcookies\b|(?:sign|log) ?(?:up|in) (?:to|for|with|now)\b|"
    r"subscribe (?:to|now)\b|share (?:this|on|via)\b|click (?:here|`?\+)|read more|"
    r"read the full transcript|in your inbox|follow (?:us|@)|"
    r"privacy policy|terms of (?:use|service)|"
    r"view in (?:your )?browser|unsubscribe|advertisement\b|enable javascript|your browser|"
    r"related (?:articles|stories)|min(?:ute)?s? read\b|back to top|labell?ed issues and pull requests|"
    r"(?:may|shall) not be reproduced|(?:sole|only) canonical source|"
    r"\bpart of (?:a|an|our) (?:\w+ )?series\b|first in a series\b|^\W*(?:adapted from|please find)\b|"
    r"this (?:e-?mail|message) (?:and|is|was) (?:any|intended|sent)|"
    r"^\W*(?:(?:see|read|visit|check|refer)\b.{0,100}\bfor (?:(?:more|further|additional|full) )?(?:details?|"
    r"information)\b|"
    r"(?:see|read|compare) (?:also|more)\b|for (?:more|further|details)\b[^.,]{0,40}, see\b|further reading\b|"
    r"(?:см\.|смотрите) также|(?:另见|另请参阅|参见))",
    re.IGNORECASE,
)
_FURNITURE_LENGTH = 200  # characters; a longer sentence that holds such words says more
_NAMES = r"(?:[A-Z][\w.'’-]*|of|the|and|de|van|der|von|&|[A-Z]\.)"
_LEGAL = lazy_re(
    r"(?:(?:see|cf|but|also|e\.g|accord|citing|quoting|compare|in re|ex parte)\b[.,]?\s*)*"
    r"(?:id\.?(?=\W|$)|ibid\b|supra\b"
    r"|[A-Z][^,;]{0,80}? v\. [^,;]{1,80},\s(?:\d+|No\.|slip)"
    r"|(?:\d+ )?(?:[A-Z][\w.]{0,8} ){1,3}§)"
    r"|\d+ [A-Z][\w. ]{1,14} \d+\W*$"
    r"|(?:ct|sup|rep|cir|app)\. ",
    re.IGNORECASE,
)  # a sentence that only cites: "Ryan v. State, 547 S.W.3d 151, 155 (Mo. banc 2018)."
_CAPTION = lazy_re(
    r"[^.;:]{2,90}(?:, et al\.?,?)? (?:v|vs)\. [^.;:]{2,60}(?:et al)?\.?"
    r"|[A-Z][^,;:]{1,60} v\. [A-Z].{0,60}\b[A-Z][\w’']{0,8}\."
    r"|.{0,300}\bon brief for\b.*|.{0,120}, for (?:the )?(?:plaintiff|defendant|appell|petition|respond)[\w -]*\.?"
    r"|(?:before\b|present\b|[A-Z][\w.'’ ]+, (?:[A-Z]{0,2}J\.|[A-Z]\.J\.)).{0,200}"
    r"|.{0,160}\bJJ?\.(?:,? (?:concur|dissent|join)\w*.{0,60}|,? and .{0,60}\bJJ?\.)",
)
_CONTACT = lazy_re(
    r"[\w.+-]@[\w-]+\.\w|\b[A-Z]{2} \d{5}\b|\b0\d(?:[ .]?\d\d){4}\b|"
    r"\b\d{1,5} (?:[A-Z][\w.]{0,15} ){1,3}(?:Dr|St|Ste|Ave|Rd|Blvd|Street|Avenue|Road|Drive|Suite|Floor)\b"
)
_CONTACT_WORDS = 22
_STOP = lazy_re(r"[.!?…。！？;；][\"'”’»)\]」』*_]*$")
_COLON = lazy_re(r"[:：][\s\"'”’*_—–-]*$")
_CUT = lazy_re(
    r"\b(?:the|of|an?|to|and|or|for|with|by|as|at|on|from|its|his|their|that|which|is|are|was|were|but|than|in|under|"
    r"between|into|whose|who|her|our|your|be|not|if)\W*$",
    re.IGNORECASE,
)  # an unstopped line that ends in such a word goes on elsewhere
_BROKEN = lazy_re(r"[:;,.)\]}»”’%]+(?:\s|$)|[^\w\"'“‘«„「『(\[¿¡—–…<$£€¥+-]*$")
_CODE = lazy_re(
    r"[{}]|;$|(?:^|\s)\)(?:\s|$)|\w\(\w*(?:, ?\w+)*\)[;{]|=>|==|^\s*\$ |"
    r"^(?:[^\s/]{0,80}/){1,20}[^\s/]{1,80}\.\w{1,5}(?:[#:]\S*)?$|^\w+\(.*\)$"
)
_TO_WORK_OUT = lazy_re(r"editor'?s'? note|i (?:hereby )?certify that", re.IGNORECASE)
_WORD = lazy_re(r"[^\W\d_][\w'’-]*")
_SMALL = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "v", "with"]
)
_UNSTOPPED = 5  # words; an unstopped line of fewer is a title


@lru_cache(maxsize=1 << 12)
def is_fragment(sentence: str) -> bool:
    """Whether a line is a letter head, a dateline, page furniture, a citation, code, a title or a stump."""
    line = wording(sentence[:_MOST_LOOKED_AT])
    return bool(
        _COLON.search(line)
        or _HEAD.match(line)
        or _DATELINE.fullmatch(line)
        or (len(line) < _FURNITURE_LENGTH and _FURNITURE.search(line))
        or _BROKEN.match(line)
        or _is_formal(line)
        or is_cut(line)
        or _is_title(line)
    )


def is_cut(line: str) -> bool:
    """Whether a line without a full stop ends in a comma, or in a word that wants another one after it."""
    return _STOP.search(line) is None and (line.endswith((",", "，")) or _CUT.search(line) is not None)


def begins_inside(line: str) -> bool:
    """Whether a line begins in small letters, as the rest of a sentence does."""
    return line[:1].islower() and not line[:2].isupper() and not line[1:2].isupper()


def _is_formal(line: str) -> bool:
    """Whether a line is a citation of a case, a caption, an address or code."""
    return bool(
        _LEGAL.match(line)
        or _CAPTION.fullmatch(line)
        or (_CONTACT.search(line) and len(line.split()) < _CONTACT_WORDS)
        or _CODE.search(line)
        or _TO_WORK_OUT.match(line.lstrip("(*_ "))
    )


def _is_title(line: str) -> bool:
    """Whether a line without a full stop is short, or has a capital in each word that may have one."""
    if _STOP.search(line) or not line.isascii():
        return False
    words = _WORD.findall(line)
    if len(words) < _UNSTOPPED:
        return not any(letter.isdigit() for letter in line) or len(words) < 2
    counted = [word for word in words if word.lower() not in _SMALL]
    return all(word[0].isupper() for word in counted)


_MARGINAL = lazy_re(
    r"\W*(?:figure|fig\.|table|chart|box|notes?|source|рис\.|рисунок|таблица|источник|примечание|图|表|来源|注)"
    r"\s?[\d:：.]|[\[(（].*[\])）]\W*$|\[\^?\w{1,8}\]",
    re.IGNORECASE,
)  # a caption, a note, or a line that is all in brackets


def is_marginal(sentence: str) -> bool:
    """Whether a line belongs to a figure, a table or the notes, or says only where things stand in this text."""
    return _MARGINAL.match(sentence) is not None


_ROLL = lazy_re(
    r"\W*(?:(?:members? |also |those )?(?:present|attend(?:ees|ance|ing)|participa(?:nts|ting))\b|roll ?call|"
    r"apologies|"
    r"absent|regrets|invited|observers?|guests|in attendance|links?\W*$|agenda\W*$|(?:table of )?contents\W*$|"
    r"upcoming meetings?|contact(?:s| us| information| details)?\W*$|"
    r"about (?:us|the authors?|this (?:document|site))\b|"
    r"copyright|legal notice|imprint|licen[sc]e\W*$|references?\W*$|further reading|see also|appearances|counsel\b|"
    r"test coverage disclaimer|disclaimer|присутств|出席)",
    re.IGNORECASE,
)


def is_roll(heading: str) -> bool:
    """Whether a heading stands over names, links, addresses or notices instead of sentences."""
    return _ROLL.match(heading) is not None


_ITEM = lazy_re(r"\n([ \t]*)(?:[-*+•◦▪‣●–]|\(?\d{1,3}[.)]|\(?[a-z][.)])[ \t]+(?:\[[ xX]\][ \t]+)?[*_\"“(`\[]*$")
_SAYS_NOTHING = lazy_re(  # a lead-in whose items stand by themselves
    r"(?:and |also,? |plus )?(?:(?:they|these|those|here|there|some|the following|below|following) "
    r"(?:is|are|were|was)\b(?: (?:some|a few|the|more|other|further))*|"
    r"(?:and )?(?:a few|some|several|the)? ?(?:other|more|further|following))"
    r" ?(?:items?|points?|things?|topics?|ones?|news|updates?|notes?)?:$",
    re.IGNORECASE,
)
_TOPIC_WORDS = (3, 16)  # of an item that its own items are told with
_SPEAKER = lazy_re(
    r"[*_]{0,3}((?:[A-ZА-ЯЁ\u4e00-\u9fff][\w.'’()-]*+[ ]?+){1,5}+)[*_]{0,3}[:：][*_]{0,3}(?=\s|[\u4e00-\u9fff])"
)


def contexts(passage: Passage) -> list[str]:
    """For each sentence of a section, the words of the text under which it is understood, or "".

    That is the line that introduces it as an item of a list, or the name of the speaker or part in whose paragraph it
    stands ("Ms Oakes:", "Option C:"). A name that comes back in the section, as in minutes and interviews, holds until
    the next one or a list.
    """
    texts = [passage.text[start:end] for start, end in passage.sentences]
    between = pairwise(passage.sentences)
    gaps = ["\n", *(passage.text[end:start] for (_, end), (start, _) in between)][: len(texts)]
    names = [_opening_name(text, gap) for text, gap in zip(texts, gaps, strict=True)]
    recurring = {name for name, count in Counter(names).items() if name and count > 1}
    shown: list[str] = []
    name = ""
    for number, (listed, lead) in enumerate(_items(passage)):
        if names[number] or is_marginal(texts[number]):
            name = names[number]
            shown.append("")  # the name stands in the sentence itself
        else:
            goes_on = "\n" not in gaps[number] or (name in recurring and not listed)
            name = name if goes_on else ""
            shown.append(name)
        if lead is not None:
            shown[number] = wording(texts[lead]).rstrip(":： ")
    return shown


def _opening_name(sentence: str, gap: str) -> str:
    """The name of the speaker or part that a sentence opens its line with; "" for none, and in captions and notes."""
    found = _SPEAKER.match(sentence)
    return found[1].strip(" *_") if found and "\n" in gap and not is_marginal(sentence) else ""


def topics(sections: Sequence[Passage]) -> Iterator[int]:
    """The lines of a text, by number, that introduce items of a list; none is told without one of those."""
    first = 0
    for passage in sections:
        yield from sorted({first + lead for _, lead in _items(passage) if lead is not None})
        first += len(passage.sentences)


def _items(passage: Passage) -> Iterator[tuple[bool, int | None]]:
    above: list[tuple[int, int]] = []  # items that are open: how far each is indented, and its last sentence
    intro: int | None = None
    outset: int | None = None  # how far the items are indented that the introduction is followed by
    lead: int | None = None
    listed = False
    for number, (start, end) in enumerate(passage.sentences):
        gap = passage.text[passage.sentences[number - 1][1] : start] if number else ""
        item = _ITEM.search(gap) if "\n" in gap else None
        if item:
            indent = len(item[1].expandtabs(4))
            while above and above[-1][0] >= indent:
                above.pop()
            outset = indent if outset is None else outset
            lead, listed = above[-1][1] if above else intro if indent >= outset else None, True
            above.append((indent, number))
        elif not number or "\n\n" in gap:
            above, lead, intro, listed = [] if number else [(0, 0)], None, None, False
        yield listed, lead if lead is not None and _introduces(passage, lead) else None
        if passage.text[start:end].rstrip("*_ \"'”’")[-1:] in (":", "："):
            if listed:
                above[-1] = (above[-1][0], number)
            else:
                intro, outset = number, None


def _introduces(passage: Passage, number: int) -> bool:
    start, end = passage.sentences[number]
    line = wording(passage.text[start:end])
    least, most = _TOPIC_WORDS
    if _HEAD.match(line) or _FURNITURE.search(line) or _SAYS_NOTHING.match(line):
        return False
    colon = _COLON.search(line) is not None
    return (colon or _STOP.search(line) is None) and (2 if colon else least) <= len(line.split()) <= (
        3 * most if colon else most
    )
