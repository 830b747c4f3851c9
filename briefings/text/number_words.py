"""Numbers written as words, with their values. Pure."""

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_RUSSIAN_FORMS = (
    *("один одна одного одной", "два две двух двумя", "три трёх трех", "четыре четырёх четырех", "пять пяти"),
    *("шесть шести", "семь семи", "восемь восьми", "девять девяти", "десять десяти"),
)
_GERMAN_WORDS = "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"
_FRENCH_WORDS = "deux trois quatre cinq six sept huit neuf dix onze douze"
_DIGITS = "一二三四五六七八九"

ENGLISH = {word: number for number, word in enumerate(_ONES)} | {
    word: 10 * number for number, word in enumerate(_TENS, 2)
}
COMPOUND = {
    f"{tens}{mark}{one}": ENGLISH[tens] + ENGLISH[one] for tens in _TENS for one in _ONES[1:10] for mark in "- "
}  # "twenty-one" and "twenty one"
GERMAN = {word: number for number, word in enumerate(_GERMAN_WORDS.split(), 2)}
FRENCH = {word: number for number, word in enumerate(_FRENCH_WORDS.split(), 2)}
RUSSIAN = {word: number for number, forms in enumerate(_RUSSIAN_FORMS, 1) for word in forms.split()}
CHINESE = {sign: number for number, sign in enumerate(f"{_DIGITS}十", 1)} | {"两": 2}
CHINESE |= {
    f"{tens}十{ones}": 10 * (CHINESE[tens] if tens else 1) + (CHINESE[ones] if ones else 0)
    for tens in ("", *_DIGITS[1:])
    for ones in ("", *_DIGITS)
}
