"""Decodes bytes to text: byte order marks, encodings, line endings. Binary data is rejected."""

import codecs
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from briefings.errors import Unreadable
from briefings.text import lazy_re, shows
from briefings.translatable import phrase, plural

MOST_BYTES = 25_000_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_END = lazy_re(r"\r\n?")
_MARK = "\ufeff"
# Signs that end a line beside "\n", and a mark within the text, by what the reader finds in their places.
_AS_READ = str.maketrans(dict.fromkeys("\x0b\x0c\x85\u2028\u2029", "\n") | {_MARK: " "})
CONTROL = lazy_re(r"[\x00-\x08\x0e-\x1f\x7f]")  # none of them a letter, and some a program's blank
_WRONG = "\ufffd"
_TOLD_FOR_EACH_WRONG = 3  # letters, or bytes of UTF-8; where there are fewer, the encoding is another one
_BY_CHANCE = 12  # bytes of UTF-8 that another encoding has at most, and then beside more that are none
_TWICE = lazy_re("[ÃÐÑ][\x80-\xbf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\x80-\xbf™œ“”˜¦]")
_NAMES = {
    **{f"cp125{number}": f"Windows-125{number}" for number in range(9)},
    "gb18030": "GB 18030", "koi8_r": "KOI8-R", "mac_roman": "Mac Roman", "mac_cyrillic": "Mac Cyrillic",
    "shift_jis": "Shift JIS", "big5": "Big5", "euc_kr": "EUC-KR", "euc_jp": "EUC-JP", "koi8_u": "KOI8-U",
    "cp874": "Windows-874", "iso8859_2": "ISO 8859-2", "iso8859_5": "ISO 8859-5", "iso8859_6": "ISO 8859-6",
}  # fmt: skip
_ZEROS = 4  # at an end that are none of a wide letter's
_MOST_CONTROLS = 0.001  # share of characters


@dataclass(frozen=True, slots=True)
class Decoded:
    """The decoded text of a file, and doubts about its characters."""

    text: str
    doubts: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    r"""The text of a file, without byte order mark and with "\n" line ends. Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable("The file is larger than {number} MB.", number=MOST_BYTES // 1_000_000)
    # The bytes without the mark of a file's end, and zeros behind it, as old systems filled their last block.
    end = data.rstrip(b"\x00")
    padded = len(data) - len(end) > _ZEROS or end.endswith(b"\x1a")
    found = _decoded(end.rstrip(b"\x1a") if padded else data)
    text = _LINE_END.sub("\n", found.text).lstrip(_MARK)
    if not shows(text):
        raise Unreadable("The file is empty.")
    if len(CONTROL.findall(text)) > _MOST_CONTROLS * len(text):
        raise Unreadable("The file isn't text.")
    twice = (phrase("Some letters look like “Ã©”: the file was probably saved in a wrong encoding once."),)
    return Decoded(CONTROL.sub(" ", text), found.doubts + (twice if len(_TWICE.findall(text)) > 1 else ()))


def as_read(text: str) -> str:
    r"""The text with page breaks and old line ends as "\n"; its length stays the same."""
    return text.translate(_AS_READ)


def _decoded(data: bytes) -> Decoded:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _mended(data[len(mark) :], encoding)
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _mended(data, "utf-8") if _spells_utf8(data) else _guessed(data)


def _spells_utf8(data: bytes) -> bool:
    """Whether the non-ASCII bytes are UTF-8; in other encodings so many would hardly be valid by chance."""
    text = data.decode("utf-8", "replace")
    wrong, told = _wrong(text, data, "utf-8"), _told(text, "utf-8")
    return told >= _TOLD_FOR_EACH_WRONG * wrong or told >= max(wrong, _BY_CHANCE)


def _wrong(text: str, data: bytes, encoding: str) -> int:
    """The number of places with undecodable bytes."""
    return text.count(_WRONG) - (data.count(_WRONG.encode()) if encoding == "utf-8" else 0)


def _told(text: str, encoding: str) -> int:
    """How many non-ASCII characters support an encoding; for UTF-8, bytes, since longer sequences say more."""
    plain = len(text.encode("ascii", "ignore"))
    if encoding == "utf-8":
        return len(text.encode()) - plain - text.count(_WRONG) * len(_WRONG.encode())
    return len(text) - plain - text.count(_WRONG)


def _guessed(data: bytes) -> Decoded:
    if wide := _wide(data):
        try:
            return Decoded(data.decode(wide))
        except UnicodeDecodeError as error:  # zeros as a program or a picture has them
            raise Unreadable("The file isn't text.") from error
    if b"\x00" in data:
        raise Unreadable("The file isn't text.")
    encoding = likely(data)
    if not encoding:
        raise Unreadable("The file's character encoding couldn't be detected. Save it as UTF-8.")
    found = _mended(data, encoding)
    name = _NAMES.get(encoding, encoding.replace("_", "-").upper())
    guess = phrase(
        "The file is not in UTF-8 and does not say how its letters are encoded; I took it for {name}.", name=name
    )
    return Decoded(found.text, (guess, *found.doubts))


def _wide(data: bytes) -> str:
    """Detects UTF-16 without a byte order mark: every other byte of Western text is zero."""
    head = data[:2000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 5 < len(head):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _mended(data: bytes, encoding: str) -> Decoded:
    """Decodes text with a few invalid bytes, replaced by a sign and reported. Raises Unreadable for many."""
    text = data.decode(encoding, "replace")
    wrong = _wrong(text, data, encoding)
    if wrong <= 0:
        return Decoded(text)
    if _told(text, encoding) < _TOLD_FOR_EACH_WRONG * wrong:
        raise Unreadable("The file is damaged: it isn't valid {encoding}.", encoding=encoding.upper())
    line = text.count("\n", 0, text.index(_WRONG)) + 1
    damaged = plural(
        "{number} place is damaged and shown as “�”; it stands in line {line}.",
        "{number} places are damaged and shown as “�”; the first stands in line {line}.",
        wrong,
        line=line,
    )
    return Decoded(text, (damaged,))


# Which encoding the bytes of a text have that is no UTF-8: the one in which they spell words of a language.
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
    """The letters of a language; `common` are its twelve commonest, empty if mixed with Latin ones."""

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
_BALTIC = _latin("ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž")
_VIETNAMESE = _latin("ăâđêôơưàáèéìíòóùúýñ\u0300\u0301\u0303\u0309\u0323")  # with the marks of tones
_CYRILLIC = (
    _Script(frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя"), frozenset("оеаинтсрвлкм")),
    _Script(frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"), frozenset("оанивтересіл")),
    _Script(frozenset("абвгдђежзијклљмнњопрстћуфхцчџшў"), frozenset("аоиенртсвдкј")),
)
_GREEK = (_Script(frozenset("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ"), frozenset("αοιετσνηυρπκ")),)
_HEBREW = (_Script(frozenset("אבגדהוזחטיךכלםמןנסעףפץצקרשת"), frozenset("יוהלאתרבמשנד")),)
_ARABIC = (_Script(frozenset("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"), frozenset("اليمنوترهبعد")),)
_THAI = (
    _Script(
        frozenset("กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลวศษสหฬอฮฯะัาำิีึืฺุูเแโใไๅๆ็่้๊๋์ํ๎๐๑๒๓๔๕๖๗๘๙"),
        frozenset("านรอกเงมยลวท"),
    ),
)
_SINGLE: tuple[tuple[str, tuple[_Script, ...]], ...] = (
    ("cp1252", (*_WESTERN, _MIXED)), ("cp1250", _CENTRAL), ("cp1254", _TURKISH), ("mac_roman", _WESTERN),
    ("cp850", _WESTERN),
    ("iso8859_2", _CENTRAL), ("cp1257", _BALTIC), ("cp1258", _VIETNAMESE),
    ("cp1251", _CYRILLIC), ("koi8_r", _CYRILLIC), ("koi8_u", _CYRILLIC), ("cp866", _CYRILLIC),
    ("iso8859_5", _CYRILLIC), ("mac_cyrillic", _CYRILLIC), ("cp1253", _GREEK),
    ("cp1255", _HEBREW), ("cp1256", _ARABIC), ("iso8859_6", _ARABIC), ("cp874", _THAI),
)  # fmt: skip
# Encodings of pairs with how their common signs look.
_PAIRED: tuple[tuple[str, Callable[[str, bytes], bool]], ...] = (
    ("euc_kr", lambda sign, _pair: "\uac00" <= sign <= "\ud7a3" or sign in "，。“”"),
    ("gb18030", lambda _sign, pair: pair[0] in range(0xA1, 0xA4) or (pair[0] in range(0xB0, 0xD8) and pair[1] > 0xA0)),
    ("big5", lambda _sign, pair: pair[0] in range(0xA1, 0xC7)),
    ("euc_jp", lambda sign, pair: "\u3001" <= sign <= "\u30ff" or pair[0] in range(0xB0, 0xD0)),
    ("shift_jis", lambda sign, pair: "\u3001" <= sign <= "\u30ff" or pair[0] in range(0x88, 0x98)),
)
_FOREIGN = lazy_re(rb"[\x80-\xff]")
_LETTER = lazy_re(rb"[A-Za-z]")
_KANA = lazy_re("[\u3041-\u30ff]")


def likely(data: bytes) -> str:
    """The likely encoding by its Python name; "" if none makes words of the bytes."""
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
    """The share of the non-ASCII characters that fit, for the language that fits best."""
    text = sample.decode(name, "replace")
    signs = [*islice(_foreign(text), _MOST_LETTERS)]
    plain = _LETTER.search(sample)  # a text in Latin letters has some of ASCII
    return max(_share(signs, script) * (1 if plain or script.common else _FOREIGN_ALONE) for script in scripts)


def _foreign(text: str) -> Iterator[str]:
    """Each non-ASCII character with its neighbours."""
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
    """Whether a character is plausible between its neighbours."""
    before, this, behind = tuple(sign)
    if not (this.isalpha() or this in script.letters) or this in "ªº":
        return this in _SIGNS and (this in _WITHIN or not (before.isalpha() and behind.isalpha()))
    if script.common and any(other.isascii() and other.isalpha() for other in (before, behind)):
        return False
    return this.lower() in script.letters and not (this.isupper() and before.islower())


def _paired(sample: bytes, name: str, common: Callable[[str, bytes], bool]) -> float:
    """The share of two-byte characters that are common ones."""
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
