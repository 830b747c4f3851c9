"""The mark and clearance subcommands."""

import json
from pathlib import Path

import pytest

from tests.fakes.command_line import library_command


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs a subcommand on a library with one analysis; gives its status and what it printed."""
    paper = "# Ferry\n\n## Crossings\n\nThe ferry ran 12 times.\n\n## Fares\n\nA ticket costs 9 crowns.\n"
    return library_command(tmp_path, monkeypatch, capsys, paper)


def test_a_marking_is_set_shown_and_lowered_for_a_reason(said):
    assert said("mark", "a1", "red") == (0, "a1: unmarked, now TLP:RED")
    assert said("mark", "a1", "green")[0] != 0
    assert said("mark", "a1", "green", "--because", "published")[0] == 0
    assert said("mark", "a1") == (0, "a1: TLP:GREEN")
    status, words = said("mark", "a1", "blue")
    assert status != 0
    assert "isn't a marking" in words


def test_a_folder_that_is_named_for_a_marking_marks_its_files(said, tmp_path: Path):
    for at, path in enumerate(("red/locks.md", "all/red/weirs.md", "all/quays.md")):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"# {file.stem}\n\nThe {file.stem} were built {at + 3} years ago.\n", "utf-8")
    said("import", "all", "--marking", "green")
    said("import", "red/locks.md")
    assert {each["title"]: each["marking"] for each in json.loads(said("list", "--json")[1])} == {
        "Ferry": "TLP:AMBER",
        "weirs": "TLP:RED",
        "quays": "TLP:GREEN",
        "locks": "TLP:RED",
    }


def test_a_text_that_calls_itself_confidential_says_how_to_mark_it(said, tmp_path: Path):
    (tmp_path / "weirs.md").write_text("# Weirs\n\nEmbargoed until 4 December 2099, 09:00 GMT\n\nA weir is new.\n")
    status, told = said("import", "weirs.md")
    assert (status, "a-1, new, seen by TLP:AMBER for terminal:local" in told) == (0, True)
    line = 'readout mark a-1 --until 2099-12-04T09:00+00:00 --for all --because "the text says so"'
    assert line in told
    assert said("mark", "a-1", *["--until", "2099-12-04T09:00+00:00", "--for", "all", "--because", "so"]) == (
        0,
        "a-1: TLP:AMBER for terminal:local, now TLP:AMBER until 2099-12-04T09:00+00:00",
    )


def test_json_carries_the_marking_of_what_it_shows(said):
    def marked(*words: str) -> str:
        told = json.loads(said(*words, "--json")[1])
        return (told[0] if isinstance(told, list) else told)["marking"]

    assert marked("list") == "TLP:AMBER"
    assert said("mark", "a1", "red", "--section", "Fares")[0] == 0
    for command in (
        ["list"],
        ["show", "a1"],
        ["timeline", "a1"],
        ["search", "ticket"],
        ["brief", "ticket"],
        ["where", "ticket"],
    ):
        assert marked(*command) == "TLP:RED", command
    assert marked("search", "ferry", "ran") == "TLP:AMBER"


def test_a_section_takes_an_embargo_and_an_audience(said):
    assert said("clearance", "@board", "slack:U7")[0] == 0
    embargo = ("--section", "Fares", "--until", "2099-01-01T09:00+01:00", "--for", "@board")
    assert said("mark", "a1", "amber", *embargo)[0] == 0
    assert said("mark", "a1")[1].splitlines()[1] == "Fares: TLP:AMBER until 2099-01-01T08:00+00:00 for @board"
    assert said("mark", "a1", "amber", "--until", "tomorrow")[0] != 0


def test_an_embargo_in_the_past_and_an_unknown_group_are_refused(said):
    assert "has passed" in said("mark", "a1", "amber", "--until", "2020-01-01T00:00Z", "--because", "past")[1]
    assert "no group @typo" in said("mark", "a1", "red", "--for", "@typo")[1]
    assert said("mark", "a1") == (0, "a1: unmarked")


def test_clearances_and_groups_are_set_and_listed(said):
    status, words = said("clearance", "telegram:42", "red")
    assert (status, words) == (2, "telegram:42 would see more. Give the reason: --because WORDS")
    assert said("clearance", "telegram:42", "red", "--because", "she edits") == (0, "telegram:42: TLP:RED")
    assert said("clearance", "@board", "slack:U7") == (0, "@board: slack:U7")
    assert said("clearance")[1].splitlines() == ["default: TLP:AMBER", "telegram:42: TLP:RED", "@board: slack:U7"]
    assert said("clearance", "telegram:42", "default") == (0, "telegram:42: TLP:AMBER")
    assert said("clearance", "telegram:42") == (0, "telegram:42: TLP:AMBER")
    assert said("clearance", "@board", "slack:U7", "telegram:42")[0] == 2
    assert said("clearance", "@board", "slack:U7", "telegram:42", "--reason", "she joined")[0] == 0
    assert said("clearance", "@board") == (0, "@board: slack:U7 telegram:42")
    assert said("clearance", "@board", "none") == (0, "@board: no members")
    log = said("log")[1]
    assert "set the clearance of telegram:42 to TLP:RED: she edits" in log
    assert "slack:U7 telegram:42: she joined" in log


def test_parts_without_a_level_are_set_and_leave_the_others(said):
    assert said("clearance", "@board", "slack:U7")[0] == 0
    assert said("mark", "a1", "--for", "@board") == (0, "a1: unmarked, now TLP:AMBER for @board")
    until = ("--until", "2099-01-01T09:00+01:00")
    assert said("mark", "a1", *until)[1].endswith("now TLP:AMBER until 2099-01-01T09:00+01:00 for @board")
    assert said("mark", "a1", "--for", "all")[0] != 0
    assert said("mark", "a1", "--for", "all", "--until", "now", "--because", "out")[1].endswith(", now TLP:AMBER")
    assert said("mark", "a1", "red", "--because", "stricter")[0] == 0
    assert said("mark", "a1", "--section", "Fares", *until)[1].endswith("now TLP:RED until 2099-01-01T09:00+01:00")


def test_a_reason_alone_and_parts_of_no_marking_are_misuse(said):
    assert said("mark", "a1", "--because", "of it") == (2, "Give a marking, --until or --for with the reason.")
    assert said("mark", "a1", "none", "--for", "@board")[0] == 2
    assert said("mark", "a1") == (0, "a1: unmarked")


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        *(
            (("mark", "a1", "red", "--for", each), "isn't a chat, person or group; use telegram:42")
            for each in ("Anna", "telegram:abc", "slack:u7")
        ),
        (("mark", "a1", "red", "--for", "@board", "all"), "isn't a chat, person or group"),
        *((("mark", "a1", each), "isn't a marking; use clear, green") for each in ("blue", "tlp", "")),
        *((("mark", "a1", "--until", each), "has no time; give it with its zone") for each in ("2099-01-01",)),
        *(
            (("mark", "a1", "--until", each), "argument --until: ")
            for each in ("tomorrow", "2099-13-01T09:00Z", "2099-01-01T09:00", "9999-01-01T09:00Z")
        ),
        (("mark", "a1", "green", "--because", " "), "a reason has words"),
        *(
            (("clearance", each, "red"), "isn't a chat, person or group")
            for each in ("Anna", "telegram:0", "telegram:42:7", "@", "")
        ),
        *((("clearance", "telegram:42", each), "isn't a marking; use clear") for each in ("rot", "none", "TLP:")),
        (("clearance", "telegram:42", "red", "amber"), "Give one marking"),
        *(
            (("clearance", "@board", each), "isn't a chat or person")
            for each in ("Anna", "@other", "slack:U7,slack:U8")
        ),
    ],
)
def test_a_wrong_value_is_named_with_an_example_and_stores_nothing(said, words: tuple[str, ...], wrong: str):
    status, told = said(*words)
    assert status == 2
    assert wrong in told.splitlines()[-1]
    assert said("clearance") == (0, "default: TLP:AMBER")
    assert said("mark", "a1") == (0, "a1: unmarked")
