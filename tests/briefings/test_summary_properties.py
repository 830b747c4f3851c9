"""What every summary keeps to, whatever the text: substance before platitudes, sections, sources, nested lengths."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from briefings.errors import BadInput
from briefings.library.passages import passages_of
from briefings.library.summaries import briefing
from briefings.model.analysis import Draft
from briefings.reading import read
from briefings.samples import samples
from briefings.summarising import LENGTHS, SUMMARISERS, ChosenSentence, Marks, Passage, brief
from briefings.summarising.anaphora import depends_on_previous
from briefings.summarising.extractive import Document
from briefings.summarising.lines import contexts
from briefings.summarising.selection import Group, Part, most_worth
from briefings.summarising.statistics import Sentence, text_of
from briefings.summarising.worth import Worth
from briefings.text.terms import word_count

summarise = SUMMARISERS["extractive"]

PAPER = (Path(__file__).parents[1] / "samples" / "crossing.md").read_text(encoding="utf-8")
PLATITUDES = {
    "en": (
        "Much will depend on how everybody handles this delicate moment.",
        "The coming months promise to be interesting for all who care.",
        "One thing seems certain: the story is far from over.",
        "Whichever way the wind blows, attention is warranted.",
        "It is a situation that deserves the thoughtful consideration of everyone.",
        "All eyes are on what comes next in this fascinating chapter.",
        "The stakes could scarcely be greater for those involved.",
        "These are defining times that invite careful reflection.",
        "Only time will tell where the journey leads.",
        "The picture as a whole is one of contrasts and nuances.",
    ),
    "zh": ("未来仍值得我们共同期待。", "各界都对前景抱有浓厚兴趣。", "这一切都令人深思。"),
    "ru": (
        "Время покажет, куда ведёт этот путь.",
        "Ситуация заслуживает самого вдумчивого отношения.",
        "Всё это наводит на размышления.",
    ),
}


def paper() -> Draft:
    return read("paper.md", PAPER.encode())


def texts() -> Iterator[tuple[str, list[Passage]]]:
    yield paper().title, passages_of(paper())
    for name, data in samples(date(2026, 12, 2)):
        draft = read(name, data)
        yield draft.title, passages_of(draft)


def said(sections: Sequence[Passage], chosen: Sequence[ChosenSentence]) -> list[str]:
    return [sections[each.section].text[slice(*sections[each.section].sentences[each.sentence])] for each in chosen]


def with_conclusion(sections: list[Passage], sentences: Sequence[str]) -> list[Passage]:
    text = " ".join(sentences)
    spans = tuple((text.index(each), text.index(each) + len(each)) for each in sentences)
    return [*sections, Passage("Outlook", text, spans, marks=tuple(Marks() for _ in sentences))]


@pytest.mark.parametrize("language", PLATITUDES)
@pytest.mark.parametrize("length", LENGTHS)
def test_a_conclusion_of_platitudes_changes_no_point(language: str, length: str) -> None:
    for title, sections in texts():
        longer = with_conclusion(sections, PLATITUDES[language])
        assert summarise(title, longer, length).sentences == summarise(title, sections, length).sentences


def test_each_section_of_substance_has_a_point_and_one_of_platitudes_is_named_instead() -> None:
    draft = paper()
    for length in ("medium", "long"):
        summary = briefing(draft, length)
        assert [part.heading for part in summary.sections] == [
            "Introduction",
            "Background",
            "The cost of the bridge",
            "What the ferry would need",
        ]
        assert [draft.sections[index].heading for index in summary.skipped] == ["Conclusion"]


def test_cited_sentences_are_points_with_their_sources() -> None:
    cited = [point.references for part in briefing(paper(), "medium").sections for point in part.points]
    assert {index for references in cited for index in references} == {0, 1, 2}


def test_a_text_does_not_tell_what_it_is_going_to_do() -> None:
    told = [point.text for part in briefing(paper(), "long").sections for point in part.points]
    assert not any("will analyse" in text or "closely watched" in text for text in told)


def test_a_short_summary_is_within_the_medium_one_and_that_within_the_long() -> None:
    for title, sections in texts():
        short, medium, long = (set(summarise(title, sections, length).sentences) for length in LENGTHS)
        assert short <= medium <= long


def test_no_summary_has_more_words_than_its_length_may_grow_to() -> None:
    for title, sections in texts():
        for name, length in LENGTHS.items():
            size = sum(map(word_count, said(sections, summarise(title, sections, name).sentences)))
            assert size <= length.grown
    book = [Passage(f"Part {n}", "The council paid 40 euros to Ada Holm. " * 400, spans(400)) for n in range(4)]
    assert sum(map(word_count, said(book, summarise("", book, "medium").sentences))) <= LENGTHS["medium"].grown


def spans(number: int) -> tuple[tuple[int, int], ...]:
    size = len("The council paid 40 euros to Ada Holm. ")
    return tuple((n * size, (n + 1) * size - 1) for n in range(number))


def worth(sentence: str, marks: Marks | None = None) -> float:
    sections = passages_of(paper())
    last = Passage("Outlook", sentence, ((0, len(sentence)),), marks=(marks or Marks(),))
    text = text_of("The Ferry and the Bridge", [*sections, last])
    return Worth(text).of(text.sentences[-1])


@pytest.mark.parametrize(
    ("sentence", "more"),
    [
        ("The owners will move the ferry.", "The owners will move the ferry to Lindvik."),
        ("The owners will move the ferry.", "The owners will move the ferry for 4 million euros."),
        ("The owners said that they may sell.", "The owners said that they may sell 14 ships."),
        ("Судно продадут весной.", "Судно продадут весной за 4 млн рублей."),
        ("渡轮公司将出售船只。", "渡轮公司将以400万元出售船只。"),
    ],
)
def test_a_figure_or_name_more_never_lowers_the_worth(sentence: str, more: str) -> None:
    assert worth(more) >= worth(sentence)


def test_a_date_or_source_more_never_lowers_the_worth() -> None:
    plain = "The owners will sell the ferry"
    source = f"{plain} (Holm, 2025)."
    cited = Marks(citations=((len(plain) + 1, len(source) - 1),))
    assert worth(source, cited) > worth(f"{plain}.")
    dated = f"{plain} on 4 May 2027."
    assert worth(dated, Marks(dates=((len(plain) + 4, len(dated) - 1),))) > worth(f"{plain}.")


def test_exchanged_sections_give_the_same_points() -> None:
    title, (preamble, first, second, *rest) = paper().title, _core()
    straight, turned = [preamble, first, second, *rest], [preamble, second, first, *rest]
    one = sorted(said(straight, summarise(title, straight).sentences))
    assert one == sorted(said(turned, summarise(title, turned).sentences))


def _core() -> list[Passage]:
    found = passages_of(paper())
    return [found[0], found[2], found[3], found[-1]]


OWN = """# Harbour dues

## Key points

- The dues rise by 4 percent on 1 May 2027.
- The council should sell the north quay.

## The dues

The dues have not risen since 2019. They pay for the pilots. A ship of 40 metres pays 310 euros.

## The quay

The north quay stands empty for 200 days a year. Its repair would cost 2.1 million euros.
"""


def test_the_authors_own_summary_comes_first_and_says_so() -> None:
    summary = briefing(read("dues.md", OWN.encode()), "medium")
    own = [point.text for part in summary.sections for point in part.points if point.own]
    assert own == ["The dues rise by 4 percent on 1 May 2027.", "The council should sell the north quay."]
    assert {part.heading for part in summary.sections} > {"Key points"}


def test_the_paragraph_of_a_label_is_the_authors_own_summary() -> None:
    text = "# Dues\n\n**Bottom line:** The dues rise by 4 percent in May 2027.\n\nThe pilots asked for it in 2025.\n"
    (part,) = briefing(read("dues.md", text.encode()), "medium").sections
    assert [point.own for point in part.points] == [True, False]


def test_a_sentence_of_a_speaker_comes_with_the_speaker() -> None:
    text = (
        "# Minutes\n\nAda Oakes: The pier is closed. It costs 40,000 euros a year.\n\n"
        "Per Lind: I would keep it. The ferry firm pays 12,000 euros of this.\n\n"
        "Ada Oakes: We vote on 4 May 2027. The vote needs nine members.\n"
    )
    points = [point for part in briefing(read("minutes.md", text.encode()), "long").sections for point in part.points]
    assert {point.topic for point in points if "12,000" in point.text} == {"Per Lind"}


def test_a_label_holds_for_its_own_paragraph_alone() -> None:
    text = "# Works\n\nSink: The tap is new. It cost 40 euros.\n\nThe sign at the gate costs 90 euros in 2027.\n"
    points = [point for part in briefing(read("works.md", text.encode()), "long").sections for point in part.points]
    assert [point.topic for point in points if "sign" in point.text] == [""]


def test_a_section_alone_has_at_least_two_sentences() -> None:
    draft = paper()
    index = next(n for n, section in enumerate(draft.sections) if section.heading == "What the ferry would need")
    (part,) = briefing(draft, "medium", section=index).sections
    assert 2 <= len(part.points) <= 3


def test_a_brief_has_five_lines_that_stand_alone() -> None:
    told = brief(paper().title, passages_of(paper())).told
    lines = said(passages_of(paper()), [chosen for kind in told.values() for chosen in kind])
    assert len(lines) == 5
    assert any("voted on 3 March" in line for line in lines)
    assert any("86 million" in line for line in lines)


def test_a_sentence_that_says_nothing_is_told_only_where_there_is_no_other() -> None:
    text = " ".join(PLATITUDES["en"][:3])
    found = read("empty.txt", text.encode())
    assert briefing(found, "short").sections


def test_other_lengths_are_refused() -> None:
    with pytest.raises(BadInput, match="“huge” isn't a summary length"):
        summarise("", passages_of(paper()), "huge")


def test_empty_sentences_hold_no_fact() -> None:
    document = Document("", with_conclusion([], PLATITUDES["en"]))
    assert all(_is_empty(each) for each in document.sentences)


def _is_empty(sentence: Sentence) -> bool:
    return replace(sentence).is_empty


def test_a_name_made_of_names_that_are_all_over_the_text_is_no_fact() -> None:
    lines = [f"Aarholm and Lindvik signed paper {number} of the ferry." for number in range(2, 9)]
    empty = "The renewal of Aarholm-Lindvik ties highlights how close they are."
    text = text_of("The ferry", with_conclusion([], [*lines, empty]))
    assert Worth(text).tells_nothing(text.sentences[-1])
    other = empty.replace("Aarholm-Lindvik", "Aarholm-Oslo")
    text = text_of("The ferry", with_conclusion([], [*lines, other]))
    assert not Worth(text).tells_nothing(text.sentences[-1])


def test_of_equal_sentences_those_that_go_on_are_chosen() -> None:
    groups = tuple(Group(number, (number,), 10, 1.0) for number in (0, 2, 4, 5))
    assert [each.number for each in most_worth([Part(groups, is_due=False)], 20)] == [4, 5]


@pytest.mark.parametrize(
    ("sentence", "leans"),
    [
        ("The code should reflect this.", True),
        ("While these teams stay in port, their code travels.", True),
        ("Ships such as the ferry stay in port.", False),
        ("The code should reflect the rule.", False),
    ],
)
def test_a_demonstrative_wants_the_sentence_before_it(sentence: str, *, leans: bool) -> None:
    assert depends_on_previous(sentence) is leans


def test_the_section_that_concludes_is_preferred_if_it_says_something() -> None:
    told = ["Aarholm paid 40 euros to Ada Holm."] * 3
    conclusion = "The council should sell the ferry."
    text = text_of("Ships", [*(with_conclusion([], [each])[0] for each in told), *with_conclusion([], [conclusion])])
    assert text.closing == {3}
    assert text_of(
        "Ships", with_conclusion([with_conclusion([], [each])[0] for each in told], PLATITUDES["en"])
    ).closing == {2}


def test_a_label_inside_a_line_or_of_a_caption_holds_for_no_other_sentence() -> None:
    for text in (
        "The ship sails. Option C: Nobody paid.\nShe waits.",
        "Source: Holm\nShe waits.\nSource: Oakes\nHe waits.",
    ):
        ends = [at + 1 for at, sign in enumerate(text) if sign in ".\n" or at + 1 == len(text)]
        starts = [0, *(end + (text[end] == " ") for end in ends[:-1])]
        passage = Passage("", text, tuple(zip(starts, ends, strict=True)))
        assert not any(contexts(passage))


def test_a_label_of_a_list_item_holds_for_no_other_item() -> None:
    text = "# Nets\n\n## Drones\n\n- Result: the net held.\n- It cost 40 euros.\n- Result: 4 fell.\n- All cost 90.\n"
    points = [point for part in briefing(read("nets.md", text.encode()), "long").sections for point in part.points]
    assert points
    assert not any(point.topic for point in points)


def test_the_first_rows_stand_for_a_section_that_is_a_table() -> None:
    rows = "\n".join(f"| Quay {n} | {n} |" for n in range(1, 6))
    text = f"# Ports\n\n## News\n\nShips sail daily from here.\n\n## Figures\n\n| Quay | Ships |\n|---|---|\n{rows}\n"
    figures = briefing(read("ports.md", text.encode()), "medium").sections[-1]
    assert figures.heading == "Figures"
    assert [point.text for point in figures.points] == [f"Quay: Quay {n}; Ships: {n}" for n in (1, 2, 3)]


def test_a_sentence_that_is_only_a_citation_in_a_quotation_stops_no_summary() -> None:
    passage = Passage("", "(Holm, 2026)", ((0, 12),), marks=(Marks(citations=((0, 12),), quoted=True),))
    assert summarise("Ships", [passage]).sentences == ()


def test_a_byline_is_no_point() -> None:
    text = "# Barometer\n\nRachel Ode\n18 February 2026\n\nThe port closed two of its nine quays in March.\n"
    points = [point.text for part in briefing(read("a.md", text.encode()), "medium").sections for point in part.points]
    assert points == ["The port closed two of its nine quays in March."]
