"""Names of the languages that the bot speaks: their codes, and their names in each of them. Pure."""

import re
from types import MappingProxyType

from briefings.text import lazy_re

AUTO = "auto"
_OWN = MappingProxyType(  # in the language itself, or as one says that something is in it
    {
        "en": ("in english", "на английском", "по-английски", "по английски", "用英语", "用英文", "说英语", "讲英语"),
        "zh": (
            *("中文", "汉语", "漢語", "普通话", "简体中文", "in chinese", "на китайском", "по-китайски", "по китайски"),
            *("用中文", "说中文", "讲中文", "用汉语", "说汉语"),
        ),
        "ru": ("русский", "in russian", "на русском", "по-русски", "по русски", "用俄语", "用俄文", "说俄语", "讲俄语"),
    }
)
_NAMES = MappingProxyType(
    {
        "en": ("en", "eng", "english", "английский", "англ", "英语", "英文"),
        "zh": (
            "zh",
            "cn",
            "zho",
            "chi",
            "chinese",
            "mandarin",
            "simplified chinese",
            "китайский",
            "华语",
            "国语",
            "中国话",
        ),
        "ru": ("ru", "rus", "russian", "рус", "俄语", "俄文", "俄罗斯语"),
        AUTO: ("auto", "automatic", "авто", "автоматически", "自动"),
    }
)
_AROUND = lazy_re(r"^(?:the )|(?: language| язык(?:е|ом)?)$|[.!?。！？\"'“”«»]", re.IGNORECASE)
_REGION = lazy_re(r"(?<=^[a-z]{2})[-_][a-z]{2,4}$", re.IGNORECASE)


def language_called(words: str) -> str:
    """The tag of the language with a code or a name in any language of the bot, or "auto"; "" for other words."""
    said = _plain(words)
    return next((tag for names in (_OWN, _NAMES) for tag, known in names.items() if said in known), "")


def calls_itself(words: str) -> bool:
    """Whether words are a language's own name, or say that something is in it, so that nothing else is meant."""
    said = _plain(words)
    return any(said in known for known in _OWN.values())


def _plain(words: str) -> str:
    said = " ".join(_AROUND.sub("", words.strip().lower()).split())
    return _REGION.sub("", said)
