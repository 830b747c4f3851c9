"""What is written about a text is held against the text: wrong figures, names, words, denials and roles are found."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.reading import read
from briefings.service import SAMPLE
from briefings.summarising.grounding import grounding_faults
from tests.examples import examples

TALKS = (
    "Ostmark and Velia opened talks on 4 March 2026, but Velia's minister, Pia Lund, did not attend.",
    "Ostmark may lower its tariff on steel by 15 percent if Velia lifts the ban on timber.",
    "“We came to listen, not to sign,” said Oskar Brenn, who led the delegation of Ostmark.",
    "Ostmark sells Velia twice as much steel as it did in 2019.",
)


@pytest.mark.parametrize(
    "sentence",
    [
        "On 4 March 2026 Ostmark and Velia opened talks.",
        "Pia Lund, Velia's minister, did not attend.",
        "If Velia lifts the ban on timber, Ostmark may lower its tariff on steel by 15%.",
        "Oskar Brenn, who led Ostmark's delegation, said: “We came to listen, not to sign.”",
        "Ostmark sells Velia twice as much steel as in 2019.",
    ],
)
def test_what_the_text_says_is_borne_out(sentence: str) -> None:
    assert grounding_faults(sentence, TALKS) == ()


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("Ostmark may lower its tariff on steel by 50 percent if Velia lifts the ban on timber.", "figure"),
        ("Ostmark may lower its tariff on steel by 15 million if Velia lifts the ban on timber.", "figure"),
        ("Ostmark sells Velia half as much steel as in 2019.", "figure"),
        ("Ostmark and Velia opened talks on 4 May 2026.", "date"),
        ("Pia Brenn did not attend.", "name"),
        ("Norland and Velia opened talks on 4 March 2026.", "name"),
        ("Oskar Brenn said: “We came to sign.”", "quotation"),
        ("Pia Lund said: “We came to listen, not to sign.”", "quotation"),
        ("Ostmark and Velia opened talks, as https://example.org/ tells.", "address"),
        ("Ostmark and Velia opened talks and exchanged prisoners near the border river.", "content"),
        ("Velia's minister, Pia Lund, did attend.", "contradiction"),
        ("Ostmark may raise its tariff on steel by 15 percent if Velia lifts the ban on timber.", "contradiction"),
        ("Ostmark lowered its tariff on steel by 15 percent.", "strength"),
        ("Velia sells Ostmark twice as much steel as in 2019.", "order"),
        ("", "empty"),
        ("…", "empty"),
    ],
)
def test_what_the_text_does_not_say_is_found(sentence: str, fault: str) -> None:
    assert fault in grounding_faults(sentence, TALKS)


def test_a_sentence_that_cites_nothing_is_never_borne_out() -> None:
    assert grounding_faults("Ostmark and Velia opened talks.", ()) == ("empty",)


def test_the_right_words_of_a_sentence_that_is_not_cited_do_not_help() -> None:
    assert grounding_faults("Ostmark and Velia opened talks on 4 March 2026.", TALKS[1:2]) != ()


@pytest.mark.parametrize(
    "path", [SAMPLE, *sorted((Path(__file__).parents[1] / "samples" / "reading").glob("*.txt"))], ids=lambda p: p.name
)
def test_each_sentence_of_a_text_is_borne_out_by_itself(path: Path) -> None:
    draft = read(path.name, path.read_bytes())
    sentences = [draft.text[s.start : s.end] for s in draft.sentences if s.section != draft.reference_section]
    assert [(s, found) for s in sentences if (found := grounding_faults(s, [s])) not in ((), ("empty",))] == []


@settings(max_examples=examples(150))
@given(
    st.text(alphabet="aB 12.,%$“”\"'-не中年月日\nMay by than from to", max_size=60),
    st.lists(st.text(max_size=60), max_size=3),
)
def test_any_text_can_be_judged(sentence: str, cited: list[str]) -> None:
    assert all(isinstance(fault, str) for fault in grounding_faults(sentence, cited))


SIDES = (
    "The environment minister, Paul Aubry, has not taken sides in public.",
    "Mayor Elena Roux of Tavel favours the canal and has offered eight million euros.",
    "We find 560,000 tonnes of silt, a small gain in mathematics, none in reading.",
    "In Senna, unemployment fell on 4 May 2026 after 320 workers had been hired.",
)


@pytest.mark.parametrize(
    ("sentence", "borne_out"),
    [
        ("Elena Roux has offered eight million euros.", True),
        ("Paul Aubry has offered eight million euros.", False),
        ("The environment minister, Paul Aubry, favours the canal.", False),
        ("We find 560,000 kilograms of silt.", False),
        ("We find a small gain in mathematics and none in reading.", True),
        ("We find a small gain in reading.", False),
        ("Unemployment in Senna fell on 4 May 2026.", True),
        ("After all 320 workers had been hired, unemployment in Senna fell.", False),
    ],
)
def test_who_and_how_much_is_not_taken_from_another_sentence(sentence: str, borne_out: bool) -> None:
    assert (grounding_faults(sentence, SIDES) == ()) is borne_out


def test_a_year_behind_chinese_letters_is_read_whole() -> None:
    assert grounding_faults("2023年，北湖医院接待了八万名病人。", ["北湖医院在2023年接待了八万名病人。"]) == ()
    assert "figure" in grounding_faults("北湖医院在2024年接待了八万名病人。", ["北湖医院在2023年接待了八万名病人。"])


@pytest.mark.parametrize(
    ("source", "sentence", "fault"),
    [
        ("It would be wrong to say that the mole is safe.", "The mole is safe.", "frame"),
        ("Clerks were told to say that the book burned.", "The book burned.", "frame"),
        ("If the strike lasts, the yard will close.", "The yard will close.", "frame"),
        ("Did the minister sign the letter?", "The minister signed the letter.", "frame"),
        ("The firm says that the mine is shut.", "The mine is shut.", "frame"),
        ("Компания утверждает, что шахта закрыта.", "Шахта закрыта.", "frame"),
        ("公司声称矿山已经关闭。", "矿山已经关闭。", "frame"),
        ("The pump can lift 40 tonnes.", "The pump will lift 40 tonnes.", "frame"),
        ("The fund fell. The mill closed.", "The mill closed because the fund fell.", "cause"),
        ("The mill closed because the fund fell.", "The fund fell because the mill closed.", "cause"),
        ("Two-thirds of the orchards were lost.", "A third of the orchards were lost.", "half"),
        ("Non-native speakers scored higher.", "Native speakers scored higher.", "half"),
        ("非本地学生的成绩更高。", "本地学生的成绩更高。", "half"),
        ("水泵可以输送四十升水。", "水泵可以输送十升水。", "half"),
        ("Anna Weil's archive was bought by Otto Brandt.", "Otto Weil's archive was bought by Anna Brandt.", "name"),
        ("甲队胜了乙队。", "乙队胜了甲队。", "owner"),
        ("Банк подал в суд на завод.", "Завод подал в суд на банк.", "owner"),
        ("Экспорт вырос, а импорт упал.", "Импорт вырос, а экспорт упал.", "owner"),
    ],
)
def test_what_is_framed_halved_or_exchanged_is_found(source: str, sentence: str, fault: str) -> None:
    assert fault in grounding_faults(sentence, [source])


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("The firm says that the mine is shut.", "According to the firm, the mine is shut."),
        ("If the strike lasts, the yard will close.", "The yard will close if the strike lasts."),
        ("Two-thirds of the orchards were lost in 2023.", "In 2023 two-thirds of the orchards were lost."),
        ("The mill closed because the fund fell.", "Because the fund fell, the mill closed."),
        ("Otto Brandt bought Anna Weil's archive.", "Anna Weil's archive was bought by Otto Brandt."),
        ("Prices rose, but the firm says that the mine is shut.", "Prices rose."),
        ("Совет может продать школу.", "Школу может продать совет."),
    ],
)
def test_a_faithful_passive_or_moved_clause_is_borne_out(source: str, sentence: str) -> None:
    assert grounding_faults(sentence, [source]) == ()


@pytest.mark.parametrize(("words", "borne_out"), [("Twenty-five", True), ("Twenty-six", False), ("Five", False)])
def test_a_figure_in_words_is_compared_with_one_in_digits(words: str, borne_out: bool) -> None:
    faults = grounding_faults(f"{words} boats left the harbour.", ["25 boats left the harbour."])
    assert ("figure" not in faults) is borne_out
