"""Words that decide on /undo, /quiet, /link and the end of a reminder, whatever the classifier finds likely."""

import re
from types import MappingProxyType

from briefings.text import lazy_re

_UNDO = lazy_re(
    r"\b(?:undo\w*|revert\w*|roll(?:ed)?[ -]?(?:(?:it|that|this) )?back|take (?:it|that|this) back"
    r"|(?:put|set|change|bring|restore) (?:it|that|this|everything) (?:back|as)|restore|reverse"
    r"|(?:scratch|strike|cancel|forget) that|mistake|accident|mistyped|(?:that|it) was (?:wrong|not what)"
    r"|never ?mind|did(?: not|n't) (?:mean|want)|(?:as|how|way) it was)\b"
    r"|отмен|верн|откат|ошиб|\bназад\b|обратно|как было|по-старому|не то\b|не это имел"
    r"|撤|恢复|还原|取消|改回|退回|变回|回到|错|不要了|别改|当我没说",
    re.IGNORECASE,
)
_QUIET = lazy_re(
    r"\b(?:quiet\w*|silen\w+|hush\w*|nights?|nighttime|overnight|evenings?|hours|sleep\w*|asleep|bed|disturb\w*"
    r"|bother\w*|bug me|wake|weekends?|peace|leave me alone|after (?:work|\d)|any ?time|before \d"
    r"|(?:stop|no|don't|do not) (?:\w+ )?(?:messag|ping|notif|alert|writ|text)\w*)\b"
    r"|тих|тиш|ноч|беспок|трево|буди|сн[ауе]\b|спл?[юи]|спать|поспать|помолч|вечер|после \d|до утра|выходн"
    r"|в покое|любое время|静|勿扰|打扰|夜|晚|睡|吵|烦|周末|下班|深更|安静",
    re.IGNORECASE,
)
_NO_REMINDER = lazy_re(
    r"(?<!not )(?<!n't )(?<!never )\b(?:forget|stop|cancel|drop|delete|remove|kill|scrap|ditch|clear|unset|call off"
    r"|get rid of|no (?:longer|more)|(?:turn|switch) off|(?:do not|don't) need)\b.{0,30}\bremind"
    r"|(?<!не )\b(?:забудь|отмени|убери|сними|удали|не нужн)\w*\b.{0,20}напомин"
    r"|(?:取消|忘掉|删除|停止|去掉|撤掉).*提醒",
    re.IGNORECASE,
)
_LINK = lazy_re(
    r"^(?!.*(?:telegram|slack):\S)(?:.*(?:\b(?:link|connect|join|pair|tie|tying|merge|merging|unite|hook|combin"
    r"|couple|same person|accounts?|both|slack|telegram)|связ|свяж|соедин|привяж|привяз|объедин|подключ|аккаунт"
    r"|уч[её]тн|слак|телеграм|关联|绑定|绑|连接|连起来|链接|合并|账号|帐号|账户|电报))",
    re.IGNORECASE | re.DOTALL,
)
_NEEDED = MappingProxyType({"undo": _UNDO, "quiet": _QUIET, "quiet off": _QUIET, "link": _LINK})


def has_required_words(kind: str, sentence: str) -> bool:
    """Whether a sentence holds the words that this kind of request needs; most kinds need none."""
    needed = _NEEDED.get(kind)
    return needed is None or bool(needed.search(sentence.replace("’", "'")))


def ends_reminders(sentence: str) -> bool:
    """Whether a sentence plainly wants a reminder gone: "forget the reminder", but not "don't forget to remind me"."""
    return bool(_NO_REMINDER.search(sentence.replace("’", "'")))
