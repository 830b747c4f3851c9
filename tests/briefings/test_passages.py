"""Questions: what they ask for, which passage answers, and that nothing is answered where no text says it."""

from datetime import date

import pytest

from briefings.answers.passages import FoundPassage, answer, parse
from briefings.answers.passages.holders import is_claim, is_decision
from briefings.answers.passages.intent import has_unit, intent
from briefings.answers.passages.proximity import denies, held_by_nobody
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
RULING = """# Orrin v. the Port of Velsen

## Background
Orrin's crane came down on a warehouse in March 2023. The port argues that Orrin never checked the crane. The owner of
the warehouse received 90,000 euros.

## Decision
We find that Orrin checked the crane every week. The port must pay Orrin 90,000 euros. The court will rule next year
on the costs of the warehouse.

| Quay | Cranes | Deepest berth |
|------|-------:|--------------:|
| North | 4 | 11 m |
| South | 9 | 16 m |
"""
DRAFTS = [
    Analysis(number, 1, read(name, text.encode(), published=date(2026, 1, 1)))
    for number, (name, text) in enumerate((("1.txt", BRIDGE), ("2.txt", SNOW), ("3.md", RULING)), 1)
]


def answered(question: str) -> tuple[list[FoundPassage], list[FoundPassage]]:
    """The passages that answer and the closest ones."""
    parsed = parse(question)
    held = [frozenset(terms(a.draft.text[s.start : s.end])) for a in DRAFTS for s in a.draft.sentences]
    counts = {word.term: sum(word.term in each for each in held) for word in parsed.words}
    return answer(parsed, DRAFTS, counts, 3)


def asked(question: str) -> tuple[list[str], str]:
    """The passages that answer and the closest sentence, as they are worded."""
    found, closest = ([each.analysis.draft.text[each.start : each.end] for each in some] for some in answered(question))
    return found, next(iter(closest), "")


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


def test_all_sentences_that_say_a_fifth_of_the_question_are_among_the_closest() -> None:
    told, closest = answered("Which restaurants near the river serve trout?")
    assert not told
    assert len(closest) == 2


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


def test_a_row_of_a_table_answers() -> None:
    assert "South" in asked("How many cranes stand at the South quay?")[0][0]


def test_a_passage_in_the_same_words_answers_from_a_lower_score_on() -> None:
    assert "South" in asked("How many cranes stand in the south?")[0][0]


def test_a_claim_comes_after_the_finding_and_is_marked() -> None:
    found, _ = answered("Did Orrin check the crane?")
    told = [(each.analysis.draft.text[each.start : each.end], each.claimed) for each in found]
    assert "We find that Orrin checked the crane" in told[0][0]
    assert all(claimed == ("argues" in words) for words, claimed in told)


def test_what_was_decided_comes_first_even_if_the_claim_is_worded_more_alike() -> None:
    found, _ = asked("Did Orrin ever check the crane before it came down?")
    finding = next(at for at, words in enumerate(found) if "We find" in words)
    claim = next(at for at, words in enumerate(found) if "argues" in words)
    assert finding < claim


def test_a_ruling_to_come_is_no_answer_about_a_past_one() -> None:
    assert any("will rule next year" in each for each in asked("When will the court rule on the costs?")[0])
    assert not any("will rule" in each for each in asked("What did the court rule on the costs of the warehouse?")[0])


@pytest.mark.parametrize(
    ("words", "claim", "decision"),
    [
        ("The defendant argues that the notice came late.", True, False),
        ("According to the port, the lines were thin.", True, False),
        ("The union says that nobody was asked.", True, False),
        ("The mayor says that spring is early.", False, False),
        ("We affirm.", False, True),
        ("The court rejects what the company claimed.", False, True),
        ("Суд отклонил жалобу.", False, True),
        ("被告辩称没有收到通知。", True, False),
    ],
)
def test_who_holds_what_a_sentence_says(words: str, claim: bool, decision: bool) -> None:
    assert (is_claim(words), is_decision(words)) == (claim, decision)


@pytest.mark.parametrize(
    ("question", "words", "fits"),
    [
        ("How long did it take?", "It took nineteen minutes by boat and two hours on foot.", True),
        ("How long did it take?", "It took the road.", False),
        ("What did it cost?", "They paid $40.", True),
        ("What did it cost?", "They paid in kind, 40 sheep.", False),
        ("How old is she?", "She is 68 and lives there.", True),
        ("How full is it?", "It stands at 87 %.", True),
    ],
)
def test_the_unit_of_an_amount(question: str, words: str, fits: bool) -> None:
    assert has_unit(intent(parse(question)).unit, words) == fits


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


LANGUAGES = """# Notes

Le port a mené 54 entretiens individuels avec des entreprises. L'étude financière, réalisée par un consultant pour
3 297 €, est terminée. Les travaux ont commencé en mars, car le quai était fissuré.

Das Gesamtvolumen beläuft sich auf 45,2 Millionen Euro. Die Halle wird am 3. Juni eröffnet. Die Ware lagert in Neudorf.

Выпуск версии 4.9 запланирован на апрель.

Harbour tax revenue is $21M under budget. Northern runs the ferry to the island.
"""


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Combien d'entretiens le port a-t-il menés ?", "54 entretiens"),
        ("Combien a coûté l'étude financière ?", "3 297"),
        ("Pourquoi les travaux commencent-ils ?", "quai était fissuré"),
        ("Wie hoch ist das Gesamtvolumen?", "45,2 Millionen"),
        ("Wann eröffnet man die Halle?", "3. Juni"),
        ("Wo wird die Ware gelagert?", "Neudorf"),
        ("Когда выйдет версия 4.9?", "апрель"),
        ("How far is harbour tax revenue under budget?", "$21M"),
        ("Who is Northern?", "Northern runs"),
    ],
)
def test_a_question_in_any_of_the_languages_is_answered(question: str, words: str) -> None:
    told, closest = of_languages(question)
    assert words in (told or closest)[0]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Quand ouvre la boutique ?", "time"),
        ("À quelle date ouvre la boutique ?", "time"),
        ("Qui a payé ?", "person"),
        ("Où est le quai ?", "place"),
        ("Wie viele Boote fahren?", "number"),
        ("Wer leitet das Amt?", "person"),
        ("Was the bridge to Die closed in the end?", "any"),  # “was” and “die” do not make it German
    ],
)
def test_what_a_french_or_german_question_asks_for(question: str, kind: str) -> None:
    assert parse(question).kind == kind


def test_a_question_that_shares_a_word_with_a_sentence_gets_the_closest() -> None:
    told, closest = of_languages("Wie viele Kräne, Boote, Arbeiter, Schuppen und Gleise stehen neben der Halle?")
    assert not told
    assert "Halle" in closest[0]


def of_languages(question: str) -> tuple[list[str], list[str]]:
    draft = read("notes.md", LANGUAGES.encode(), published=date(2026, 1, 1))
    parsed = parse(question)
    counts = {word.term: 1 for word in parsed.words}
    found = answer(parsed, [Analysis(1, 1, draft)], counts, 3)
    told, closest = ([draft.text[each.start : each.end] for each in side] for side in found)
    return told, closest


def found_in(words: str, question: str) -> list[str]:
    """All passages told of a text for a question, as an answer or as the closest."""
    analysis = Analysis(1, 1, read("letter.txt", words.encode(), published=date(2026, 1, 1)))
    parsed = parse(question)
    found = [*answer(parsed, [analysis], {word.term: 1 for word in parsed.words}, 3)]
    return [analysis.draft.text[each.start : each.end] for some in found for each in some]


def test_a_question_in_one_language_finds_no_lookalike_of_another() -> None:
    text = "The harbour\n\nSummary\n\nThe papers expose the owner of the ferry. The owner of the ferry left the town.\n"
    assert found_in(text, "Quelles femmes sont exposées aux risques du métier ?") == []


def test_a_signature_is_no_answer() -> None:
    text = "The harbour\n\nSummary\n\nThe ferry is late, I think, and the quay is old. Ola Dahl\\ ola@harbour.example\n"
    assert not any("@" in each for each in found_in(text, "What does Ola Dahl think of the ferry?"))
