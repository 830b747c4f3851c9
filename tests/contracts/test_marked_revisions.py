"""Marked sections through the revisions of a text, on each database."""

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest

from briefings.errors import NotFound
from briefings.library.similarity import RevisionChoice
from briefings.model.marking import Label, Viewer, viewing
from briefings.service import Briefings

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
EVERYBODY = Viewer("AMBER", now=LATER)
CLEARED = Viewer("RED", now=LATER)
FIRST = b"""# Quay of Vost

## Open part

The quay was built in 1931.

## Closed part

The gannet informant works at the quay. The gannet pay is 900 crowns.

## Method

We counted ships.
"""
SPLIT = b"""# Quay of Vost

## Open part

The quay was built in 1931.

## Closed part

Nothing is left in this place now.

## Method

We counted ships.

## Annex

Ships come daily. The  Gannet pay is 900 crowns. The gannet informant works at the quay.
"""
WITHOUT = (
    b"# Quay of Vost\n\n## Open part\n\nThe quay was built in 1931.\n\n## Notes\n\nThe gannet pay is 700 crowns.\n"
)
SECRET = "annet"


async def section(core: Briefings, id_: int, heading: str) -> int:
    return [each.heading for each in (await core.library.get(id_)).draft.sections].index(heading)


async def marked(core: Briefings) -> int:
    id_ = (await core.library.add("quay.md", FIRST, NOW, by="Ada")).analysis.id
    await core.markings.mark(id_, await section(core, id_, "Closed part"), Label("RED"), "Ada", NOW)
    return id_


async def test_sentences_of_a_marked_section_stay_marked_under_another_heading(core: Briefings):
    id_ = await marked(core)
    result = await core.library.add("quay.md", SPLIT, LATER, by="Ada")
    assert (result.outcome, result.marked) == ("revised", ("annex",))
    with viewing(EVERYBODY):
        seen = (await core.library.get(id_)).draft
        assert [each.heading for each in seen.sections] == ["Open part", "Method"]
        assert SECRET not in seen.text
        assert not (await core.library.search("gannet")).hits
        assert "annex" not in str(await core.audit_log.latest(9)).lower()
    with viewing(CLEARED):
        assert "annex; TLP:RED (r2)" in [each.note for each in await core.audit_log.latest(9)]


async def test_sentences_of_a_marked_section_before_the_first_heading_hide_the_whole_text(core: Briefings):
    id_ = await marked(core)
    moved = SPLIT.partition(b"## Annex")[0].replace(
        b"## Open part", b"The gannet informant works at the quay.\n\n## Open part"
    )
    result = await core.library.add("quay.md", moved, LATER, by="Ada")
    assert result.marked == ("",)
    with viewing(EVERYBODY), pytest.raises(NotFound):
        await core.library.get(id_)


async def test_a_section_that_was_opened_with_a_reason_stays_open_in_later_revisions(core: Briefings):
    id_ = await marked(core)
    await core.library.add("quay.md", SPLIT, LATER, by="Ada")
    annex = await section(core, id_, "Annex")
    await core.markings.mark(id_, annex, None, "Ada", LATER, "published")
    again = await core.library.add("quay.md", SPLIT.replace(b"1931", b"1932"), LATER, by="Ada")
    assert again.marked == ()
    with viewing(EVERYBODY):
        assert SECRET in (await core.library.get(id_)).draft.text


async def test_sentences_that_stood_openly_too_mark_nothing(core: Briefings):
    both = FIRST.replace(b"We counted ships.", b"We counted ships. The gannet pay is 900 crowns.")
    id_ = (await core.library.add("quay.md", both, NOW)).analysis.id
    await core.markings.mark(id_, await section(core, id_, "Closed part"), Label("RED"), "Ada", NOW)
    result = await core.library.add("quay.md", both.replace(b"1931", b"1932"), LATER)
    assert result.marked == ()


async def test_marking_a_section_that_an_older_revision_lacks_hides_that_revision_alone(core: Briefings):
    id_ = (await core.library.add("quay.md", WITHOUT, NOW)).analysis.id
    await core.library.add("quay.md", FIRST, LATER)
    closed = await section(core, id_, "Closed part")
    done = await core.markings.mark(id_, closed, Label("RED"), "Ada", LATER)
    assert done.hidden == (1,)
    with viewing(EVERYBODY):
        assert SECRET not in (await core.library.get(id_)).draft.text
        with pytest.raises(NotFound):
            await core.library.revision(id_, 1)
    assert await core.markings.of(id_) is None
    await core.markings.mark(id_, closed, None, "Ada", LATER, "published")
    with viewing(EVERYBODY):
        assert SECRET in (await core.library.revision(id_, 1)).draft.text


async def test_lowering_a_whole_analysis_counts_although_a_marked_section_is_gone(core: Briefings):
    id_ = await marked(core)
    await core.library.add("quay.md", WITHOUT, LATER)
    assert await core.markings.of(id_) == Label("RED")
    await core.markings.mark(id_, None, Label("AMBER"), "Ada", LATER, "harmless")
    assert await core.markings.of(id_) == Label("AMBER")
    with viewing(EVERYBODY):
        assert (await core.library.get(id_)).draft.text
        assert "900" not in (await core.library.revision(id_, 1)).draft.text


async def test_a_sentence_of_a_marked_section_is_hidden_in_older_revisions_too(core: Briefings):
    older = FIRST.replace(b"We counted ships.", b"The gannet informant works at the quay.").replace(
        b"The gannet informant works at the quay. The gannet pay is 900 crowns.", b"To be written."
    )
    id_ = (await core.library.add("quay.md", older, NOW)).analysis.id
    await core.library.add("quay.md", FIRST, LATER)
    await core.markings.mark(id_, await section(core, id_, "Closed part"), Label("RED"), "Ada", LATER)
    with viewing(EVERYBODY):
        assert SECRET not in (await core.library.revision(id_, 1)).draft.text


NESTED = b"""# Guards of the weir

## Open part

The weir was built in 1931 (Holm, 2026).

## Closed part

The guards are paid by nobody (Vermeer 2025, p. 3).

## References

Holm, A. (2026). The weir. https://example.org/weir

Vermeer, C. (2024). Guards of the weir, an intercept. https://example.org/guards
"""


async def test_an_entry_that_nothing_is_found_to_cite_is_seen_with_its_list(core: Briefings):
    id_ = (await core.library.add("weir.md", NESTED, NOW)).analysis.id
    draft = (await core.library.get(id_)).draft
    assert not [each for each in draft.citations if 1 in each.references]  # its year is another one
    await core.markings.mark(id_, await section(core, id_, "Closed part"), Label("RED"), "Ada", NOW)
    with viewing(EVERYBODY):
        assert len((await core.library.get(id_)).draft.references) == 2
    await core.markings.mark(id_, await section(core, id_, "References"), Label("RED"), "Ada", NOW)
    with viewing(EVERYBODY):
        assert not (await core.library.get(id_)).draft.references


async def test_an_older_revision_is_kept_for_each_who_sees_the_same_of_it(core: Briefings):
    with viewing(CLEARED):
        id_ = await marked(core)
        await core.library.add("quay.md", FIRST.replace(b"1931", b"1932"), LATER, by="Ada")
        whole = await core.library.revision(id_, 1)
        assert await core.library.revision(id_, 1) is whole
        assert SECRET in whole.draft.text
    with viewing(EVERYBODY):
        cut = await core.library.revision(id_, 1)
        assert await core.library.revision(id_, 1) is cut
        assert SECRET not in cut.draft.text
    with viewing(CLEARED):
        assert await core.library.revision(id_, 1) is whole
        await core.markings.mark(id_, await section(core, id_, "Closed part"), None, "Ada", LATER, "it is out")
    with viewing(EVERYBODY):
        assert SECRET in (await core.library.revision(id_, 1)).draft.text


HIDDEN = {
    "other punctuation": (
        "船主将于五月二日出售渡轮。价格为三百万克朗。",
        "船主将于五月二日出售渡轮，价格为三百万克朗。",
    ),
    "spacing": ("船主将于2026年5月2日出售渡轮。", "渡轮每天开行12班，船主将于 2026 年 5 月 2 日出售渡轮。"),
    "wide digits": ("船主将于2026年5月2日出售渡轮。", "船主将于２０２６年５月２日出售渡轮。"),
    "accents apart": (
        "Le propriétaire vendra le café.",
        unicodedata.normalize("NFD", "Le propriétaire vendra le café."),
    ),
    "a mark of a note": ("The owner will sell the ferry soon.", "The owner will sell the ferry[^1] soon."),
    "a link": ("The owner will sell the ferry soon.", "The owner will sell [the ferry](https://example.org/f) soon."),
    "thousands": ("The owner gets 3,000,000 crowns.", "The owner gets 3000000 crowns."),
    "stress": ("Владелец продаст паром банку летом.", "Владелец продаст паро\u0301м банку летом."),
    "one letter for another": ("Её владелец продаст паром банку.", "Ее владелец продаст паром банку."),
    "list items joined": ("- The bank\n- Owner Falk\n- 3 million", "The bank, owner Falk, 3 million."),
    "short sentences joined": ("The bank pays. Falk sells.", "So it is: the bank pays; Falk sells."),
    "code": ("```\nthe bank pays falk three million\n```", "Look.\n\n```\nthe bank pays falk three million\n```"),
    "a heading": ("Words.\n\n### The bank buys the ferry\n\nMore.", "Look.\n\n### The bank buys the ferry\n\nSo."),
}


@pytest.mark.parametrize(("hidden", "repeated"), HIDDEN.values(), ids=HIDDEN.keys())
async def test_words_of_a_marked_section_are_known_in_another_spelling(core: Briefings, hidden: str, repeated: str):
    text = "# The ferry\n\n## Crossings\n\n{}\n\n## Annex\n\n{}\n\n## Fares\n\nA ticket costs 9 crowns.\n"
    id_ = (await core.library.add("ferry.md", text.format("It runs daily.", hidden).encode(), NOW)).analysis.id
    await core.markings.mark(id_, await section(core, id_, "Annex"), Label("RED"), "Ada", NOW)
    await core.library.add("ferry.md", text.format(f"It runs daily.\n\n{repeated}", hidden).encode(), LATER)
    with viewing(EVERYBODY):
        seen = (await core.library.get(id_)).draft
    assert seen.sections[-1].heading == "Fares"
    assert repeated.splitlines()[-1] not in seen.text


async def test_a_section_that_gets_another_of_its_heading_beside_it_may_be_either(core: Briefings):
    id_ = await marked(core)
    revised = FIRST.replace(
        b"## Closed part\n\nThe gannet informant works at the quay. The gannet pay is 900 crowns.",
        b"## Closed part\n\nShips come.\n\n## Closed part\n\nThe gannet man is paid by nobody.",
    )
    await core.library.add("quay.md", revised, LATER, by="Ada", choice=RevisionChoice(revises=id_))
    with viewing(EVERYBODY):
        assert [each.heading for each in (await core.library.get(id_)).draft.sections] == ["Open part", "Method"]


NOTED = b"""# Quay of Vost

## Closed part

The gannet informant works at the quay [^3].

## Open part

A berth costs 9 crowns [^1]. The quay will close on 20 May 2026.

[^1]: Lind, B. (2025). What berths cost. https://example.org/berths

[^3]: Vik, A. (2024). Ships for sale. https://example.org/ships
"""


async def test_notes_below_a_marked_annex_are_none_of_its_sentences(core: Briefings):
    """Else an older revision would lose the open section that stands before the same notes, with its event."""
    id_ = (await core.library.add("quay.md", NOTED, NOW, by="Ada")).analysis.id
    await core.markings.mark(id_, await section(core, id_, "Closed part"), Label("RED"), "Ada", NOW)
    with viewing(EVERYBODY):
        before = await core.agenda.all(LATER)
    annex = b"\n\n## Annex\n\nThe gannet informant works at the quay [^3].\n\n[^1]:"
    changed = NOTED.replace(b"\n\n[^1]:", annex).replace(b"9 crowns", b"8 crowns")
    assert (await core.library.add("quay.md", changed, LATER, by="Ada")).marked == ("annex",)
    with viewing(EVERYBODY):
        after = await core.agenda.all(LATER)
        assert [each.event.id for each in after] == [each.event.id for each in before] != []
        assert "A berth costs 9 crowns" in (await core.library.revision(id_, 1)).draft.text
        assert "gannet" not in (await core.library.revision(id_, 1)).draft.text
