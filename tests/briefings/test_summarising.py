"""Summaries: whole sentences, in the text's order, within the words given, that can be understood and do not repeat."""

import re
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.summarising import (
    SUMMARISERS,
    ChosenSentence,
    Marks,
    Passage,
    brief,
    relevant,
)
from briefings.summarising.anaphora import announces, depends_on_previous
from briefings.summarising.lines import contexts, is_fragment
from briefings.text.terms import word_count, words_in
from tests.examples import examples

Summarise = Callable[[str, list[Passage], int], list[ChosenSentence]]
_SENTENCE = re.compile(r"[^\s.!?。！？][^.!?。！？]*[.!?。！？]?")


def passage(heading: str, text: str) -> Passage:
    return Passage(heading, text, tuple(m.span() for m in _SENTENCE.finditer(text)))


def said(sections: list[Passage], chosen: Sequence[ChosenSentence]) -> list[str]:
    return [sections[c.section].text[slice(*sections[c.section].sentences[c.sentence])] for c in chosen]


HARBOUR = [
    passage(
        "Introduction",
        "The harbour of Lindvik will close its coal terminal in two stages. The coal terminal employs ninety people "
        "and pays a fifth of the town's taxes. My uncle once fished there on quiet mornings. This alone made the "
        "decision hard for the council.",
    ),
    passage(
        "What the council decided",
        "The council voted for a wind assembly yard on the site of the coal terminal. However, two members asked for a "
        "later date. The yard needs deeper water and a longer quay. Dredging for the yard starts in spring, when the "
        "ice has gone. It will take about nine months.",
    ),
    passage(
        "Objections",
        "Fishing crews fear that dredging will cloud the spawning grounds. They want work to stop in May. The council "
        "promised to pay the crews for lost weeks. A hearing on dredging is set for the second week of March.",
    ),
    passage(
        "Outlook",
        "The wind yard could employ more people than the coal terminal ever did. Nobody knows yet who will build it.",
    ),
]
GERMAN = [
    passage("Hafen", "Der Hafen schließt sein Kohlelager. Der Rat stimmte für eine Werft. Die Werft braucht Tiefe.")
]
RUSSIAN = [
    passage(
        "Введение",
        "Порт закрывает угольный терминал в два этапа. Терминал даёт городу пятую часть налогов. Это осложнило решение "
        "совета. Совет проголосовал за верфь на месте терминала. Однако двое просили отложить сроки.",
    ),
    passage("Итоги", "Верфь даст городу больше рабочих мест, чем терминал. Рыбаки боятся за нерест весной."),
]
CHINESE = [
    passage("引言", "港口将分两个阶段关闭煤炭码头。煤炭码头为全市贡献五分之一的税收。这使市议会很难作出决定。"),
    passage("结论", "市议会投票决定在码头旧址建设风电装配厂。但是两名议员要求推迟。渔民担心春季疏浚会影响鱼类产卵。"),
]
TEXTS = [HARBOUR, GERMAN, RUSSIAN, CHINESE]


@pytest.fixture(params=sorted(SUMMARISERS))
def summarise(request: pytest.FixtureRequest) -> Summarise:
    def chosen(title: str, sections: list[Passage], words: int) -> list[ChosenSentence]:
        return [*SUMMARISERS[request.param](title, sections, words=words).sentences]

    return chosen


@pytest.mark.parametrize("sections", TEXTS)
@pytest.mark.parametrize("words", [0, 1, 12, 25, 40, 70])
def test_stays_within_its_words_and_in_order(summarise: Summarise, sections: list[Passage], words: int) -> None:
    chosen = summarise("Lindvik harbour", sections, words)
    assert chosen == sorted(set(chosen))
    assert sum(map(word_count, said(sections, chosen))) <= words
    assert chosen == summarise("Lindvik harbour", sections, words)


@pytest.mark.parametrize("sections", TEXTS)
def test_gives_everything_where_everything_fits(summarise: Summarise, sections: list[Passage]) -> None:
    chosen = summarise("", sections, 10_000)
    assert said(sections, chosen) == [s.text[a:b] for s in sections for a, b in s.sentences]


@pytest.mark.parametrize("sections", [[], [Passage("Empty", "", ())], [Passage("", "One.", ((0, 4),))]])
def test_texts_of_nearly_nothing(summarise: Summarise, sections: list[Passage]) -> None:
    assert len(summarise("", sections, 5)) == sum(len(s.sentences) for s in sections)


@pytest.mark.parametrize("sections", [HARBOUR, RUSSIAN, CHINESE])
@pytest.mark.parametrize("words", range(14, 90, 5))
def test_a_sentence_that_points_back_comes_with_what_it_points_at(
    summarise: Summarise, sections: list[Passage], words: int
) -> None:
    chosen = summarise("Lindvik harbour", sections, words)
    pointing = [
        c for c, text in zip(chosen, said(sections, chosen), strict=True) if depends_on_previous(text) and c.sentence
    ]
    assert all(ChosenSentence(c.section, c.sentence - 1) in chosen for c in pointing)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("However, the talks went on.", True),
        ("This pleased nobody.", True),
        ("“They left early,” he said.", True),
        ("Despite this takedown, spam came back.", True),
        ("None of this amounts to a shift.", True),
        ("Some of those ships sank.", True),
        ("All of the ships sank.", False),
        ("We decline to do so here.", True),
        ("Under these terms the bank would be asked again.", True),
        ("It was resolved by four votes to one to accept the offer.", False),
        ("It is clear that the roof leaks.", False),
        ("It was cold.", True),
        ("This report looks at three ports.", False),
        ("The talks went on.", False),
        ("Italy joined.", False),
        ("Однако переговоры продолжились.", True),
        ("Этажи пустовали.", False),
        ("Они уехали.", True),
        ("但是谈判没有结束。", True),
        ("这份报告讨论三个港口。", False),
        ("谈判没有结束。", False),
    ],
)
def test_which_sentences_point_back(sentence: str, expected: bool) -> None:
    assert depends_on_previous(sentence) is expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The council votes on it in April.", True),
        ("Bookings would halve it within a season.", True),
        ("The firm bought the land to sell it.", False),
        ("The bank made it clear that rates would rise.", False),
        ("The IT sector grew.", False),
        ("Yesterday it rained.", False),
        ("Money is not among the three.", True),
        ("The third would cost least.", True),
        ("The second crane will end the queue.", False),
        ("Second, it could work at night.", True),
        ("If it is not signed by May, the money is lost.", True),
        ("Если он не будет подписан, деньги пропадут.", True),
        ("По его словам, автобус дешевле.", True),
        ("其次，成本过高。", True),
    ],
)
def test_a_pronoun_is_not_its_own_subject(sentence: str, expected: bool) -> None:
    assert depends_on_previous(sentence) is expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("There are three ways.", True),
        ("Three conclusions suggest themselves after five years.", True),
        ("This note looks at three things: power, scrap and the levy.", False),
        ("We asked for two things in the spring.", True),
        ("Есть два варианта трассы.", True),
        ("What keeps a library alive?", True),
        ("There are three bridges over the river, and each of them was built before the war.", False),
        ("The three causes are known.", False),
    ],
)
def test_what_only_announces_tells_nothing_alone(sentence: str, expected: bool) -> None:
    assert announces(sentence) is expected


@pytest.mark.parametrize("words", range(4, 12))
def test_what_only_announces_is_not_chosen_alone(words: int) -> None:
    first, second = "There are three ways.", "Berths could be booked from May on."
    text = f"{first} {second} It could also work at night."
    spans = tuple(
        (text.index(part), text.index(part) + len(part))
        for part in (first, second, text[len(first) + len(second) + 2 :])
    )
    chosen = SUMMARISERS["extractive"]("Queues", [Passage("Ways", text, spans)], words=words)
    assert ChosenSentence(0, 0) not in chosen.sentences


def test_says_nothing_twice(summarise: Summarise) -> None:
    first = "The ministry will publish the new tariff list for imported steel on Friday."
    again = "On Friday the ministry will publish its new tariff list for imported steel."
    other = "Shipbuilders expect that the price of heavy plate rises by a tenth."
    filler = "Some rain fell over the hills and the market stayed open until late."
    sections = [passage("", f"{first} {other}"), passage("", f"{again} {filler}")]
    chosen = said(sections, summarise("Steel tariffs", sections, 45))
    assert len({first, again} & set(chosen)) == 1


FACTS = [
    passage(
        "",
        "On the night of 17 January staff at the branch noticed that the catalogue was slow. On the printers lay "
        "copies of a note. They had looked around for weeks and read the policies with care. No ransom was paid. "
        "The board took that decision against the advice of the negotiator. "
        "Some of the younger readers enjoyed the stamps. "
        "It was a strange time for all of us, and the mood at the desks was better than one would think. "
        "The total cost is £874,000. Branches lent on paper, which many people liked. "
        "I recommend a second factor for all accounts. "
        "Demand is always the harder half to read. The budget meeting decides on 22 April.",
    )
]


@pytest.mark.parametrize(
    "line",
    [
        "From: Dolores Pike",
        "Date: Tue, 5 May 2026 18:22",
        "**Prepared by:** Planning Division",
        "FILED 22 July 2026",
        "12 October 2026.",
        "Present: Mrs Oakes (chair), Messrs Birdwell and Penn, and the clerk.",
        "The council considered the following:",
        "Skip to main content",
        "We use cookies to improve your visit, which you may accept or refuse.",
        "State of the Harbour and of the Coast",
        "Market note",
        "日期：2026年5月5日",
        "**Recording**: <https://video.example.org/live/9k2aa>",
        "[roadmap]: https://blog.example.org/roadmap",
        "Ryan v. Ames, 547 S.W.3d 151, 155 (Mo. banc 2018).",
        "Id. at 903.",
        "Harlow, et al. v. Town of Pike.",
        "Pell, P.J., and Ode, J., concur.",
        "DALE PRUITT, in his official capacity as Sheriff of the",
        "vs. ) No. 1711-CC00064",
        "**: On Saturday we got a warning from the supplier.",
        "Mary Odell, Project Manager mary.odell@example.com",
        "function send(uint256 amount) internal {",
    ],
)
def test_a_line_that_is_no_sentence_is_never_chosen(summarise: Summarise, line: str) -> None:
    assert is_fragment(line)
    sections = [Passage("", f"{line}\n{FACTS[0].text}", ((0, len(line)), *_moved(FACTS[0], len(line) + 1)))]
    assert ChosenSentence(0, 0) not in summarise("Ransomware", sections, 60)


def _moved(of: Passage, by: int) -> list[tuple[int, int]]:
    return [(start + by, end + by) for start, end in of.sentences]


@pytest.mark.parametrize(
    "sentence",
    [
        "No ransom was paid.",
        "From 2030 no office below class C may be let.",
        "To dismiss a worker for declining is to require.",
        "The baker sells bread with cookies.",
        "raise the rate to 5% by June",
    ],
)
def test_a_sentence_is_no_fragment(sentence: str) -> None:
    assert not is_fragment(sentence)


MINUTES = (
    "The council met for an hour and heard several speakers on the state of the roads in winter, on the lamps in the "
    "lower street and on the noise of the new pump.\n\n"
    "The council decided:\n\n"
    "- to close the old bridge on 4 May 2026\n"
    "- to buy two ferries for 3.1 million crowns\n\n"
    "Members spoke about the weather for some time, as they often do at meetings of this sort."
)


def _listed() -> Passage:
    lines = [line.removeprefix("- ") for line in MINUTES.split("\n") if line]
    starts = [MINUTES.index(line) for line in lines]
    return Passage("", MINUTES, tuple((start, start + len(line)) for start, line in zip(starts, lines, strict=True)))


@pytest.mark.parametrize(
    "heading", ["Present", "Attendees", "👥 Attendees", "Roll call", "Links", "Contact information"]
)
def test_names_and_links_are_left_out(summarise: Summarise, heading: str) -> None:
    names = passage(heading, "Ines Duarte sits for the town of Pike since 2019. Per Lind has sat for 40 years.")
    assert 0 not in {c.section for c in summarise("Council", [names, *FACTS], 60)}


def test_a_sentence_is_not_told_with_a_citation_that_it_follows(summarise: Summarise) -> None:
    lines = ("The port fell into the sea.", "PORT CODE § 40.", "Because of this rule the port had to close in 2024.")
    text = " ".join(lines)
    section = Passage("", text, tuple((text.index(line), text.index(line) + len(line)) for line in lines))
    assert said([section], summarise("Port", [section], 16)) == [lines[0]]


def test_prefers_what_the_text_is_about(summarise: Summarise) -> None:
    chosen = said(HARBOUR, summarise("The coal terminal of Lindvik", HARBOUR, 45))
    assert not any("uncle" in text for text in chosen)
    assert any("coal terminal" in text for text in chosen)


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("two words", 2), ("港口关闭码头八天", 5), ("a 好", 2)],
)
def test_words_are_counted_in_any_script(text: str, count: int) -> None:
    assert word_count(text) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("two words — no more", 5),
        ("港口关闭码头八天。", 8),
        ("中国经济增长了5%，超过预期。", 12),
        ("日本の首相が会談した。", 10),
        ("한국 대통령은 회의를 열었다.", 4),
    ],
)
def test_people_are_told_each_chinese_character_as_a_word(text: str, count: int) -> None:
    assert words_in(text) == count


def test_sentences_that_concern_an_event() -> None:
    found = relevant("Hearing on dredging", HARBOUR, 5)
    assert said(HARBOUR, [ChosenSentence(r.section, r.sentence) for r in found]) == [
        "A hearing on dredging is set for the second week of March."
    ]
    assert found[0].score == pytest.approx(1)


def test_the_best_come_first_and_at_most_so_many() -> None:
    found = relevant("dredging", HARBOUR, 2)
    assert len(found) == 2
    assert [r.score for r in found] == sorted((r.score for r in found), reverse=True)


@pytest.mark.parametrize(
    "topic", ["", "…", "the of", "orchestra", "coal mining subsidies treaty", "US hearing budget vote"]
)
def test_what_the_text_does_not_speak_of_finds_nothing(topic: str) -> None:
    assert relevant(topic, HARBOUR, 5) == []


@pytest.mark.parametrize(("topic", "sections"), [("Нерест рыбы весной", RUSSIAN), ("春季疏浚", CHINESE)])
def test_topics_in_other_scripts(topic: str, sections: list[Passage]) -> None:
    assert [(r.section, r.sentence) for r in relevant(topic, sections, 3)] == [(1, len(sections[1].sentences) - 1)]


@settings(max_examples=examples(60))
@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.text(max_size=20), st.text(alphabet="аеtheз中。. \n!A1'’-", max_size=200)), max_size=4),
    st.integers(0, 60),
)
def test_any_text_is_summarised(title: str, texts: list[tuple[str, str]], words: int) -> None:
    sections = [passage(heading, text) for heading, text in texts]
    chosen = [*SUMMARISERS["extractive"](title, sections, words=words).sentences]
    assert chosen == sorted(set(chosen))
    assert sum(map(word_count, said(sections, chosen))) <= words


@pytest.mark.parametrize(
    ("line", "dropped"),
    [
        ("See the role description document for more details about the pier.", True),
        ("Deputy Clerk, Board of Appeals, 220 French Landing Dr., Ste.", True),
        ("The council will see the clerk for an hour.", False),
        ("See also the [repairs page](https://example.org/r) and [contact](https://example.org/c).", True),
        ("For more on the tolls, see the minutes.", True),
        ("См. также протокол совета.", True),
        ("另见会议纪要。", True),
        ("The council will see also to the tolls.", False),
        ("For more than a year nobody came to see the pier.", False),
    ],
)
def test_pointers_to_other_pages_are_no_sentences(line: str, dropped: bool):
    assert is_fragment(line) is dropped


@pytest.mark.parametrize("lead", ["And a few other items:", "They are:", "Other topics:"])
def test_a_lead_in_that_says_nothing_comes_with_no_item(lead: str) -> None:
    text = f"{lead}\n\n- The council approved the new quay.\n- The council closed the old dock."
    lines = [lead, "The council approved the new quay.", "The council closed the old dock."]
    spans = tuple((text.index(line), text.index(line) + len(line)) for line in lines)
    assert contexts(Passage("Quay", text, spans)) == ["", "", ""]


def test_a_lead_in_that_says_something_comes_with_its_items() -> None:
    lines = ["The council took these decisions:", "The new quay is approved.", "The old dock is closed."]
    text = f"{lines[0]}\n\n- {lines[1]}\n- {lines[2]}"
    spans = tuple((text.index(line), text.index(line) + len(line)) for line in lines)
    assert contexts(Passage("Quay", text, spans)) == ["", *["The council took these decisions"] * 2]


def test_the_dates_ahead_of_a_brief_hold_no_past_one() -> None:
    text = "The operator brings in a new timetable on 14 December 2026."
    section = Passage("Prices", text, ((0, len(text)),), marks=(Marks(ahead=True),))
    assert [*brief("Timetable", [section]).told] == ["ahead"]
    assert [*brief("Timetable", [section], lambda _: True).told] == ["points"]
