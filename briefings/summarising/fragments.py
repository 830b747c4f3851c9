"""Lines that no summary quotes: letter heads, page furniture, titles, and stumps that end in a colon."""

import re

_LABEL = (
    r"(?:from|to|cc|bcc|date|sent|subject|re|attn|author|by|(?:prepared|reported|written|approved) (?:by|for)|present|"
    r"apologies|absent|in attendance|joined|chair|file|case|ref(?:erence)?|tel|phone|e-?mail|status|owner|site|version|"
    r"meeting date|reporting period|published|updated|filed|decided|distribution|classification|keywords?|doi|"
    r"от|кому|дата|тема|присутствовали|发件人|收件人|日期|主题|作者|出席)"
)
_HEAD = re.compile(rf"[\s*_#>|-]*{_LABEL}\b[\s*_]*[:：]", re.IGNORECASE)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_DAY = rf"(?:\w+day,? )?(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}|{_MONTH}\.? \d{{1,2}}),? \d{{4}}"
_DATELINE = re.compile(
    rf"\W*(?:(?:filed|decided|published|updated|issued|submitted|adopted|posted|argued|opinion filed|dated|held)\W*"
    rf"(?:on )?)?{_DAY}\W*",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"skip to (?:main )?content|all rights reserved|©|\bcookies?\b.{0,60}\b(?:use|accept|consent|browser|site)|"
    r"\b(?:use|accept|site).{0,40}\bcookies\b|(?:sign|log) ?(?:up|in) (?:to|for|with|now)\b|"
    r"subscribe (?:to|now)\b|share (?:this|on|via)\b|click here|read more|"
    r"follow us|privacy policy|terms of (?:use|service)|"
    r"view in (?:your )?browser|unsubscribe|advertisement\b|enable javascript|your browser|"
    r"related (?:articles|stories)|min(?:ute)?s? read\b|back to top|"
    r"this (?:e-?mail|message) (?:and|is|was) (?:any|intended|sent)",
    re.IGNORECASE,
)
_FURNITURE_LENGTH = 200  # characters; a longer sentence that holds such words says more
_STOP = re.compile(r"[.!?…。！？;；][\"'”’»)\]」』*_]*$")
_COLON = re.compile(r"[:：][\s\"'”’*_—–-]*$")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SMALL = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "v", "with"]
)
_UNSTOPPED = 5  # words; an unstopped line of fewer is a title
_MOST_LINES = 20_000  # characters that are looked at


def is_fragment(sentence: str) -> bool:
    """Whether a line is a letter head, a dateline, page furniture, a title or a stump rather than a sentence."""
    line = sentence[:_MOST_LINES].strip()
    return bool(
        _COLON.search(line)
        or _HEAD.match(line)
        or _DATELINE.fullmatch(line)
        or (len(line) < _FURNITURE_LENGTH and _FURNITURE.search(line))
        or _is_title(line)
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
