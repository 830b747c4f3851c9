"""What is in doubt, and where words come from, by typing and by pressing."""

import pytest

from tests.scenarios.stage import FERRIES, READER, Stage, attachment, says

WARES = ("wool", "salt", "herring", "timber", "amber", "grain", "copper", "wine", "tea", "glass", "pepper", "silk")
TOWNS = ("Varde", "Lund", "Riga", "Kiel", "Brest", "Cadiz", "Genoa", "Split", "Varna", "Batum", "Haifa", "Tunis")
PORTS = [*zip(TOWNS, WARES, strict=True)]
REVISED = FERRIES.read_bytes().replace(b"eleven ships", b"twelve ships")


async def test_an_import_ends_with_the_number_of_things_to_check(stage: Stage):
    told = await stage.import_ferries()
    assert "things to check: see Audit" in told
    assert "[Audit] /audit a1" in told


async def test_an_audit_tells_what_the_import_found_doubtful(stage: Stage):
    note = b"The pier\n\nThe pier was opened on 3 May 2024. Repairs begin in June. Nobody was hurt.\n"
    imported = await stage.say("import", files=(attachment("pier.txt", note),))
    assert "to check: see Audit" in imported
    told = await stage.say("audit")
    assert "nothing doubtful" not in told


async def test_every_finding_can_be_opened_by_its_number_and_by_its_button(stage: Stage):
    await stage.import_ferries()
    message = await stage.message("audit")
    assert message
    opened = [line for line in says(message) if line.startswith("/where")]
    assert len(opened) == int(message.plain().split(" findings")[0].split()[-1])
    for number, line in enumerate(opened, 1):
        told = await stage.say(line)
        assert "> " in told
        assert (await stage.say(f"audit a1 {number}")).splitlines()[3:5] == told.splitlines()[3:5]
    assert "there is no finding 99" in await stage.say("audit 99")


async def test_an_audit_is_of_a_whole_analysis(stage: Stage):
    await stage.import_ferries()
    assert "You can only audit a whole analysis: /audit a1." in await stage.say("audit pact")


async def test_the_sentence_that_holds_the_words_is_shown_in_its_paragraph(stage: Stage):
    await stage.import_ferries()
    told = await stage.say("where Eleven Ships")
    assert "eleven ships" in told
    assert "section " in told
    assert "No sentence in the library contains “zebra”." in await stage.say("where zebra")


async def test_words_in_several_sentences_let_one_choose(stage: Stage):
    await stage.import_ferries()
    message = await stage.message("where harbour")
    assert message
    assert "Which of these?" in message.plain()
    assert "> " in await stage.say(says(message)[1])


async def test_the_button_under_a_summary_lets_one_choose_a_sentence(stage: Stage):
    await stage.import_ferries()
    (line,) = [each for each in says(await stage.message("summary a1")) if each.startswith("/where")]
    which = await stage.message(line)
    sentences = (await stage.briefings.library.summary(await stage.briefings.library.get(1))).sections
    assert len(says(which)) == sum(len(part.points) for part in sentences)


async def test_events_and_search_hits_tell_where_they_are_from(stage: Stage):
    await stage.import_ferries()
    for asked in ("event e1", "search ships"):
        lines = [each for each in says(await stage.message(asked)) if each.startswith("/where")]
        assert len(lines) == 1
        assert "a1" in await stage.say(lines[0])


async def test_a_button_of_an_older_revision_still_shows_what_stood_there(stage: Stage):
    await stage.import_ferries()
    (line,) = [each for each in says(await stage.message("search eleven ships")) if each.startswith("/where")]
    place = " ".join(line.split()[:4])
    await stage.say("import", files=(attachment("ferries.txt", REVISED),))
    told = await stage.say(place)
    assert "eleven ships" in told
    assert "This is revision 1; revision 2 is the newest." in told


async def test_a_long_button_is_kept_and_pressed_by_a_token_in_other_places(stage: Stage):
    lines = [
        "# Many ports",
        "Words come first. " * 90,
        *(f"The traders of {town} sell {ware}." for town, ware in PORTS),
    ]
    await stage.say("import", files=(attachment("ports.md", "\n\n".join(lines).encode()),))
    pressed = says(await stage.message("search traders", sender="telegram:1"))
    assert all(len(line.encode()) <= 64 for line in pressed)
    *_, token = [line for line in pressed if line.startswith("/more")]
    assert "Which of these?" in await stage.say(token, sender="telegram:1")


async def test_places_that_are_none_are_refused_in_a_sentence(stage: Stage):
    await stage.import_ferries()
    for line, told in (
        ("where a1 999999", "there is no position 999999"),
        ("where a7 1", "There is no analysis a7"),
        ("where a1 r9 5", "has no revision 9"),
        ("where a1 five", "isn't a place"),
        ("where a1 r1", "Give a position"),
    ):
        assert told in await stage.say(line), line
    assert "reader" not in await stage.say("where a1 5", sender=READER, address="telegram:1")


async def test_two_places_in_one_sentence_are_one(stage: Stage):
    await stage.import_ferries()
    start = (await stage.briefings.library.get(1)).draft.sentences[0].start
    assert "> " in await stage.say(f"where a1 r1 {start} {start + 3}")


@pytest.mark.parametrize(
    "words", ["the pact speaks of quays", "is the pact signed?", "In April the mayors meet.", "who said so?"]
)
async def test_the_words_of_a_message_are_looked_for_and_never_taken_for_a_wish(stage: Stage, words: str):
    await stage.import_ferries()
    told = await stage.say(f"where {words}", verbatim=True)
    assert "You can also type" not in told
    assert "closest" not in told


async def test_a_typed_command_looks_for_words_that_begin_with_an_article(stage: Stage):
    await stage.import_ferries()
    assert "/ask" not in await stage.say("where the pact speaks of quays")
    assert "Which of these?" in await stage.say("where is the pact mentioned")


async def test_a_message_without_words_is_told_so_in_words(stage: Stage):
    told = await stage.say("where", verbatim=True)
    assert told == "That message has no words to search for."


async def test_a_reference_is_numbered_once_whatever_number_its_own_list_gives_it(stage: Stage):
    note = (
        b"# Piers\n\nThe pier was opened in May [1].\n\n## References\n\n"
        b"[1] Holm, A. (2024). Piers of the north. Bergen: Nordlys.\n\n[2] Lee, B. Piers of the south. Oslo: Nord.\n"
    )
    await stage.say("import", files=(attachment("piers.md", note),))
    assert "[2] Lee, B. Piers of the south." in await stage.say("audit a1")
    assert "[2] [2]" not in await stage.say("audit a1")


async def test_a_reference_that_is_never_cited_is_listed_once(stage: Stage):
    await stage.import_ferries()
    told = await stage.say("sources a1")
    [never] = told.split("Never cited")[1].strip().splitlines()[:1]
    assert told.count(never.removeprefix("- ")) == 1
