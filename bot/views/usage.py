"""Usage lines in the reader's language: placeholders are translated, literal words aren't."""

import re

from bot.languages import _, msgid

_STANDS_FOR = {
    "ADDRESS": msgid("ADDRESS"),
    "ANALYSIS": msgid("ANALYSIS"),
    "CITY": msgid("CITY"),
    "CODE": msgid("CODE"),
    "DATE": msgid("DATE"),
    "EVENT": msgid("EVENT"),
    "ID": msgid("ID"),
    "LEADS": msgid("LEADS"),
    "LANGUAGE": msgid("LANGUAGE"),
    "N": msgid("N"),
    "NUMBER": msgid("NUMBER"),
    "PLACE": msgid("PLACE"),
    "QUESTION": msgid("QUESTION"),
    "TIME": msgid("TIME"),
    "TITLE": msgid("TITLE"),
    "WORDS": msgid("WORDS"),
    "ZONE": msgid("ZONE"),
    "[ANALYSIS]": msgid("[analysis]"),
    "[EVENT]": msgid("[event]"),
    "[TIME]": msgid("[time]"),
    "[ZONE]": msgid("[zone]"),
    "[analysis]": msgid("[analysis]"),
    "[command]": msgid("[command]"),
    "[hours]": msgid("[hours]"),
    "[n]": msgid("[n]"),
    "[section]": msgid("[section]"),
    "[speaker]": msgid("[speaker]"),
    "[why]": msgid("[why]"),
    "[words]": msgid("[words]"),
    "[zone]": msgid("[zone]"),
}
_PLACE = re.compile(r"\[\w+\]|(?<![\w:])[A-Z]+(?![\w:])")


def shown(form: str) -> str:
    """A usage line: "EVENT held|postponed|cancelled [why]"; unchanged in English."""
    return _PLACE.sub(lambda found: _placed(found[0]), form)


def _placed(place: str) -> str:
    told = _STANDS_FOR.get(place)
    return place if told is None or _(told) == told else _(told)
