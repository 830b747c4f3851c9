"""Questions: what they ask for, which passage answers, and that nothing is answered where no text says it."""

from datetime import date

import pytest

from briefings.answers.passages import answer, parse
from briefings.answers.passages.proximity import denies, held_by_nobody
from briefings.answers.passages.scoring import TRAITS
from briefings.answers.passages.weights import WEIGHTS
from briefings.model.analysis import Analysis
from briefings.reading import read
from briefings.text.terms import spans, terms

BRIDGE = """The Bridge at Tarn: A Report to the Council
Background
The old bridge at Tarn was closed in May 2024 because its cables had rusted. Buses now cross the river at Molen, which adds twenty-five minutes to each trip.
Plans
The engineer Lucia Ferro designed a new bridge of timber and steel. It will cost 18 million euros, and the province pays half. Work is to begin in March 2027.
Opinions
Shopkeepers in Tarn want a temporary ferry. The mayor of Molen rejects the plan, since the ferry would need a jetty on his side.
"""  # noqa: E501 - one paragraph a line is what the format is
SNOW = """Снег и дороги
Расходы
Город потратил на уборку снега 40 миллионов рублей. Мэр Анна Зорина обещает купить двенадцать машин.
"""
DRAFTS = [
    Analysis(number, 1, read(f"{number}.txt", text.encode(), published=date(2026, 1, 1)))
    for number, text in enumerate((BRIDGE, SNOW), 1)
]


def asked(question: str) -> tuple[list[str], str]:
    """The passages that answer and the closest sentence, as they are worded."""
    parsed = parse(question)
    held = [frozenset(terms(a.draft.text[s.start : s.end])) for a in DRAFTS for s in a.draft.sentences]
    counts = {word.term: sum(word.term in each for each in held) for word in parsed.words}
    found, closest = answer(parsed, DRAFTS, counts, 3)
    near = closest.analysis.draft.text[closest.start : closest.end] if closest else ""
    return [each.analysis.draft.text[each.start : each.end] for each in found], near


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("When was the old bridge at Tarn closed?", "closed in May 2024"),
        ("Why was the bridge closed?", "because its cables had rusted"),
        ("Who designed the new bridge?", "Lucia Ferro designed"),
        ("How much will the new bridge cost?", "It will cost 18 million euros"),
        ("when will work begin?", "begin in March 2027"),
        ("Who rejects the ferry plan?", "The mayor of Molen rejects"),
        ("Where do buses cross the river?", "cross the river at Molen"),
        ("Сколько город потратил на уборку снега?", "40 миллионов рублей"),
        ("Кто обещает купить машины?", "Анна Зорина обещает"),
    ],
)
def test_the_best_passage_answers(question: str, words: str) -> None:
    assert words in asked(question)[0][0]


@pytest.mark.parametrize(
    "question",
    [
        "Who built the old bridge?",
        "What is the mayor's salary?",
        "How many tourists visited Tarn in 2019?",
        "When did Ferro leave the university?",
        "Why was the old bridge at Tarn closed in 2019?",
        "Кто построил школу в Сочи?",
        "Quel est le prix du pain à Lyon ?",
        "今年茶叶出口多少吨？",
    ],
)
def test_what_no_text_says_is_not_answered(question: str) -> None:
    assert asked(question)[0] == []


def test_the_closest_sentence_is_told_where_one_is_close() -> None:
    assert "bridge" in asked("How heavy is the new bridge?")[1]
    assert asked("Does anybody grow saffron?") == ([], "")


def test_a_sentence_that_leans_comes_with_what_it_leans_on() -> None:
    (first, *_) = asked("How much will the new bridge cost?")[0]
    assert first.startswith("The engineer Lucia Ferro")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many ships sail?", "number"),
        ("What does the ferry cost?", "number"),
        ("In what year did it open?", "time"),
        ("What happens when it rains?", "any"),
        ("Why so late?", "cause"),
        ("Whose boat is it?", "person"),
        ("Where is the quay?", "place"),
        ("Сколько стоит паром?", "number"),
        ("Почему?", "cause"),
        ("码头什么时候开放？", "time"),
        ("谁反对？", "person"),
        ("Tell me about ferries", "any"),
    ],
)
def test_what_is_asked_for(question: str, kind: str) -> None:
    assert parse(question).kind == kind


def test_the_time_that_something_takes_is_no_word_to_look_for() -> None:
    assert [word.term for word in parse("Сколько времени займёт дорога?").words] == terms("займёт дорога")


@pytest.mark.parametrize("question", ["", "?", "what is it?", "谁？", "…", "how many"])
def test_a_question_without_content_finds_nothing(question: str) -> None:
    assert asked(question)[0] == []


def test_each_trait_has_its_weight() -> None:
    assert len(TRAITS) == len(WEIGHTS)


@pytest.mark.parametrize(
    "question",
    [
        "How deep is the river at Tarn?",  # the amounts that stand there are minutes and euros
        "Who is the mayor of Tarn?",  # a mayor is named, of another town
        "What is the name of the ferry's captain?",
        "How many jetties does Molen need?",
    ],
)
def test_a_passage_without_what_is_asked_for_is_no_answer(question: str) -> None:
    assert asked(question)[0] == []


def placed(words: str) -> list[tuple[str, int, int]]:
    return list(spans(words))


@pytest.mark.parametrize(
    ("question", "words", "name", "nobody"),
    [
        ("Who carved the masks?", "Rolf Adler carved the masks.", "Rolf Adler", False),
        ("Who carved the masks?", "The masks were carved by Rolf Adler.", "Rolf Adler", False),
        ("Who carved the masks?", "Rolf Adler bought the carved masks.", "Rolf Adler", True),
        ("Who is the minister of trade?", "The minister of trade, Rolf Adler, agreed.", "Rolf Adler", False),
        ("Who is the minister of trade?", "The ministry of trade paid Rolf Adler.", "Rolf Adler", True),
    ],
)
def test_a_doer_stands_where_doers_stand(question: str, words: str, name: str, nobody: bool) -> None:
    found = [(words.index(name), words.index(name) + len(name))]
    assert held_by_nobody(parse(question), words, placed(words), found) is nobody


@pytest.mark.parametrize(
    ("question", "words", "denied"),
    [
        ("How many wells have a permit?", "Six wells were drilled without a permit.", True),
        ("How many wells have no permit?", "Six wells were drilled without a permit.", False),
        ("Do the wells have a permit?", "The wells have no permit.", False),
    ],
)
def test_what_is_denied_answers_another_question(question: str, words: str, denied: bool) -> None:
    assert denies(parse(question), words) is denied
