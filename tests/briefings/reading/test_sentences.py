"""Where a sentence ends and where it only seems to."""

import pytest

from briefings.reading.sentences import split

CASES = [
    ("en", ["“Who will pay?” Moreau asked.", "Nobody answered."]),
    ("en", ["The gates open at 6 a.m. Oslo time.", "Trucks queue from four."]),
    ("en", ["The gates open at 6 a.m.", "Trucks queue from four."]),
    ("en", ["The levy was doubled.[3]", "It was halved again.[4][5]"]),
    ("en", ["The levy was doubled.¹²", "It was halved again.³"]),
    ("en", ["The levy was doubled.[^a]", "It was halved again."]),
    ("en", ["He called the plan “a wish.” (Tan, 2023)", "The ministry disagreed."]),
    ("en", ["He called the plan “a wish.” (Tan, 2023).", "The ministry disagreed."]),
    ("en", ["“...and so it went on...”", "Nobody objected."]),
    ("en", ["Ft. Meade lent its barges.", "See Vol. 2 by Adm. Holm."]),
    ("en", ["The case is Port v. State.", "It was lost."]),
    ("en", ["Barges left for the U.K. ports at noon.", "None came back from the U.S.", "The harbour froze."]),
    ("en", ["It rose by 2.5 percent vs. last year.", "That was No. 1 of the list."]),
    ("en", ["J. R. Holm signed.", "So did Mr. Vik, Jr. of Bergen."]),
    ("en", ["“Stop!” he cried.", "“The tide is out!”"]),
    ("en", ["Two things matter: 1. Depth.", "2. Money."]),
    ("en", ["eBay sold the buoys.", "iPhones were cheaper."]),
    ("en", ["What now?", "Wait."]),
    ("en", ["**The quay was paved at dawn.**", "*Nobody had slept.*", "The first barge came."]),
    ("en", ["_The quay was paved._", "The first barge **came at noon.**", "“We cheered.”"]),
    (
        "en",
        [
            "The loader Trojan.Emotet was seen with **Backdoor.Turn** in June.",
            "It calls Console.WriteLine and ASP.NET.",
        ],
    ),
    ("es", ["El ministro decreta.", "**Art. 5°**— El decreto entrará en vigor.", "*Art. 7* lo repite."]),
    ("es", ["Vive en Bs. As. desde 2020.", "Se fue."]),
    ("en", ["See __Art. 8__ and **No. 7** of the list.", "**Dr.** Roe agreed.", "**Done.**", "The end came."]),
    ("en", ["The firm Acme inc. and others paid.", "He joined Acme Inc.", "The firm paid."]),
    ("fr", ["Voir l’art. L. 311-1 du code.", "Mme. Dupont parle."]),
    ("en", ["We built it in .NET.", "W32.Stuxnet.A spread by Google.Com."]),
    ("ru", ["Откройте ModernPos.Sln и POS.App.", "Готово."]),
    ("zh", ["<u>码头已经修好。</u>", "<b>第一艘船到了。</b>", "没有人来接。"]),
    ("ru", ["Порт закрыли в 2025 г.", "Он открылся весной."]),
    ("ru", ["Это стоило 5 млн руб.", "Денег не нашли."]),
    ("ru", ["Иванов и др. (2024) считают иначе.", "Они правы."]),
    ("ru", ["Об этом пишет А. С. Петров (см. рис. 2).", "Он был там."]),
    ("ru", ["— Кто платит? — спросил он.", "Никто не ответил."]),
    ("zh", ["“谁来付钱？”他问。", "没有人回答。"]),
    ("zh", ["运价上涨了3.5%。", "这是好消息（协会，2025）。", "真的吗？"]),
]


@pytest.mark.parametrize(("language", "sentences"), CASES)
def test_sentences_end_where_they_end(language: str, sentences: list[str]) -> None:
    text = ("" if language == "zh" else " ").join(sentences)
    assert [text[start:end] for start, end in split(text, language)] == sentences


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["They left.", "The end came."]),
        ("en", ["The talks ended on Monday.", "They will resume in June."]),
        ("de", ["Es geht um Schutzmaßnahmen des Staates.", "Die Maßnahmen werden aufgehoben."]),
    ],
)
def test_sentences_without_a_space_between_them_are_two(language: str, sentences: list[str]) -> None:
    text = "".join(sentences)
    assert [text[start:end] for start, end in split(text, language)] == sentences


@pytest.mark.parametrize("marks", ["**", "\\", ")", "* * *"])
def test_signs_without_a_word_are_no_sentence(marks: str) -> None:
    assert split(marks, "en") == []


def test_a_stretch_of_a_text_is_split_in_place() -> None:
    text = "Heading\n\nOne ends. Two ends.\n\nThree."
    assert [text[start:end] for start, end in split(text, "en", 9, 28)] == ["One ends.", "Two ends."]


def test_a_line_end_inside_a_sentence_ends_nothing() -> None:
    text = "The plan was drawn up\nby the ministry. It has\nno budget."
    assert len(split(text, "en")) == 2


def test_a_very_long_paragraph_is_split_as_a_short_one() -> None:
    text = "The tide came in at noon. " * 2000
    assert {text[start:end] for start, end in split(text, "en")} == {"The tide came in at noon."}


def test_many_marks_of_emphasis_are_split_in_time() -> None:
    text = "The quay was paved. " + f"It rose.{'*' * 4_000}x " * 9
    assert split(text, "en")[0] == (0, 19)
