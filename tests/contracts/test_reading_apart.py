"""The open text and each marked section are read apart, so what others get is what the open text alone gives them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from briefings.library import sources_of
from briefings.model.analysis import Draft
from briefings.model.marking import Label, Viewer, viewing
from briefings.reading import read
from briefings.service import Briefings

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
EVERYBODY = Viewer("AMBER", now=NOW)
CLEARED = Viewer("RED", now=NOW)
STRICT = Viewer("AMBER+STRICT", now=NOW)
OPEN = """# The weir

2 March 2026

## Open part

The weir was built in 1931 (Holm, 2026). Quintarro opens the weir on 9 May 2026.
"The weir holds", said Quintarro.

## Outlook

OVG will probably close the weir by 1 June 2026.

"""
ANNEX = """## Annex

Oleg Quintarro was seen there (Vermeer, 2024). The Oslo Volunteer Guard (OVG) will sell the weir on 7 May 2026.

"""
SECOND = """## Second annex

The guards sleep at noon (Vermeer, 2024; Lind, 2025).

"""
METHOD = """## Method

We counted ships (Holm, 2026).

"""
HOLM = "## References\n\nHolm, A. (2026). The weir. https://example.org/weir\n\n"
VERMEER = "Vermeer, C. (2024). Guards of the weir, an intercept. https://example.org/guards\n\n"
LIND = "Lind, B. (2025). What guards cost. https://example.org/cost\n"
WHOLE = OPEN + ANNEX + METHOD + SECOND + HOLM + VERMEER + LIND
WITHOUT = OPEN + METHOD + HOLM.rstrip() + "\n"


async def imported(core: Briefings, text: str = WHOLE, marks: dict[str, str] | None = None) -> int:
    id_ = (await core.library.add("weir.md", text.encode(), NOW, by="Ada")).analysis.id
    for heading, marking in (marks or {"Annex": "RED", "Second annex": "RED"}).items():
        at = [each.heading for each in (await core.library.get(id_)).draft.sections].index(heading)
        await core.markings.mark(id_, at, Label(marking), "Ada", NOW)  # type: ignore[arg-type]
    return id_


async def seen(core: Briefings, id_: int, viewer: Viewer = EVERYBODY) -> Draft:
    with viewing(viewer):
        return (await core.library.get(id_)).draft


async def test_others_get_what_the_open_text_alone_is_read_as(core: Briefings):
    alone = read("weir.md", WITHOUT.encode(), latest=NOW.date())
    assert replace(await seen(core, await imported(core)), doubts=()) == replace(alone, doubts=())


async def test_a_source_that_two_hidden_sections_cite_is_hidden(core: Briefings):
    id_ = await imported(core)
    open_draft, whole = await seen(core, id_), await seen(core, id_, CLEARED)
    assert [each.title for each in open_draft.references] == ["The weir"]
    assert not sources_of(open_draft).never
    assert "intercept" not in open_draft.text
    assert [len(each.references) for each in whole.citations] == [1] * 5
    assert "intercept" in whole.text


async def test_a_source_that_sections_of_two_markings_cite_is_seen_with_either(core: Briefings):
    id_ = await imported(core, marks={"Annex": "RED", "Second annex": "AMBER+STRICT"})
    draft = await seen(core, id_, STRICT)
    assert "Oleg" not in draft.text
    assert [each.references for each in draft.citations][-2:] == [(1,), (2,)]
    assert len((await seen(core, id_)).references) == 1


async def test_a_name_that_only_a_hidden_section_gives_in_full_stays_short(core: Briefings):
    id_ = await imported(core)
    draft = await seen(core, id_)
    assert [each.speaker for each in draft.quotations] == ["Quintarro"]
    strings = [*(each.name for each in draft.actors), *(each.speaker for each in draft.quotations)]
    strings += [each.holder for each in draft.statements] + [each.title for each in draft.mentions]
    assert not [each for each in strings if "Oleg" in each or "Volunteer" in each]
    with viewing(EVERYBODY):
        tracked = await core.outlook.statements([id_])
        assert not [each for each in tracked if "Volunteer" in each.holder]
    assert "Oleg Quintarro" in {each.name for each in (await seen(core, id_, CLEARED)).actors}


async def test_what_is_unmarked_is_read_as_one_text_again(core: Briefings):
    id_ = await imported(core)
    with viewing(CLEARED):
        for heading in ("Annex", "Second annex"):
            at = [each.heading for each in (await core.library.get(id_)).draft.sections].index(heading)
            await core.markings.mark(id_, at, None, "Ada", NOW, "it is known")
    assert await seen(core, id_) == read("weir.md", WHOLE.encode(), latest=NOW.date())


@pytest.mark.parametrize("viewer", [EVERYBODY, CLEARED])
async def test_another_date_reads_the_parts_apart_too(core: Briefings, viewer: Viewer):
    id_ = await imported(core)
    await core.library.set_published(id_, datetime(2026, 3, 1, tzinfo=UTC).date(), NOW, by="Ada")
    assert ("Oleg" in str(await seen(core, id_, viewer))) == (viewer is CLEARED)


async def test_a_revision_reads_the_parts_apart_too(core: Briefings):
    id_ = await imported(core)
    with viewing(CLEARED):
        revised = await core.library.add("weir.md", WHOLE.replace("1931", "1932").encode(), NOW, by="Ada")
    assert revised.outcome == "revised"
    draft = await seen(core, id_)
    assert "Oleg" not in str(draft)
    assert "1932" in draft.text


NOTES = {
    "Markdown": (
        "{0}\n\n## Fares\n\nA ticket costs 9 crowns.\n\n{1}",
        "[^1]",
        "[^2]",
        "[^1]: Holm wrote it.\n\n[^2]: {}\n",
    ),
    "of several paragraphs": (
        *("{0}\n\n## Fares\n\nA ticket costs 9 crowns.\n\n{1}", "[^1]", "[^2]"),
        "[^1]: Holm wrote it.\n\n[^2]: The buyer is known (Vik, 2024).\n\n    {}\n\nVik, Z. (2024). {}\n",
    ),
    "raised": ("{0}\n\n## Notes\n\n{1}", "¹", "²", "1. Holm wrote it.\n2. {}\n"),
    "cited openly by ibid.": (
        *("{0}\n\n## Fares\n\nA ticket costs 9 crowns[^3].\n\n{1}", "[^1]", "[^2]"),
        "[^1]: Holm, A. (2026). Ferries.\n[^2]: Vik, B. (2025). {}\n[^3]: Ibid., p. 7.\n",
    ),
    "contents": ("{0}\n\n## Contents\n\n{1}", "", "", "- [Crossings](#crossings)\n- [The annex](#the-annex)\n"),
}


@pytest.mark.parametrize(("frame", "first", "second", "notes"), NOTES.values(), ids=NOTES.keys())
async def test_notes_and_contents_of_a_marked_section_are_hidden_with_it(
    core: Briefings, frame: str, first: str, second: str, notes: str
):
    body = f"## Crossings\n\nThe ferry ran daily.{first}\n\n## The annex\n\nThe ferry is sold.{second}"
    text = "# Timetable\n\n" + frame.format(body, notes.replace("{}", "Lindqvist is the buyer."))
    id_ = await imported(core, text, {"The annex": "RED"})
    whole = (await core.library.get(id_)).draft.text
    told = (await seen(core, id_)).text
    assert "Lindqvist" not in told
    assert "annex" not in told
    assert ("Holm" in told) is ("Holm" in whole)
    assert (await seen(core, id_, CLEARED)).text == whole
