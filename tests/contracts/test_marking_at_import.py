"""A marking that is given with a file counts before anybody is told of it, on each database."""

from datetime import UTC, datetime

import pytest

from briefings.library.watched_folder import FileStat, given_marking
from briefings.model.marking import Label, LabelChange, Marking, Viewer, viewing
from briefings.service import Briefings, open_briefings

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
EVERYBODY = Viewer("AMBER", now=NOW)
TEXT = b"# The weir\n\nThe weir was built in 1931. The mayor will open it on 9 May 2026.\n"


async def label(core: Briefings, id_: int) -> Label | None:
    return await core.markings.of(id_)


@pytest.mark.parametrize(
    ("file", "given", "counts"),
    [("", "RED", "RED"), ("TLP:RED\n\n", "GREEN", "RED"), ("TLP:GREEN\n\n", "RED", "RED"), ("", "CLEAR", "CLEAR")],
)
async def test_the_stricter_of_the_files_own_marking_and_the_given_one_counts(
    core: Briefings, file: str, given: Marking, counts: Marking
):
    added = await core.library.add("weir.md", file.encode() + TEXT, NOW, marking=given)
    assert await label(core, added.analysis.id) == Label(counts)


async def test_who_is_not_cleared_is_told_nothing_of_it(core: Briefings):
    added = await core.library.add("weir.md", TEXT, NOW, marking="RED")
    assert added.analysis.id < 0
    with viewing(EVERYBODY):
        assert await core.library.count() == 0
        assert await core.agenda.all(NOW) == []


async def test_the_same_text_again_is_marked_more_strictly_and_never_less(core: Briefings):
    id_ = (await core.library.add("weir.md", TEXT, NOW)).analysis.id
    assert (await core.library.add("weir.md", TEXT, NOW, marking="RED")).outcome == "unchanged"
    assert await label(core, id_) == Label("RED")
    await core.library.add("weir.md", TEXT, NOW, marking="GREEN")
    assert await label(core, id_) == Label("RED")


async def test_a_revision_is_marked_more_strictly_too(core: Briefings):
    id_ = (await core.library.add("weir.md", TEXT, NOW)).analysis.id
    await core.library.add("weir.md", TEXT.replace(b"1931", b"1932"), NOW, marking="RED")
    assert await label(core, id_) == Label("RED")


@pytest.mark.parametrize(
    ("path", "found"),
    [
        *(("red/weir.md", "RED"), ("2026/TLP-AMBER+STRICT/a/weir.md", "AMBER+STRICT"), ("green/red/a.md", "RED")),
        *(("red.md", None), ("redder/a.md", None)),
    ],
)
def test_a_folder_is_named_for_a_marking(path: str, found: Marking | None):
    assert given_marking(path) == found


async def test_a_file_of_such_a_folder_is_marked(core: Briefings):
    added = await core.folder.take("red/weir.md", FileStat(1, 1), TEXT, NOW)
    assert added
    assert await label(core, added.analysis.id) == Label("RED")


async def test_front_matter_names_a_distribution(core: Briefings):
    added = await core.library.add("weir.md", b"---\ndistribution: TLP:RED\n---\n" + TEXT, NOW)
    assert await label(core, added.analysis.id) == Label("RED")


class TestProposed:
    PROGRAM = Viewer("RED", holders=frozenset({"telegram:-5", "telegram:-5:7", "@board"}), now=NOW)
    HERE = PROGRAM.reading_in("telegram:-5")
    NOTE = TEXT.replace(b"weir\n", b"weir\n\nCONFIDENTIAL\n", 1)

    async def test_who_adds_it_alone_sees_it_until_somebody_marks_it(self, core: Briefings):
        with viewing(self.HERE):
            added = await core.library.add("weir.md", self.NOTE, NOW)
            assert await core.library.count() == 1
        assert added.proposed
        assert await label(core, added.analysis.id) == Label("AMBER", audience=("telegram:-5:held",))
        for other in (EVERYBODY, self.PROGRAM, self.HERE.up_to("RED"), self.HERE.anywhere):
            with viewing(other):
                assert await core.library.count() == 0

    @pytest.mark.parametrize("holder", ["telegram:-5", "@board"])
    async def test_a_marking_ends_it_for_programs_too(self, core: Briefings, holder: str):
        with viewing(self.HERE):
            id_ = (await core.library.add("weir.md", self.NOTE, NOW)).analysis.id
            held = await label(core, id_)
            assert held
            marked = LabelChange("RED", audience=None if holder == "telegram:-5" else (holder,)).applied(held)
            assert (marked.audience, marked.held) == ((holder,), False)
            await core.markings.mark(id_, None, marked, "Ida", NOW, "agreed" if holder == "@board" else "")
        with viewing(self.PROGRAM):
            assert await core.library.count() == 1

    async def test_an_export_is_held_where_it_is_imported(self, core: Briefings):
        with viewing(self.HERE):
            id_ = (await core.library.add("weir.md", self.NOTE, NOW)).analysis.id
            data = (await core.history.export(id_)).encode()
        async with open_briefings("sqlite:///:memory:") as other:
            added = await other.library.add("weir.json", data, NOW)
            assert added.proposed
            with viewing(EVERYBODY):
                assert await other.library.count() == 0

    async def test_a_group_that_moves_keeps_it(self, core: Briefings):
        with viewing(self.HERE):
            id_ = (await core.library.add("weir.md", self.NOTE, NOW)).analysis.id
        await core.chats.move("telegram:-5", "telegram:-1005", NOW)
        assert await label(core, id_) == Label("AMBER", audience=("telegram:-1005:held",))

    async def test_a_marking_that_is_given_counts_instead(self, core: Briefings):
        added = await core.library.add("weir.md", self.NOTE, NOW, marking="GREEN")
        assert (added.proposed, await label(core, added.analysis.id)) == (None, Label("GREEN"))

    async def test_a_revision_that_says_it_for_the_first_time_is_held_and_the_next_one_is_not(self, core: Briefings):
        id_ = (await core.library.add("weir.md", TEXT, NOW)).analysis.id
        added = await core.library.add("weir.md", self.NOTE, NOW)
        assert added.proposed
        assert await label(core, id_) == Label("AMBER", audience=("terminal:local:held",))
        await core.markings.mark(id_, None, None, "Ida", NOW, "it is known")
        added = await core.library.add("weir.md", self.NOTE.replace(b"1931", b"1932"), NOW)
        assert (added.outcome, added.proposed, await label(core, id_)) == ("revised", None, None)

    async def test_a_file_of_the_library_folder_is_held_too(self, core: Briefings):
        added = await core.folder.take("weir.md", FileStat(1, 1), self.NOTE, NOW)
        assert added
        assert added.proposed
        with viewing(EVERYBODY):
            assert await core.library.count() == 0
