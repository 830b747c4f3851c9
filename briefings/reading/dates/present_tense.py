"""Whether a verb in the present tense puts a weekday in the future: "opens on Monday", not "shut on Monday"."""

import re

from briefings.text import lazy_re

FAR = 10_000  # characters; no verb is there
_BEHIND = 20  # characters by which a verb behind the day counts less


def _any(words: str) -> str:
    return "|".join(words.split())


# Third persons that are nothing but verbs, and those that are nouns as well, which count where nothing looks back.
_VERBS = _any("""
    begins commences opens closes resumes reconvenes convenes concludes meets lapses decides arrives departs leaves
    travels flies heads gathers holds hosts runs goes kicks comes enters takes speaks addresses attends hears publishes
    unveils appears testifies joins faces debates inaugurates delivers elects pays receives welcomes sits sails chairs
    presents considers
""")
_NOUNS_TOO = _any("starts ends votes rules visits signs returns releases reviews launches tours debuts falls")
_BARE = _any("""
    begin commence start open close end resume reconvene convene conclude meet lapse decide arrive depart leave travel
    fly head gather hold host go come enter take speak address attend hear publish unveil appear testify join face
    debate vote rule visit sign return release launch deliver elect receive welcome sit sail talk present consider fall
""")
_DOING = _any("""
    beginning starting opening closing ending resuming convening meeting deciding arriving departing leaving travelling
    traveling flying heading gathering holding hosting going coming speaking addressing attending visiting voting
    signing returning releasing launching delivering joining sailing hearing
""")
_DONE = _any(
    "held signed opened published released launched heard decided unveiled inaugurated elected sworn crowned debated"
)
RUSSIAN = _any("""
    начинается начинаются открывается открываются возобновляется возобновляются встречается встречаются собирается
    собираются завершается завершаются заканчивается заканчиваются отправляется отправляются вступает вступают проходит
    проходят стартует стартуют голосует голосуют заседает заседают прибывает прибывают прилетает прилетают вылетает
    вылетают выступает выступают проводит проводят посещает посещают рассматривает рассматривают решает решают
    подписывает подписывают принимает принимают едет едут летит летят начн[её]тся начнутся откроется откроются
    возобновится возобновятся встретится встретятся собер[её]тся соберутся завершится завершатся закончится закончатся
    вступит вступят проголосует проголосуют прибудет прибудут прилетит прилетят вылетит вылетят выступит выступят
    провед[её]т проведут посетит посетят рассмотрит рассмотрят решит решат подпишет подпишут обсудит обсудят приедет
    приедут пройдут примет примут вынесет вынесут объявит объявят представит представят опубликует опубликуют изберёт
    изберут утвердит утвердят огласит огласят запустит запустят введ[её]т введут назначит назначат огласит
""")
_NO_NOUN = "".join(rf"(?<!\b{word}\s)" for word in ("the", "of", "their", "its", "in", "for", "by", "and", "with"))
_SET = lazy_re(
    rf"\b(?:{_VERBS})\b"
    rf"|(?:(?<=[a-z]s\s)|\band\s(?:the\s)?[A-Z]\w{{1,20}}\s|\b(?:[Tt]hey|[Ww]e|[Bb]oth|[Pp]eople|[Pp]olice)\s)(?:{_BARE})\b"
    rf"|\b(?:is|are)\s(?:also\s|now\s|only\s|again\s)?(?:{_DOING})\b"
    rf"|\b(?:is|are|gets?)\s(?:also\s|now\s|only\s|again\s)?(?:{_DONE})\b|\b[Tt]here\s(?:is|are)\b"
    r"|\b(?:agree|vow|promise|pledge|propose|arrange|prepare)[sd]?\sto\s\w+"
    rf"|(?<!\w)(?i:{RUSSIAN})(?!\w)"
    r"|(?:^[\u4e00-\u9fff]{0,4})(?<![从自已])(?:开始|开庭|启动|启程|截止)(?!了)"
)
_PERHAPS = lazy_re(rf"{_NO_NOUN}\b(?:{_NOUNS_TOO})\b")
_IS = lazy_re(
    r"\b(?:is|are)\s(?:due\s|now\s|only\s|again\s)?(?:(?:in|at)\s[A-Z]\w+\s)?(?:on\s|at\s|this\s)?$|\s—\s$|是$"
)
_STANDS = lazy_re(r"在$"), lazy_re(r"[。！]?$")  # "the summit is on Thursday" in Chinese
_NAMED = lazy_re(r"['’]s\b")  # behind a day: what follows is called by it
_SINCE = lazy_re(r"[从自]$")


def nearness(before: str, after: str, back: int) -> int:
    """The distance from a weekday to the verb that schedules something for it; `back` is that to a past-tense one.

    `before` and `after` are the words of its clause.
    """
    if _SINCE.search(before):
        return FAR
    named = bool(_NAMED.match(after))
    stands = all(edge.match(words) for edge, words in zip(_STANDS, (before[-1:], after), strict=True))
    if (_IS.search(before) and not named) or stands:
        return 0
    after = "" if named else after
    found = _places(_SET, before, after)
    return min([*found, *(_places(_PERHAPS, before, after) if back >= FAR else [])], default=FAR)


def _places(verbs: re.Pattern[str], before: str, after: str) -> list[int]:
    behind = verbs.search(after)
    return [
        *(len(before) - verb.end() for verb in verbs.finditer(before)),
        *([behind.start() + _BEHIND] if behind else []),
    ]
