"""Detects the language of a text by its script and most common words."""

import re
from collections import Counter

_SAMPLE = 20_000
_COMMON = {
    "en": "the of and to in is that for with as are on by this from it was be which has",
    "de": "der die und den von zu das mit sich des auf für ist im dem nicht ein eine als auch",
    "fr": "le la les des et du en une un que est dans pour qui par sur au pas plus avec",
    "es": "el la de que y en los se del las por un para con una su al es como más",
    "it": "il di che la e un per del in con non una dei le della si è sono al gli",
    "pt": "o de que e do da em um para com não uma os no se na por mais as dos",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er ook als bij door",
    "pl": "w i na z że się do nie jest o to po jak przez od za ale oraz dla są",
    "uk": "і в на що з до не та у за як це для від про який його року також але",
    "ru": "и в на что с по не к из о от для как это за у его также но был",
    "tr": "ve bir bu da de için ile olarak çok daha olan en gibi kadar sonra ne ancak",
}
# Letters of one language, which tell it in a text of few words.
_LETTERS = {
    "de": re.compile("[äöüß]"),
    "uk": re.compile("[іїєґ]"),
    "ru": re.compile("[ыэъё]"),
    "pl": re.compile("[ąęłńśźż]"),
}
_MOST_LETTERS = 2  # that count as much as common words
_CYRILLIC = re.compile("[а-яё]")
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
)
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+|(?<=\]\()[!-~]+")  # of a page; its letters are of no language


def language_of(text: str) -> str:
    """The ISO 639-1 code of the language, judged without web addresses; "en" if unknown."""
    sample = _ADDRESS.sub(" ", text[: 2 * _SAMPLE])[:_SAMPLE]
    letters = sum(map(str.isalpha, sample)) or 1
    for code, script in _SCRIPTS:
        if len(script.findall(sample)) * (12 if code == "ja" else 4) > letters:
            return code
    words = Counter(word.lower() for word in _WORD.findall(sample))
    scores = {code: sum(words[word] for word in common.split()) for code, common in _COMMON.items()}
    small = sample.lower()
    for code, letters_of in _LETTERS.items():
        scores[code] += min(len(letters_of.findall(small)), _MOST_LETTERS)
    if len(_CYRILLIC.findall(small)) * 2 > letters:
        return "uk" if scores["uk"] > scores["ru"] and _LETTERS["uk"].search(small) else "ru"
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] else "en"
