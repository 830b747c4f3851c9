"""The language of texts of few words, which few common words tell."""

import pytest

from briefings.reading.language import language_of


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Die nächste Hafenversammlung findet am 21. Juni 2026 in Wien statt. Alle Lotsen sind eingeladen.", "de"),
        ("Заявки на стоянку принимаются до 13 декабря, а через неделю состоится совет.", "ru"),
        ("Рада порту збирається у вівторок, і всі її члени прийдуть.", "uk"),
        ("The mayor of Zürich walks to the quay in the morning.", "en"),
        ("Le port est calme, et les marins attendent la marée avec les autres.", "fr"),
        ("北湾的码头很旧。", "zh"),
        ("12:30", "en"),
    ],
)
def test_a_short_text_has_its_language(words: str, language: str) -> None:
    assert language_of(words) == language
