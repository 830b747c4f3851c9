"""What is held in memory: never more than may be, never anything but what its stamp names."""

from dataclasses import replace

from briefings.library.cache import Cache
from briefings.model.analysis import Analysis
from briefings.model.summary import SectionSummary, Summary
from briefings.store.analyses import Stamp
from tests.fakes.drafts import draft_of

DRAFT = draft_of("Ferries", (("Costs", ("Dredging costs much.",)),), (), {})
SIZE = len(DRAFT.text)
SUMMARY = Summary((SectionSummary(0, "Costs", ()),))


def analysis(id_: int, reading: int = 1) -> tuple[Stamp, Analysis]:
    return Stamp(id_, 1, reading), Analysis(id_, 1, DRAFT)


def test_what_was_not_used_for_longest_goes_first() -> None:
    memory = Cache(2 * SIZE)
    for id_ in (1, 2, 1, 3):
        memory.hold(*analysis(id_))
    assert [id_ for id_ in (1, 2, 3) if memory.get(analysis(id_)[0])] == [1, 3]


def test_the_last_one_is_held_however_long_it_is() -> None:
    memory = Cache(1)
    memory.hold(*analysis(1))
    memory.hold(*analysis(2))
    assert memory.get(analysis(1)[0]) is None
    assert memory.get(analysis(2)[0]) is not None


def test_another_reading_is_another_one() -> None:
    memory = Cache()
    old = memory.hold(*analysis(1))
    memory.keep(old, "medium", SUMMARY)
    new = memory.hold(*analysis(1, reading=2))
    assert memory.summary(old, "medium") == SUMMARY
    assert memory.summary(new, "medium") is None


def test_a_summary_belongs_to_the_very_object_and_its_name() -> None:
    memory = Cache()
    held = memory.hold(*analysis(1))
    memory.keep(held, "medium", SUMMARY)
    assert memory.summary(held, "medium") == SUMMARY
    assert memory.summary(held, "short") is None
    assert memory.summary(replace(held), "medium") is None


def test_what_is_held_already_stays_the_same_object() -> None:
    memory = Cache()
    first = memory.hold(*analysis(1))
    assert memory.hold(*analysis(1)) is first
