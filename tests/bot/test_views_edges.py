"""What views do at the edges: marks, hostile text, long texts by pages, no headings."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.languages import language_set
from bot.message import Bullets, Buttons, File, Message, Note, Paragraph, plain_text
from bot.views.delivery.reminders_and_digests import digest
from bot.views.library import facts, imports, reading, summaries
from bot.views.library import sources as source_views
from bot.views.shared import quotations
from bot.views.shared.quotations import MatchingReferences
from briefings.library import ImportResult, facts_of, sources_of
from briefings.model.analysis import Analysis, Draft, Reference, Section
from briefings.model.summary import Point, SectionSummary, Summary
from briefings.reading import read as read_draft
from tests.bot.test_views_pages import DIGEST
from tests.fakes.drafts import draft_of
from tests.fakes.ferries import FERRIES, SUMMARY, SUMMIT, points


def says(message: Message) -> list[str]:
    return [b.says for block in message.blocks if isinstance(block, Buttons) for row in block.rows for b in row]


def bullets(message: Message) -> list[str]:
    return [plain_text(item) for block in message.blocks if isinstance(block, Bullets) for item in block.items]


def test_each_digest_of_many_alike_names_its_own_subscription_in_its_chats_language():
    told = {}
    for language, number in (("en", 3), ("zh", 4), ("en", 5), ("zh", 6)):
        with language_set(language):
            told[number] = digest(replace(DIGEST, subscription=number))
    assert [says(message)[-1] for message in told.values()] == [f"/unsubscribe {number}" for number in told]
    assert all(str(number) in message.plain() for number, message in told.items())
    assert told[3].blocks[:-2] == told[5].blocks[:-2]
    assert ["New about" in message.plain() for message in told.values()] == [True, False, True, False]


def test_a_source_has_one_number_in_all_the_answer():
    draft = draft_of(
        "Twice",
        (("One", ("First it was said (Board, 2026). Then again (Gazette, 2026). And again (Board, 2026).",)),),
        ("Gazette. (2026). News.", "Board. (2026). Notes."),
        {"Board, 2026": (1,), "Gazette, 2026": (0,)},
    )
    points = tuple(Point(draft.text[s.start : s.end], s.start, s.end) for s in draft.sentences)
    message = summaries.summary(Analysis(1, 1, draft), {}, Summary((SectionSummary(0, "One", points),)), "long")
    assert [line[-3:] for line in bullets(message)[:3]] == ["[2]", "[1]", "[2]"]
    assert bullets(message)[3:] == ["[1] Gazette. (2026). News.", "[2] Board. (2026). Notes."]


def test_a_sentence_with_several_citations_bears_each_mark_once():
    first, second = Reference(0, 1, "First"), Reference(1, 2, "Second")
    cites = [
        MatchingReferences((first,)),
        MatchingReferences((second, first)),
        MatchingReferences((first,)),
        MatchingReferences(),
    ]
    assert quotations.numbered(cites, (first, second)).of(cites) == " [1] [2 or 1] [?]"


def test_what_a_citation_probably_means_is_told_as_a_likelihood_and_explained():
    first, second, third = (Reference(number, number, f"Entry {number}") for number in range(3))
    cites = [
        MatchingReferences((first, second), likely=second),
        MatchingReferences((first, second, third), likely=first),
    ]
    numbers = quotations.numbered(cites, (first, second, third))
    assert numbers.of(cites) == " [probably 2, or 1] [probably 1, or 2 or 3]"
    notes = [plain_text(note.text) for note in quotations.ambiguity_note(cites, numbers) if isinstance(note, Note)]
    assert notes == [
        "[probably 2, or 1] marks a citation that fits several references, probably 2.",
        "[probably 1, or 2 or 3] marks a citation that fits several references, probably 1.",
    ]


def test_a_sentence_is_verbatim_but_for_the_break_of_its_line():
    cites = quotations.numbered((), ())
    assert plain_text(quotations.sentence("Two  spaces stay;\n  a new line goes.", (), cites)) == (
        "Two  spaces stay; a new line goes."
    )


@pytest.mark.parametrize(
    ("url", "entry", "told"),
    [
        ("https://a.example/x", "Board. https://a.example/x.", "Board. https://a.example/x."),
        ("https://doi.example/1", "Board. Notes.", "Board. Notes. https://doi.example/1"),
        ("javascript:alert(1)", "Board. Notes.", "Board. Notes."),
        (None, "Board. <b>Notes</b>", "Board. <b>Notes</b>"),
        (None, "Board. *Notes of a board*, **7**.", "Board. Notes of a board, 7."),
        ("https://a.example/*x*", "Board. *Notes*. https://a.example/*x*", "Board. Notes. https://a.example/*x*"),
        (None, "Board. 3 * 4, p*, Table 1* and 2*.", "Board. 3 * 4, p*, Table 1* and 2*."),
    ],
)
def test_a_reference_keeps_its_words_and_links_only_to_the_web(url: str | None, entry: str, told: str):
    runs = quotations.entry(Reference(0, 1, entry, url=url))
    assert plain_text(runs) == told
    assert all(run.link.startswith("https://") for run in runs if run.link)


def test_the_legend_explains_a_mark_that_occurs():
    first, second, third = (Reference(number, number, f"Entry {number}") for number in range(3))
    cites = (MatchingReferences((second,)), MatchingReferences((first, third)))
    (note,) = quotations.ambiguity_note(cites, quotations.numbered(cites, (first, second, third)))
    assert isinstance(note, Note)
    assert (note.sign, plain_text(note.text)[:14]) == ("[1 or 3]", "[1 or 3] marks")


def test_a_summary_that_chose_nothing_says_so():
    assert "There is no sentence here to choose." in summaries.summary(FERRIES, {}, Summary(()), "short").plain()


def test_a_brief_names_the_topic_of_a_short_line_and_where_further_dates_are():
    part = points(1, 0)
    part = replace(part, heading="ahead", points=tuple(replace(point, topic="Fares") for point in part.points))
    told = summaries.summary(FERRIES, {}, Summary((part,), further_dates=5), "brief").plain()
    assert f"Fares: {FERRIES.draft.text[part.points[0].start : part.points[0].end]}" in told
    assert "And 5 more dates ahead: /timeline a1" in told
    assert "more date" not in summaries.summary(FERRIES, {}, Summary((part,)), "brief").plain()


@pytest.mark.parametrize("section", [None, 1])
def test_a_summary_of_fewer_words_than_any_sentence_has_says_that_none_is_so_short(section: int | None):
    told = summaries.summary(FERRIES, {}, Summary(()), "3-word", section).plain()
    assert "Every sentence here is longer than that. Ask for more words." in told


def test_few_words_of_a_text_without_sentences_find_nothing_to_choose():
    bare = replace(FERRIES, draft=replace(FERRIES.draft, sentences=()))
    for section in (None, 1):
        assert (
            "There is no sentence here to choose."
            in summaries.summary(bare, {}, Summary(()), "3-word", section).plain()
        )


def test_a_length_that_says_the_same_has_no_button():
    offered = says(summaries.summary(FERRIES, {}, SUMMARY, "medium", 1, ["short"]))
    assert [line for line in offered if line.startswith("/summary")] == ["/summary a1 2 short"]
    offered = says(summaries.summary(FERRIES, {}, SUMMARY, "short", 1, ["long"]))
    assert [line for line in offered if line.startswith("/summary")] == ["/summary a1 2 long"]


def test_buttons_name_what_they_show_by_id():
    assert says(summaries.summary(FERRIES, {}, SUMMARY, "medium", 1)) == [
        "/summary a1 2 short",
        "/summary a1 2 long",
        "/sources a1 2",
        "/sections a1",
        "/read a1 2",
        "/where a1 r1 43 103 143 271",
    ]


def pages_of(draft: Draft) -> list[Message]:
    analysis = Analysis(1, 1, draft)
    return [reading.read(analysis, None, page + 1, {}) for page in range(reading.page_count(analysis, None))]


def paragraphs(messages: list[Message]) -> str:
    found = (block for message in messages for block in message.blocks if isinstance(block, Paragraph))
    return "".join(plain_text(block.text) for block in found)


def test_a_long_text_comes_whole_by_pages_of_whole_paragraphs():
    words = tuple(f"Paragraph {number} says what paragraphs say. " * 20 for number in range(60))
    draft = draft_of("Long", (("One", words[:30]), ("Two", words[30:])), (), {})
    pages = pages_of(draft)
    assert len(pages) > 2
    assert paragraphs(pages) == "".join(words)
    assert says(pages[0])[0] == "/read a1 page 2"
    assert says(pages[1])[:2] == ["/read a1 page 1", "/read a1 page 3"]
    assert all(len(message.plain()) < reading.PAGE + 500 for message in pages)


@pytest.mark.parametrize("unit", ["x", "A sentence of some length ends here. "])
def test_one_endless_line_comes_by_pages_too(unit: str):
    text = unit * (3 * reading.PAGE // len(unit))
    bare = Draft("Wall", "en", None, "none", text, paragraphs=((0, len(text)),))
    assert paragraphs(pages_of(bare)) == text


def test_a_heading_is_never_left_alone_at_the_end_of_a_page():
    words = tuple("Filler stands here. " * 40 for _ in range(20))
    draft = draft_of("Tall", tuple((f"Part {i}", (word,)) for i, word in enumerate(words)), (), {})
    for message in pages_of(draft):
        shown = [block for block in message.blocks if not isinstance(block, Buttons)]
        assert isinstance(shown[-1], Paragraph)


def test_a_preamble_is_read_and_the_title_is_not_told_twice():
    text = "# The Title\n\nOpening words.\n\n## Part\n\nMore words."
    sections = (Section("Part", 2, text.index("## Part"), len(text), text.index("\n\nMore") + 1),)
    analysis = Analysis(1, 1, Draft("The Title", "en", None, "none", text, sections))
    assert reading.read(analysis, None, 1, {}).plain().count("The Title") == 1
    assert "Opening words." in reading.read(analysis, None, 1, {}).plain()


CALLS = Analysis(
    1,
    1,
    read_draft(
        "calls.md",
        b"# Calls\n\n## Quays\n\nBrandt was promised a quay (Gazette, 2026). Okafor got a crane (Gazette, 2026).\n\n"
        b"## References\n\nGazette. (2026, May 3). Mayor holds call with Anna Brandt.\n\n"
        b"Gazette. (2026, May 7). Mayor holds call with Tom Okafor.\n",
    ),
)


def test_sources_tell_what_an_ambiguous_key_probably_means_and_why():
    told = source_views.sources(CALLS, sources_of(CALLS.draft)).plain()
    assert (
        "“Gazette, 2026”, 2 times: [1] and [2]; probably [1] 1 time because the sentence says “Brandt”, a word "
        "of that title; probably [2] 1 time because the sentence says “Okafor”, a word of that title"
    ) in told


def test_the_full_text_stays_as_it_is_and_its_doubts_stand_below():
    told = reading.read(CALLS, None, 1, {}).plain()
    assert "Brandt was promised a quay (Gazette, 2026). Okafor got a crane (Gazette, 2026)." in told
    assert (
        "“Gazette, 2026” could be [1] or [2] of the sources; probably [1] because the sentence says “Brandt”, "
        "a word of that title."
    ) in told


def test_a_list_of_sources_is_handed_over_as_a_file_with_the_keys_of_the_whole_list():
    cited = sources_of(CALLS.draft)
    (file,) = source_views.bibliography_file(CALLS, cited, "bibtex").blocks
    assert isinstance(file, File)
    assert (file.name, file.caption) == ("readout-a1.bib", "2 references of “Calls” as BibTeX")
    assert [line for line in file.data.decode().splitlines() if line.startswith("@")] == [
        "@misc{gazette2026a,", "@misc{gazette2026b,",
    ]  # fmt: skip
    second = replace(cited, lines=cited.lines[1:])
    (file,) = source_views.bibliography_file(CALLS, second, "ris").blocks
    assert isinstance(file, File)
    assert "ID  - gazette2026b" in file.data.decode()
    assert "gazette2026a" not in file.data.decode()


def test_of_a_text_without_a_list_no_reference_is_called_cited():
    bare = Analysis(1, 1, read_draft("a.md", b"# One\n\n## Two\n\nNothing is cited.\n"))
    told = facts.facts(bare, facts_of(bare.draft), "uncited").plain()
    assert "This text has no reference list." in told
    assert "Every reference" not in told


def test_references_that_ambiguous_citations_share_count_as_most_cited():
    text = (
        "# Quays\n\n## Now\n\nIce came (Gazette, 2026). It stayed (Gazette, 2026). It melted (Gazette, 2026). "
        "Wind rose (Holm, 2025).\n\n## References\n\nGazette. (2026, March 1). Ice.\n\n"
        "Gazette. (2026, March 2). Water.\n\nHolm, A. (2025). Wind.\n"
    )
    quays = Analysis(1, 1, read_draft("a.md", text.encode()))
    told = facts.facts(quays, facts_of(quays.draft), "cited").plain()
    assert "[1] or [2] is cited 3 times; the citations don't say which. Holm" in told
    assert "Gazette. (2026, March 2). Water." in told


def test_a_text_without_a_list_hands_over_no_file():
    bare = Analysis(1, 1, read_draft("a.md", b"# One\n\n## Two\n\nNothing is cited.\n"))
    told = source_views.bibliography_file(bare, sources_of(bare.draft), "csl")
    assert told.plain() == "This text has no reference list."


@pytest.mark.parametrize(
    ("words", "number", "shown"),
    [
        ("3. Сидоров В. Рыба и люди.", 3, "Сидоров В. Рыба и люди."),
        ("[3] Smith, J. (2024).", 3, "Smith, J. (2024)."),
        ("2、张三。水。", 2, "张三。水。"),
        ("12. Bericht der Kommission", 3, "12. Bericht der Kommission"),
        ("3.5 million reasons", 3, "3.5 million reasons"),
    ],
)
def test_a_reference_is_shown_without_its_number_where_that_stands_before_it(words: str, number: int, shown: str):
    assert quotations.without_label(words, number) == shown


@pytest.mark.parametrize(("many", "listed", "more"), [(40, 40, ""), (41, 40, "And 1 more event: /timeline a1")])
def test_an_import_names_a_bounded_number_of_events(many: int, listed: int, more: str):
    events = tuple(replace(SUMMIT, id=number, title=f"Summit {number}") for number in range(1, many + 1))
    told = imports.imported(
        ImportResult(FERRIES, "new", events), Summary(()), "new", (), datetime(2026, 3, 1, tzinfo=UTC), "UTC", "/"
    )
    assert sum("Summit" in each for each in bullets(told)) == listed
    assert more in told.plain()
    assert ("more event" in told.plain()) == bool(more)
