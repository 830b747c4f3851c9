"""The ways in which two libraries differ in something that some chats may not see."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from briefings.model.marking import Label
from briefings.service import Briefings

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
EMBARGO = NOW + timedelta(days=9)  # ends in the midst of what is said
BOARD = "telegram:77"  # a chat to which nobody here belongs
EDITOR = "telegram:9"  # is cleared for everything

TIMETABLE = b"""# Ferry timetable

Harbour office, 2 March 2026

## Crossings

The ferry ran 12 times a day in February 2026 (Holm, 2026). The council will vote on the fares on 14 April 2026.
"The old ferry is safe", said Ida Falk (Holm, 2026).

## Fares

A ticket costs 9 crowns (Lind, 2025). The harbour office will probably close on 20 May 2026.
If the fares rise, the night ferry stays.

## References

Holm, A. (2026). Crossings counted. https://example.org/crossings

Lind, B. (2025). What tickets cost. https://example.org/tickets
"""
PIER = b"""# The pier

The pier was painted in January 2026. The mayor will open the pier on 9 May 2026. The ferry ran 12 times a day in
February 2026, said Ida Falk. A ticket costs 11 crowns.
"""
OLD_TIMETABLE = b"""# Old ferry timetable

The ferry ran 10 times a day in February 2026. The council will vote on the fares on 14 April 2026.
The mayor expects 700 passengers by 20 May 2026.
"""
SECRET = b"""# Ferry sale

Ada Vik, 3 March 2026

## The offer

The ferry ran 15 times a day in February 2026 (Holm, 2026). The owner, Ada Vik, will sell the ferry on 2 May 2026.
"The ferry will be sold", said Ada Vik. The council will vote on the fares on 21 April 2026.

## The price

A ticket costs 14 crowns. The owner expects 3 million crowns by 1 June 2026 (Vik, 2024). The mayor will open the pier
on 16 May 2026.

## References

Holm, A. (2026). Crossings counted. https://example.org/crossings

Vik, A. (2024). Ships for sale. https://example.org/ships
"""
OTHER_SECRET = (
    SECRET.replace(b"Ada Vik", b"Eva Moe")
    .replace(b"Vik", b"Moe")
    .replace(b"Moe, A.", b"Moe, E.")
    .replace(b"15 times", b"16 times")
)
SECTION = b"""## Sale of the ferry

The ferry ran 15 times a day in February 2026 (Vik, 2024). The owner, Ada Vik, will sell the ferry on 2 May 2026.
"The ferry will be sold", said Ada Vik. A ticket costs 14 crowns. The owner expects 3 million crowns by 1 June 2026.

"""
ENTRY = b"""
Vik, A. (2024). Ships for sale. https://example.org/ships
"""
CHANGED = TIMETABLE.replace(b"14 April", b"15 April").replace(b"12 times", b"13 times")  # what an editor hands in later
SECTION_OF_OTHERS = (
    SECTION.replace(b"Ada Vik", b"Eva Moe").replace(b"15 times", b"16 times").replace(b"14 crowns", b"15 crowns")
)
# Without anything that gets a number, so that what comes behind it has the same numbers as without it.
QUIET_SECTION = b"## The engine\n\nThe old engine is loud (Vik, 2024). The captain likes how the ferry sounds.\n\n"
# Two sections that cite one source, and name in full somebody whom the open text names by the family name.
TWO_SECTIONS = SECTION.replace(b"Ada Vik", b"Oskar Falk") + QUIET_SECTION
OTHER_TWO_SECTIONS = TWO_SECTIONS.replace(b"Oskar", b"Ulrik").replace(b"15 times", b"16 times")
Fill = Callable[[Briefings], Awaitable[None]]
FILES = {
    "timetable": CHANGED,
    "timetable of the editor": CHANGED,
    "pier": PIER.replace(b"9 May", b"10 May"),
    "sale": SECRET,
    "fair": b"# Fair\n\nThe fair will be held on 3 May 2026. The ferry ran 15 times a day in February 2026.\n",
    "closed": b"TLP:RED\n\n# Closed matter\n\nThe mayor will resign on 4 May 2026. A ticket costs 20 crowns.\n",
    "strict": b"TLP:AMBER+STRICT\n\n# Strict matter\n\nThe council will meet on 6 May 2026.\n",
}


@dataclass(frozen=True, slots=True)
class Library:
    """What is in a library, and the files that are handed in later, by name."""

    fill: Fill
    files: Mapping[str, bytes] = field(default_factory=lambda: FILES)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two libraries. `late`: what is hidden was marked after its import, so its numbers are missing for others."""

    one: Library
    other: Library
    late: bool = False


async def _add(core: Briefings, name: str, data: bytes) -> int:
    return (await core.library.add(name, data, NOW, by="Mira")).analysis.id


def _library(extra: Fill | None = None) -> Library:
    """The library that everybody sees, and one more thing between its analyses."""

    async def fill(core: Briefings) -> None:
        await _add(core, "timetable.md", TIMETABLE)
        if extra:
            await extra(core)
        await _add(core, "pier.md", PIER)
        await _add(core, "old.md", OLD_TIMETABLE)

    return Library(fill)


def _marked(data: bytes, label: Label) -> Library:
    """The library with an analysis that has been restricted since its import."""

    async def extra(core: Briefings) -> None:
        id_ = await _add(core, "sale.md", b"TLP:RED\n\n" + data)
        if label != Label("RED"):
            await core.markings.mark(id_, None, label, "Mira", NOW, "it was agreed")

    return _library(extra)


def _with_section(section: bytes, entry: bytes, before: bytes = b"## References") -> Library:
    """The library in which the timetable, imported last, has one more section, which is restricted."""

    def longer(text: bytes) -> bytes:
        return text.replace(before, section + before) + entry

    async def fill(core: Briefings) -> None:
        await _add(core, "pier.md", PIER)
        await _add(core, "old.md", OLD_TIMETABLE)
        id_ = await _add(core, "timetable.md", longer(TIMETABLE))
        for hidden in re.findall(rb"^## (.*)", section, re.MULTILINE):
            headings = [each.heading for each in (await core.library.get(id_)).draft.sections]
            await core.markings.mark(id_, headings.index(hidden.decode()), Label("RED"), "Mira", NOW)

    files = {name: data for name, data in FILES.items() if name != "timetable"}
    return Library(fill, files | {"timetable of the editor": longer(CHANGED)})


_RED, _OTHER_RED = _marked(SECRET, Label("RED")), _marked(OTHER_SECRET, Label("RED"))
_PLAIN = _with_section(b"", b"")
_SECTION, _OTHER_SECTION = _with_section(SECTION, ENTRY), _with_section(SECTION_OF_OTHERS, ENTRY)
DIFFERENCES: Mapping[str, Difference] = {
    "red": Difference(_library(), _RED),
    "other words": Difference(_RED, _OTHER_RED),
    "embargo": Difference(_library(), _marked(SECRET, Label("AMBER+STRICT", EMBARGO))),
    "audience": Difference(_library(), _marked(SECRET, Label("AMBER", None, (BOARD, EDITOR)))),
    "section": Difference(_PLAIN, _SECTION, late=True),
    "section in front": Difference(_PLAIN, _with_section(QUIET_SECTION, ENTRY, b"## Crossings"), late=True),
    "other section": Difference(_SECTION, _OTHER_SECTION, late=True),
    "two sections": Difference(_PLAIN, _with_section(TWO_SECTIONS, ENTRY), late=True),
    "other two sections": Difference(
        _with_section(TWO_SECTIONS, ENTRY), _with_section(OTHER_TWO_SECTIONS, ENTRY), late=True
    ),
}
