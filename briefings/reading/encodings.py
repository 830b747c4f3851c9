"""Which encoding the bytes of a text have that is no UTF-8: the one in which they spell words of a language.

Each encoding is tried on a stretch with its foreign letters. A letter counts where its language has it and it stands in
a word as letters do; of pairs of bytes those count that make common signs.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

_GUESS_SAMPLE = 60_000  # bytes looked at
_BEFORE = 200  # bytes before the first foreign one
_MOST_LETTERS = 6_000  # signs that are weighed
_FEWEST = 10
_CERTAIN = 0.95
_FOREIGN_ALONE = 0.85  # how likely a Latin script is without a letter of ASCII
_ENOUGH = 0.8
_COMMON = 0.6  # share of the twelve commonest letters in a text of their language, at least
_SIGNS = frozenset("“”„‘’‚«»‹›–—…•·€£¥°§©®™¿¡ªº½¼¾±×÷№†‡−\xa0\xad")
_WITHIN = frozenset("’·\xa0\xad")  # signs that stand within words


@dataclass(frozen=True, slots=True)
class _Script:
    """Letters of a language; `common` are its twelve commonest, none where its letters stand among Latin ones."""

    letters: frozenset[str]
    common: frozenset[str] = frozenset()
    weight: float = 1.0


def _latin(*languages: str) -> tuple[_Script, ...]:
    return tuple(_Script(frozenset(letters)) for letters in languages)


_WESTERN = _latin(
    "àâæçéèêëîïôœùûüÿ", "äöüß", "áéíñóúü", "ãõáâàçéêíóôúü", "àèéìíòóùúî", "åäöé", "æøåéò", "áéíóúýþðæö", "éëïöüèá",
    "äõöüšž", "àçéèíïóòúü",
)  # fmt: skip
_MIXED = _Script(frozenset().union(*(script.letters for script in _WESTERN)), weight=0.85)  # names of many lands
_CENTRAL = _latin(
    "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž", "äöüß",
)  # fmt: skip
_TURKISH = _latin("çğıöşüâîû")
_CYRILLIC = (
    _Script(frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя"), frozenset("оеаинтсрвлкм")),
    _Script(frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"), frozenset("оанивтересіл")),
    _Script(frozenset("абвгдђежзијклљмнњопрстћуфхцчџшў"), frozenset("аоиенртсвдкј")),
)
_GREEK = (_Script(frozenset("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ"), frozenset("αοιετσνηυρπκ")),)
_HEBREW = (_Script(frozenset("אבגדהוזחטיךכלםמןנסעףפץצקרשת"), frozenset("יוהלאתרבמשנד")),)
_ARABIC = (_Script(frozenset("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"), frozenset("اليمنوترهبعد")),)
_SINGLE: tuple[tuple[str, tuple[_Script, ...]], ...] = (
    ("cp1252", (*_WESTERN, _MIXED)), ("cp1250", _CENTRAL), ("cp1254", _TURKISH), ("mac_roman", _WESTERN),
    ("cp850", _WESTERN),
    ("cp1251", _CYRILLIC), ("koi8_r", _CYRILLIC), ("cp866", _CYRILLIC), ("iso8859_5", _CYRILLIC),
    ("mac_cyrillic", _CYRILLIC), ("cp1253", _GREEK),
    ("cp1255", _HEBREW), ("cp1256", _ARABIC),
)  # fmt: skip
# Encodings of pairs with how their common signs look.
_PAIRED: tuple[tuple[str, Callable[[str, bytes], bool]], ...] = (
    ("euc_kr", lambda sign, _pair: "\uac00" <= sign <= "\ud7a3" or sign in "，。“”"),
    ("gb18030", lambda _sign, pair: pair[0] in range(0xA1, 0xA4) or (pair[0] in range(0xB0, 0xD8) and pair[1] > 0xA0)),
    ("big5", lambda _sign, pair: pair[0] in range(0xA1, 0xC7)),
    ("euc_jp", lambda sign, pair: "\u3001" <= sign <= "\u30ff" or pair[0] in range(0xB0, 0xD0)),
    ("shift_jis", lambda sign, pair: "\u3001" <= sign <= "\u30ff" or pair[0] in range(0x88, 0x98)),
)
TRIED = frozenset(name for name, _ in (*_SINGLE, *_PAIRED))
_FOREIGN = re.compile(rb"[\x80-\xff]")
_LETTER = re.compile(rb"[A-Za-z]")
_KANA = re.compile("[\u3041-\u30ff]")


def likely(data: bytes) -> str:
    """The encoding, as Python calls it; "" where none makes words of the bytes."""
    first = _FOREIGN.search(data)
    if not first:
        return ""
    head = data.rfind(b"\n", 0, max(0, first.start() - _BEFORE)) + 1
    sample = data[max(head, first.start() - 2 * _BEFORE) :][:_GUESS_SAMPLE]
    rated = [(_single(sample, name, scripts), name) for name, scripts in _SINGLE]
    rated += [(_paired(sample, name, common), name) for name, common in _PAIRED]
    best = max(rated, key=lambda rate: rate[0])  # of equals the first
    return best[1] if best[0] >= _ENOUGH else ""


def _single(sample: bytes, name: str, scripts: Iterable[_Script]) -> float:
    """The share of the foreign signs that the language spells so which has most of them."""
    text = sample.decode(name, "replace")
    signs = [*islice(_foreign(text), _MOST_LETTERS)]
    plain = _LETTER.search(sample)  # a text in Latin letters has some of ASCII
    return max(_share(signs, script) * (1 if plain or script.common else _FOREIGN_ALONE) for script in scripts)


def _foreign(text: str) -> Iterator[str]:
    """Each sign beyond ASCII with its neighbours."""
    padded = f" {text} "
    return (padded[at - 1 : at + 2] for at in range(1, len(padded) - 1) if padded[at] > "\x7f")


def _share(signs: Iterable[str], script: _Script) -> float:
    seen = Counter(signs)
    fitting = sum(count for sign, count in seen.items() if _fits(sign, script))
    share = script.weight * fitting / seen.total()
    letters = Counter[str]()
    for sign, count in seen.items():
        letters[sign[1].lower()] += count if sign[1].isalpha() else 0
    if not script.common or not letters.total():
        return share if not script.common else 0.0
    common = sum(count for letter, count in letters.items() if letter in script.common) / letters.total()
    usual = min(1.0, common / _COMMON)
    return share * (usual if letters.total() >= _FEWEST else (1 + usual) / 2)


def _fits(sign: str, script: _Script) -> bool:
    """Whether the sign between its neighbours stands as it does in writing."""
    before, this, behind = tuple(sign)
    if not this.isalpha() or this in "ªº":
        return this in _SIGNS and (this in _WITHIN or not (before.isalpha() and behind.isalpha()))
    if script.common and any(other.isascii() and other.isalpha() for other in (before, behind)):
        return False
    return this.lower() in script.letters and not (this.isupper() and before.islower())


def _paired(sample: bytes, name: str, common: Callable[[str, bytes], bool]) -> float:
    """The share of the signs of two bytes that are common ones."""
    text = sample.decode(name, "replace")
    seen = Counter(sign for sign in islice(text, _GUESS_SAMPLE) if sign > "\x7f")
    if not seen or (name in {"euc_jp", "shift_jis"} and not _KANA.search(text)):
        return 0.0
    pairs = {sign: sign.encode(name, "replace") for sign in seen if sign != "\ufffd"}
    fitting = sum(
        seen[sign] for sign, pair in pairs.items() if len(pair) == 4 or (len(pair) == 2 and common(sign, pair))
    )
    share = fitting / seen.total()
    if name == "euc_kr" and (seen.total() < _FEWEST or share < _CERTAIN):
        return 0.0
    return share
