"""Two contradicting files: one event with two claims, told wherever it is answered, and decided by an editor."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.chat import Attachment
from briefings.model.marking import SYSTEM, Label, viewing
from tests.fakes.kept_libraries import filled_once
from tests.scenarios.stage import EDITOR, READER, Stage, says

APRIL = "Note on Oslo\n\nPresident Keller will visit Oslo in April 2026. The weather is mild in spring.\n"
MAY = "The Nordic tour\n\nPresident Keller will visit Oslo in May 2026. Nothing else is known of the tour.\n"
GROUP = "telegram:-5"
BOTH = ("President Keller will visit Oslo in May 2026.", "President Keller will visit Oslo in April 2026.")
DATES = ("25 January 2026", "20 January 2026")


@pytest.fixture
@filled_once
async def stage(stage: Stage) -> Stage:
    """With two analyses that contradict each other, on 1 February 2026."""
    stage.now = datetime(2026, 2, 1, 9, tzinfo=UTC)
    for name, text, day in (("april.txt", APRIL, 20), ("may.txt", MAY, 25)):
        await stage.briefings.library.add(name, text.encode(), stage.now, published=date(2026, 1, day))
    await stage.message("/start", sender=EDITOR, address=GROUP)
    return stage


@pytest.mark.parametrize(
    "line",
    [
        "/compare",
        "/compare Oslo",
        "/compare a1",
        "/compare a1 a2",
        "/compare a2 and a1",
        "where do a1 and a2 disagree?",
        "a1和a2有什么分歧",
        "/compare d1",
        "/brief Oslo",
        "/ask when will Keller visit Oslo?",
        "/events all",
        "/audit a2",
        "do the papers disagree on Oslo?",
        "do the papers disagree?",
        "有哪些分歧",
        "противоречат ли друг другу анализы",
    ],
)
async def test_both_sentences_stand_verbatim_with_their_dates_newest_first_and_the_rule(stage: Stage, line: str):
    said = await stage.say(line, command=line.startswith("/"))
    assert "different month for the same event" in said, said
    told = said[said.index("different month") :]
    assert told.index(BOTH[0]) < told.index(BOTH[1])
    assert all(day in told for day in DATES)


async def test_two_claims_make_one_event(stage: Stage):
    said = await stage.say("/events all", sender=READER, address=GROUP)
    assert "e1" in said
    assert "e2" not in said
    assert "(April 2026 in a1, May 2026 in a2)" in said


@pytest.mark.parametrize(("language", "told"), [("zh", "a1：2026年4月"), ("ru", "a1: апрель 2026")])
async def test_the_line_of_an_event_names_both_claims_in_other_languages(stage: Stage, language: str, told: str):
    await stage.say(f"/language {language}", sender=EDITOR, address=GROUP)
    said = await stage.say("/events all", sender=EDITOR, address=GROUP)
    assert told in said, said


async def test_two_days_of_one_event_make_one_reminder(stage: Stage):
    for name, day in (("first.txt", 4), ("second.txt", 11)):
        text = f"Note {day}\n\nThe Danube summit opens in Budapest on {day} May 2026. It is the tenth of its kind.\n"
        await stage.briefings.library.add(name, text.encode(), stage.now, published=date(2026, 1, day))
    said = await stage.say("/events", sender=EDITOR)
    assert "(4 May in a3, 11 May in a4)" in said, said
    said = await stage.say("/remind Danube summit 7d", sender=EDITOR)
    assert said.count("7 days before: ") == 1, said


async def test_a_brief_tells_how_many_rest_on_the_same_item(stage: Stage):
    told = (
        "The port of Vessmar handled 4 million containers in 2025",
        "In 2025 the port of Vessmar handled 4 million containers",
    )
    for name, words in zip(("one.txt", "two.txt"), told, strict=True):
        text = (
            f"Port note {name}\n\n{words} (Strait Board, 2026).\n\n"
            "References\n\nStrait Board. (2026). The ports of the strait. Harbour Press.\n"
        )
        await stage.briefings.library.add(name, text.encode(), stage.now, published=date(2026, 1, 22))
    said = await stage.say("/brief Vessmar", sender=READER, address=GROUP)
    assert "2 analyses say so; 2 rest on the same item." in said, said
    assert said.count("analyses say so") == 1  # both analyses are quoted, and it is one claim
    assert re.search(r"port of Vessmar handled 4 million [^\n]+: 2 analyses say so", said), said


async def test_an_editor_decides_and_undo_takes_it_back(stage: Stage):
    assert says(await stage.message("/compare", sender=EDITOR))[:4] == [
        f"/compare d1 {verdict}" for verdict in ("first", "second", "none", "superseded")
    ]
    assert "second is right" in await stage.say("/compare d1 second", sender=EDITOR)
    assert "No open contradiction found." in await stage.say("/compare", sender=READER, address=GROUP)
    assert "second is right" in await stage.say("/compare all", sender=READER, address=GROUP)
    assert "d1 is open again" in await stage.say("/undo", sender=EDITOR)
    assert BOTH[0] in await stage.say("/compare", sender=READER, address=GROUP)


@pytest.mark.parametrize(
    ("language", "line", "told"),
    [
        ("en", "/compare", "Compared: 4 claims with a figure or day in 3 texts."),
        ("en", "/compare a1 a3", "Compared: 3 claims with a figure or day in 2 texts."),
        ("ru", "/compare", "Сопоставлено: 4 утверждения с числом или датой в 3 материалах."),
        ("zh", "/compare", "已比较3篇材料中4条含数字或日期的说法。"),
    ],
)
async def test_an_empty_answer_says_what_was_compared(stage: Stage, language: str, line: str, told: str):
    port = "The port\n\nThe port of Vessmar handled 4 million containers. Its yard closes for repairs on 3 June 2026.\n"
    await stage.briefings.library.add("port.txt", port.encode(), stage.now, published=date(2026, 1, 22))
    await stage.say("/compare d1 second", sender=EDITOR)
    await stage.say(f"/language {language}", sender=EDITOR)
    assert told in await stage.say(line, sender=EDITOR)


async def test_what_a_reader_may_not_see_is_not_counted(stage: Stage):
    secret = "Secret note\n\nThe port of Vessmar handled 4 million containers in 2025.\n"
    with viewing(SYSTEM):
        await stage.briefings.library.add("s.txt", secret.encode(), stage.now)
        await stage.briefings.markings.mark(3, None, Label("RED"), "Ada", stage.now)
    await stage.say("/compare d1 second", sender=EDITOR)
    assert "2 claims with a figure or day in 2 texts" in await stage.say("/compare", sender=READER, address=GROUP)


async def test_a_reader_has_no_buttons_and_may_not_decide(stage: Stage):
    assert all("first" not in line for line in says(await stage.message("/compare", sender=READER, address=GROUP)))
    await stage.say("/compare d1 first", sender=READER, address=GROUP)
    assert BOTH[0] in await stage.say("/compare", sender=READER, address=GROUP)


async def test_the_note_after_an_import_tells_the_contradiction(stage: Stage):
    june = MAY.replace("May", "June").replace("The Nordic tour", "Second tour").encode()

    async def fetch() -> bytes:
        return june

    said = await stage.say("/import", sender=EDITOR, files=(Attachment("june.txt", len(june), fetch),))
    assert "Analyses disagree" in said
    assert "in June 2026" in said


@pytest.mark.parametrize(
    "line",
    ["/compare", "/compare d1", "/brief mild spring", "/ask is the weather mild in spring?", "/events", "/audit a1"],
)
async def test_a_head_counts_the_other_side_where_it_is_quoted_and_nowhere_else(stage: Stage, line: str):
    with viewing(SYSTEM):
        await stage.briefings.markings.mark(2, None, Label("RED"), "Ada", stage.now)
    told = await stage.say(line)
    assert ("TLP:RED" in told.split("\n\n")[:2] or "TLP:RED" in told.split("\n\n")[1]) is (BOTH[0] in told)
    assert (BOTH[0] in told) is ("spring" not in line)


async def test_a_digest_is_headed_by_the_other_side_of_what_it_contradicts(stage: Stage):
    with viewing(SYSTEM):
        await stage.briefings.markings.mark(1, None, Label("RED"), "Ada", stage.now)
    await stage.say("/subscribe daily 08:00")
    stage.now += timedelta(days=2)
    later = "The southern tour\n\nPresident Keller will visit Oslo in June 2026. Little is known of the tour.\n"
    with viewing(SYSTEM):
        await stage.briefings.library.add("june.txt", later.encode(), stage.now, published=date(2026, 2, 2))
    stage.now += timedelta(minutes=1)
    told = await stage.say("/preview")
    assert BOTH[1] in told
    assert "a3 contradicts a1 on date" in told.replace("`", "")
    assert told.startswith("TLP:RED\n\n")
    assert "TLP:RED\n\nNote on Oslo" in told
    assert told.count("TLP:") == told.count("TLP:RED") == 2


async def test_what_looks_like_an_id_in_a_quoted_sentence_counts_for_no_head(stage: Stage):
    paper = b"Roads\n\nThe road a2 leads to the quarry, and e1 passes the quarry too.\n"
    with viewing(SYSTEM):
        await stage.briefings.library.add("roads.txt", paper, stage.now)
        await stage.briefings.markings.mark(2, None, Label("RED"), "Ada", stage.now)
    assert "The road a2 leads" in (told := await stage.say("/search quarry"))
    assert "TLP:" not in told
    assert "TLP:RED" in await stage.say("/list")
    assert "TLP:RED" in await stage.say("/home")


@pytest.mark.parametrize(("language", "told"), [("ru", ("дата:", "Первое верно")), ("zh", ("日期：", "第一条正确"))])
async def test_the_kind_and_the_verdicts_are_told_in_the_language_of_the_chat(
    stage: Stage, language: str, told: tuple[str, ...]
):
    await stage.say(f"language {language}", sender=EDITOR)
    shown = await stage.say("/compare d1", sender=EDITOR)
    assert all(each.strip("：:") in shown for each in told), shown
    assert not re.search(r"\bdate:|First is right", shown)
