"""Importing, listing, reading, summarising, citing and searching by typing."""

import pytest

from bot.chat import Attachment, DeliveryFailed
from bot.message import Bullets, Paragraph
from briefings.reading import endings
from briefings.service import SAMPLE
from tests.fakes.papers import PAPER, as_docx
from tests.scenarios.stage import EDITOR, FERRIES, READER, Stage, attachment, says

TITLE = "Three Harbours, One Timetable"
ICE = b"""Ice on the Northern Quay
Introduction
The quay freezes in January 2025 and in most winters before it. Ships wait outside.
Costs
Breaking the ice costs more than the berths bring in. Nobody likes to say so.
"""


GAS = b"""# Gas in Store

## Levels

The caverns in the north are watched by three companies. None of them publishes a forecast of its own.

Table 1. Gas storage by country

| Country | Full |
|---------|-----:|
| Germany | 87 % |
| France  | 91 % |
"""


async def test_an_import_says_what_was_read_and_what_was_doubtful(stage: Stage):
    told = await stage.import_ferries()
    for fact in (
        TITLE,
        "a1",
        "published 22 January 2026",
        "new (ferries.txt)",
        "Sections: 5",
        "Sources: 4",
        "Citations: 5",
        "from the line “22 January 2026”",
        "e1 Harbour summit: in April 2026, day not set; in about two months (50-79 days away)",
    ):
        assert fact in told


async def test_the_same_file_again_changes_nothing_and_another_text_is_a_revision(stage: Stage):
    await stage.import_ferries()
    assert "unchanged" in await stage.import_ferries()
    revised = FERRIES.read_bytes().replace(b"eleven ships", b"twelve ships")
    assert "a revision (ferries.txt)" in await stage.say("import", files=(attachment("ferries.txt", revised),))
    assert "revision 2" in await stage.say("summary a1")


async def test_one_bad_file_does_not_stop_the_others(stage: Stage):
    async def lost() -> bytes:
        raise DeliveryFailed("The file is no longer there.", "refused")

    async def never() -> bytes:
        raise AssertionError("nobody fetches what is too large")

    files = (
        attachment("empty.txt", b""),
        attachment("noise.bin", bytes(range(256)) * 40),
        Attachment("lost.txt", 0, lost),
        Attachment("huge.txt", 50_000_000, never),
        attachment("ferries.txt", FERRIES.read_bytes()),
    )
    told = await stage.say("import", files=files)
    assert told.count("Not imported:") == 4
    assert "The file is no longer there." in told
    assert "larger than 25 MB" in told
    assert "new (ferries.txt)" in told


async def test_an_import_may_say_when_the_text_was_published(stage: Stage):
    file = (attachment("ferries.txt", FERRIES.read_bytes()),)
    assert "published 3 March 2025" in await stage.say("import published 2025-03-03", files=file)
    assert "in April 2025" in await stage.say("events all")
    assert "published 4 February 2026" in await stage.say("published a1 2026-02-04")
    assert "in April 2026" in await stage.say("events")


async def test_a_word_document_is_imported_and_keeps_its_sections_when_its_date_is_set(stage: Stage):
    told = await stage.say("import", files=(attachment("water.docx", as_docx(PAPER)),))
    assert f"{PAPER[0].text}" in told
    sections = await stage.say("sections a1")
    assert "What the Plan Says" in sections
    assert "read again" in await stage.say("published a1 2026-01-20")
    assert await stage.say("sections a1") == sections.replace("19 January", "20 January")


async def test_an_import_without_file_or_with_other_words_says_what_is_missing(stage: Stage):
    answer = await stage.say("import")
    assert f"There is no file with this. Send a file ({endings(choice=True)}) with /import" in answer
    assert ".htm or .pdf)" in answer
    file = (attachment("ferries.txt", FERRIES.read_bytes()),)
    assert "you can add “new” or “revision a3”, a marking such as “red”, and a date" in await stage.say(
        "import yesterday please", files=file
    )
    assert "isn't a full date" in await stage.say("import published 2026-03", files=file)
    assert "isn't in the calendar" in await stage.say("import published 2026-02-30", files=file)
    assert "The library is empty" in await stage.say("list")


async def test_an_empty_library_says_how_to_fill_it(stage: Stage):
    for line in ("list", "summary", "read", "sources", "sections", "start"):
        assert "The library is empty" in await stage.say(line), line


async def test_a_summary_marks_its_sources_and_explains_the_marks(stage: Stage):
    await stage.import_ferries()
    told = await stage.say("summary a1 400 words")
    assert told.startswith(TITLE)
    assert "400-word summary" in told
    assert "The Pact" in told
    assert "(Strait Board, 2026). [3 or 4]" in told
    assert "[3 or 4] “Strait Board, 2026” fits 2 references" in told
    assert "(Coast Gazette, 2026). [?]" in told
    assert "[?] “Coast Gazette, 2026” isn't in the reference list" in told
    text = FERRIES.read_text("utf-8")
    lines = told.partition("\nSources\n")[0].splitlines()
    sentences = [line.removeprefix("- ").split(" [")[0] for line in lines if line.startswith("- ")]
    assert sentences
    assert all(sentence in text for sentence in sentences)


async def test_links_of_the_same_words_to_different_pages_are_different_sources(stage: Stage):
    changes = [("The harbour lets ferries berth at night", 15454), ("The quay sells tickets to sailors", 11957)]
    lines = "".join(f"* {words} [PR](https://github.com/quay/ferry/pull/{number}).\n" for words, number in changes)
    again = "* The crew may see the berths too [PR](https://github.com/quay/ferry/pull/15454).\n"
    await stage.say("import", files=(attachment("changes.md", f"# Changes\n\n## Ferries\n\n{lines}{again}".encode()),))
    for line in ("summary a1 long", "search harbour OR tickets", "ask What does the quay sell to sailors?"):
        told = await stage.say(line)
        assert "tickets to sailors PR. [2]" in told
        assert "[2] github.com: PR" in told
    summary = await stage.message("summary a1 long")
    assert summary
    assert [(line.split(" [")[-1]) for line in summary.plain().splitlines() if "PR." in line] == ["1]", "2]", "1]"]
    (sources,) = [block for block in summary.blocks if isinstance(block, Bullets) and block.signs == ("1", "2")]
    assert [run.link.rpartition("/")[2] for item in sources.items for run in item if run.link] == ["15454", "11957"]


async def test_a_section_has_a_summary_of_its_own_at_the_length_asked_for(stage: Stage):
    await stage.import_ferries()
    told = {
        (part, length): await stage.say(f"summary a1 {part} {length}")
        for part in (1, 2, 3, 4)
        for length in ("short", "medium", "long")
    }
    for (part, length), words in told.items():
        assert f"{length} summary of section {part}" in words
        assert words.count("\n- ") >= 1
    counts = [told[2, length].count("\n- ") for length in ("short", "medium", "long")]
    assert counts == sorted(counts)
    assert counts[2] >= 4
    assert "This section is the reference list." in await stage.say("summary a1 5 short")


async def test_a_summary_has_at_most_the_words_asked_for(stage: Stage):
    await stage.import_ferries()
    for line in ("summary a1 60 words", "summary 60 words", "summary a1 pact 60 words"):
        told = await stage.say(line)
        assert "60-word summary" in told, line
        points = [point.split(" [")[0] for point in told.splitlines() if point.startswith("- ")]
        assert 1 <= sum(len(point.split()) - 1 for point in points) <= 60, line
    whole = await stage.say("summary a1 400 words")
    assert {"Introduction", "The Pact", "Money and Ice", "What Comes Next"} <= set(whole.splitlines())
    assert "1 to 5,000 words, not 0" in await stage.say("summary a1 0 words")


async def test_a_section_offers_only_lengths_that_say_something_else(stage: Stage):
    await stage.import_ferries()
    assert "/summary a1 1 long" not in says(await stage.message("summary a1 1 medium"))
    assert "/summary a1 1 short" in says(await stage.message("summary a1 1 long"))
    assert not [line for line in says(await stage.message("summary a1 5")) if line.startswith("/summary")]


@pytest.mark.parametrize(("line", "address"), [("", "telegram:2"), ("here it is", "telegram:2"), ("", "slack:C7")])
async def test_a_file_without_the_word_is_not_taken_in_but_asked_about(stage: Stage, line: str, address: str):
    files = (attachment("ferries.txt", FERRIES.read_bytes()),)
    told = await stage.say(line, sender=EDITOR, address=address, command=False, files=files)
    assert told.startswith("To import ferries.txt, ")
    assert "import" in told
    assert await stage.briefings.library.count() == 0


async def test_analyses_and_sections_are_named_as_people_would(stage: Stage):
    await stage.import_ferries()
    for line in (
        "summary a1 money",
        "summary A1 3",
        "summary 3",
        "summary harbours money and ice",
        'summary a1 "Money and Ice"',
        "summary a1 “Money and Ice” long",
    ):
        assert "section 3, Money and Ice" in await stage.say(line), line


async def test_what_is_not_there_gets_one_clear_sentence(stage: Stage):
    await stage.import_ferries()
    assert "section 2, The Pact" in await stage.say("summary pact")
    assert "section 3, " in await stage.say("summary a1 mony")
    assert "no section 9" in await stage.say("summary a1 9")
    assert "There is no analysis a7" in await stage.say("sources a7")


async def test_without_arguments_the_analysis_last_asked_for_is_meant_by_each_person(stage: Stage):
    await stage.import_ferries()
    await stage.say("import", files=(attachment("ice.txt", ICE),))
    await stage.say("start", sender=EDITOR, address="telegram:-5")
    group = {"address": "telegram:-5"}
    assert "Ice on the Northern Quay" in await stage.say("summary", sender=READER, **group)
    assert TITLE in await stage.say("sections a1", sender=READER, **group)
    assert TITLE in await stage.say("summary", sender=READER, **group)
    assert "Ice on the Northern Quay" in await stage.say("summary", sender=EDITOR, **group)


async def test_a_list_of_sources_comes_as_a_file(stage: Stage):
    await stage.import_ferries()
    assert "as BibTeX (readout-a1.bib)" in await stage.say("sources a1 BibTeX")
    assert "as RIS (readout-a1.ris)" in await stage.say("sources a1 2 ris")


async def test_sources_show_use_and_doubts(stage: Stage):
    await stage.import_ferries()
    told = await stage.say("sources")
    assert "cited 2 times, in § 2 The Pact and § 3 Money and Ice" in told
    assert "“Strait Board, 2026”, 2 times: [3] and [4]" in told
    assert "“Coast Gazette, 2026”, 1 time" in told
    assert "Never cited" in told
    section = await stage.say("sources a1 3")
    assert "sources of section 3, Money and Ice" in section
    assert "Strait Board" not in section


async def test_the_text_is_read_whole_or_by_section(stage: Stage):
    await stage.import_ferries()
    whole, pact = await stage.say("read"), await stage.say("read a1 2")
    assert "The pact is younger than the habits it wants to change." in whole
    assert "The Pact" in pact
    assert "ice subsidy" not in pact
    assert "there is no page 3" in await stage.say("read a1 page 3")


async def test_search_finds_sentences_with_their_places(stage: Stage):
    await stage.import_ferries()
    told = await stage.say("search Northern Quay")
    assert "The ice subsidy for the northern quay" in told
    assert "(a1, Money and Ice)" in told
    assert told.count(f"a1 is {TITLE}") == told.count(TITLE) == 1
    assert "Nothing in the library mentions “zebra”" in await stage.say("search zebra")


async def test_a_table_is_read_by_rows_found_by_search_and_shown_at_its_place(stage: Stage):
    told = await stage.say("import", files=(attachment("gas.md", GAS),))
    assert "Gas in Store" in told
    assert "- Country: Germany; Full: 87 %" in await stage.say("read a1")
    found = await stage.say("search Germany storage")
    assert "Country: Germany; Full: 87 % (Table 1. Gas storage by country)" in found
    assert "(a1, Levels)" in found
    assert "87 %" not in await stage.say("summary a1")
    assert "Germany" in await stage.say("search 87 per cent Germany")
    shown = await stage.say(f"where a1 {GAS.decode().index('87 %')}")
    assert "Country: Germany; Full: 87 %" in shown


async def test_a_question_is_answered_in_the_words_of_the_text_or_not_at_all(stage: Stage):
    assert "Nothing near this in what you may read." in await stage.say("ask who owns the ferries?")
    await stage.import_ferries()
    told = await stage.say("ask How many ships does the pact join?")
    assert told.startswith("How many ships does the pact join?")
    assert "The pact joins eleven ships and four quays" in told
    assert "[3 or 4] (a1, The Pact)" in told
    assert "/summary a1" in says(await stage.message("ask How many ships does the pact join?"))
    unknown = await stage.say("ask When was the northern quay built?")
    assert "Closest passages; they may not answer this:" in unknown
    assert "/ask needs QUESTION" in await stage.say("ask")


async def test_a_topic_is_told_with_the_dates_of_its_analyses(stage: Stage):
    await stage.import_ferries()
    told = await stage.say("brief fares")
    assert told.startswith("“fares” across the library")
    assert "a1 · 22 January 2026" in told
    assert "fares stay frozen until the autumn" in told
    assert "No analysis mentions “zebra”" in await stage.say("brief zebra")
    assert "/brief needs WORDS" in await stage.say("brief")


async def test_the_list_narrows_by_title(stage: Stage):
    await stage.import_ferries()
    await stage.say("import", files=(attachment("ice.txt", ICE),))
    assert "a1" in await stage.say("list harbours")
    assert "a1" not in await stage.say("list ice quay")
    assert "No title contains “fog”" in await stage.say("list fog")


async def test_hostile_text_comes_out_as_written(stage: Stage):
    hostile = "A <b>bold</b> claim\nIntroduction\nSome *say* so to @channel and <!here> with \u200fשלום\u200f signs.\n"
    await stage.say("import", files=(attachment("h.txt", hostile.encode()),))
    told = await stage.say("read")
    assert "A <b>bold</b> claim" in told
    assert "Some say so to @channel and <!here> with שלום signs." in told  # without marks of Markdown or direction


async def test_every_button_runs(stage: Stage):
    await stage.import_ferries()
    left = {
        "/start",
        "/help",
        "/list",
        "/summary",
        "/sources",
        "/sections",
        "/read",
        "/events",
        "/search quay",
        "/event e1",
    }
    pressed: set[str] = set()
    while left:
        line = left.pop()
        pressed.add(line)
        message = await stage.message(line)
        assert message
        # A digest may have been undone before, and /import tells how to hand in a file.
        assert line.startswith(("/unsubscribe", "/import")) or "There is no" not in message.plain(), line
        left |= set(says(message)) - pressed
    assert "/remind e1 off" in pressed


@pytest.mark.parametrize("first", ["# The *High* Tides", "The High Tides\n====", "# The High Tides #"])
async def test_the_full_text_shows_its_title_once(stage: Stage, first: str):
    tides = f"{first}\n\n## Causes\n\nThe moon pulls at the sea twice a day.\n".encode()
    await stage.say("import", files=(attachment("tides.md", tides),))
    told = await stage.say("read a1")
    assert told.count("Tides") == 1
    assert "The moon pulls" in told


async def test_an_import_says_what_it_is_doing(stage: Stage):
    told: list[str] = []

    async def tell(words: str) -> None:
        told.append(words)

    files = (attachment("ferries.txt", FERRIES.read_bytes()), attachment("empty.txt", b""))
    await stage.message("import", files=files, progress=tell)
    assert told == ["Fetching ferries.txt…", "Reading ferries.txt…", "Fetching empty.txt…", "Reading empty.txt…"]


@pytest.mark.parametrize(
    "body",
    ["x" * 4_000, "The council said that " + "ferries sail, and " * 260 + "all is well.", "渡轮每天开往小岛，" * 450],
)
async def test_a_sentence_longer_than_a_page_leaves_no_page_without_words(stage: Stage, body: str):
    file = attachment("sound.txt", f"Ferries of the sound\n\nThe quay\n\n{body}\n\nThe ferry is late.\n".encode())
    await stage.say("import", files=(file,))
    whole = ""
    for page in (1, 2):
        message = await stage.message(f"read a1 page {page}")
        assert message is not None
        words = [block.text for block in message.blocks if isinstance(block, Paragraph)]
        told = "".join(run.text for runs in words for run in runs)
        assert len(told) > 800
        whole += told
    assert "".join(whole.split()) == "".join(f"{body}The ferry is late.".split())
    summary = await stage.message("summary a1")
    assert summary is not None
    assert any(isinstance(block, Bullets) for block in summary.blocks)


async def test_the_bundled_sample_is_not_taken_for_a_file_that_people_import(stage: Stage):
    await stage.briefings.library.add(SAMPLE.name, SAMPLE.read_bytes(), stage.now)
    other = (
        b"Calls of a February\n\nIntroduction\n\nOne call was made on 4 February 2026, and it went well (Xinhua, 2026)."
    )
    for name in ("xi-calls.txt", "calls.txt", "sample.txt", "analysis.txt"):
        await stage.say("import", files=(attachment(name, other + name.encode()),))
    assert (await stage.briefings.library.get(1)).revision == 1


@pytest.mark.parametrize("day", ["2099-01-01", "tomorrow", "завтра"])
async def test_no_analysis_is_published_in_the_future(stage: Stage, day: str):
    await stage.import_ferries()
    assert "in the future" in await stage.say(f"published a1 {day}")
    assert "in the future" in await stage.say(
        f"import published {day}", files=(attachment("a.txt", b"Ice.\n\nIt melts."),)
    )
    assert "read again" in await stage.say("published a1 today")


FERRY_NOTE = b"# The ferry\n\nIt sails on Mondays.\n\n## Winter berths\n\nIce closes two of them.\n"
OTHER_NOTE = b"# Quays\n\n## Costs\n\nMud costs more than tolls bring in.\n"


async def test_titles_and_headings_are_searched_where_no_sentence_has_the_words(stage: Stage):
    await stage.say("import", files=(attachment("ferry.md", FERRY_NOTE), attachment("quays.md", OTHER_NOTE)))
    found = await stage.say("search ferries")
    assert "No sentence has these words, but these titles and headings do:" in found
    assert "- a1 The ferry" in found
    assert "- a1 1 The ferry, Winter berths" in await stage.say("search winter")
    assert "Nothing in " in await stage.say("search ferry in a2")
    assert "It sails on Mondays." in await stage.say("brief ferry")
    told = await stage.say("brief winter berths")
    assert "Ice closes two of them." in told
    assert "It sails on Mondays." not in told
    assert "No analysis mentions “lighthouse”" in await stage.say("brief lighthouse")


async def test_a_section_is_found_in_another_analysis(stage: Stage):
    await stage.say("import", files=(attachment("ferry.md", FERRY_NOTE), attachment("quays.md", OTHER_NOTE)))
    told = await stage.say("summary winter")
    assert told.startswith("The ferry")
    assert "Ice closes two of them." in told
    third = OTHER_NOTE.replace(b"Quays", b"Piers").replace(b"Mud", b"Sand")
    await stage.say("import new", files=(attachment("piers.md", third),))
    await stage.say("summary a1")
    several = await stage.say("summary costs")
    assert "could mean" in several
    assert "a2 1" in several
    assert "a3 1" in several


async def test_a_mistyped_name_is_corrected_by_the_names_of_the_library(stage: Stage):
    told = b"# The Estlink cable\n\nThe Estlink cable was cut in May. Fingrid repaired it.\n"
    await stage.message("import", files=(attachment("cable.md", told),))
    for typed, meant in (("estlnk", "Estlink"), ("eslink", "Estlink"), ("cabel", "cable")):
        answer = await stage.message(f"search {typed}")
        assert f"Did you mean “{meant}”?" in answer.plain()
        assert f"/search {meant}" in says(answer)
    assert "Did you mean “Estlink”?" in await stage.say("estlnk", command=False)
    assert (await stage.say("summary estlnk")) == await stage.say("summary estlink")
    assert "called “zzyzx”" in await stage.say("summary zzyzx")
    for typed in ("xyzzy", "Estlink", "ab"):
        assert "Did you mean" not in await stage.say(f"search {typed}")
