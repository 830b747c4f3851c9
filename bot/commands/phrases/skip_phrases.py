"""Parses wishes to leave out a digest once, in English, Russian and Chinese: "don't send the digest next week"."""

import re

from bot.commands.phrases.intent import Intent

_DIGEST = r"(?:(?:my|the|our|this|that|any) )?(?:\w+(?:'s)? )?(?:digests?|briefings?|newsletters?)"
_SKIPPED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:don't|do not|dont) send (?:me |us )?{_DIGEST}(?P<week> next week)(?: please)?",
        r"(?:don't|do not|dont) send (?:me |us )?(?:my |the )?next (?:digest|briefing|newsletter)(?: please)?",
        rf"(?:please )?skip {_DIGEST}(?P<week> next week)?(?: (?:once|one time|this time|please))?",
        rf"(?:please )?(?:skip|pause|hold|suspend) {_DIGEST}(?P<week> (?:for )?next week)(?: please)?",
        rf"(?:please )?no {_DIGEST}(?P<week> next week)(?: please)?",
        r"не (?:присылай|отправляй|шли)\w* (?:мне |нам )?(?:дайджест|сводку)(?P<week> на следующей неделе)",
        r"пропусти(?:ть)? (?:следующ\w+ |один |одну )?(?:дайджест|сводку)(?P<week> на следующей неделе)?",
        r"(?P<week>下(?:个)?(?:周|星期))(?:请)?(?:不要|别|不用)(?:再)?(?:发送?|推送)(?:摘要|简报|日报|周报)(?:了)?",
        r"(?:请)?跳过下(?:一)?(?:次|期|份|个)(?:摘要|简报|日报|周报)",
    )
)


def skipping(sentence: str) -> Intent | None:
    """The digest that a sentence wants left out; None for other sentences."""
    plain = sentence.strip(" .!。！").replace("’", "'")
    found = next(filter(None, (each.fullmatch(plain) for each in _SKIPPED)), None)
    if not found:
        return None
    return Intent("skip next week" if found.groupdict().get("week") else "skip")
