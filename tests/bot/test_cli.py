"""The command line: what it prints, in words and as JSON, and the status with which it ends."""

import asyncio
import json
import logging
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli import main
from bot.run.settings import setting_names
from briefings.model.agenda import EventDate
from briefings.model.delivery import Lead
from briefings.reading import endings
from briefings.service import open_briefings
from tests.contracts.test_concurrent_revisions import EDITED, TIDES
from tests.fakes.command_line import called
from tests.fakes.papers import PAPER, as_docx

SUMMIT = """Harbour talks
Background
The two ports signed a first treaty in March 2024 (Adler, 2025). Fees have since fallen by a third (Daily Post, 2026).
Outlook
The harbour summit will be held in June 2031 (Daily Post, 2026). Nobody expects lower fees (Okoro, 2020).
References
Adler, R. (2025). Ports and their treaties. Seaside Press.
Daily Post. (2026, January 9). Harbour fees fall again.
Daily Post. (2026, January 20). Ministers to meet in June.
Berg, T. (2019). A work that nobody cites. Seaside Press.
"""
DRY = "# Dry docks\n\nThe dry docks of the town are old. They were built long ago.\n"


@dataclass(frozen=True, slots=True)
class Ran:
    status: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


Readout = Callable[..., Ran]


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    yield
    root.setLevel(level)
    root.handlers[:] = handlers
    logging.captureWarnings(capture=False)


def make_database(home: Path) -> None:
    """An empty library, as `readout run` makes it."""

    async def made() -> None:
        async with open_briefings(f"sqlite:///{home}/data/readout.db"):
            pass

    asyncio.run(made())


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current directory, with two analyses in it and no setting in the environment."""
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "harbour.txt").write_text(SUMMIT)
    (tmp_path / "docks.md").write_text(DRY)
    return tmp_path


@pytest.fixture
def readout(home: Path, capsys: pytest.CaptureFixture[str]) -> Readout:
    def run(*argv: str) -> Ran:
        capsys.readouterr()
        try:
            status = main(argv)
        except SystemExit as left:
            status = int(left.code or 0)
        told = capsys.readouterr()
        return Ran(status, told.out, told.err)

    return run


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where data folders are kept that more than one test begins with."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def stocked(readout: Readout, home: Path, kept: Path) -> Readout:
    """The command line on a library that holds both analyses."""
    if not (kept / "stocked").exists():
        assert readout("import", "harbour.txt", "docks.md").status == 0
        shutil.copytree("data", kept / "stocked")
    shutil.copytree(kept / "stocked", "data", dirs_exist_ok=True)
    return readout


def spawned(home: Path, *argv: str, **options) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", *argv]
    here = {name: value for name, value in os.environ.items() if name != "COLUMNS"}  # noqa: TID251
    return subprocess.run(command, cwd=home, env=here, capture_output=True, text=True, check=False, **options)


def test_import_asks_for_a_flag_where_a_file_may_be_a_revision(readout: Readout, home: Path) -> None:
    (home / "tides.md").write_text(TIDES)
    assert readout("import", "tides.md").status == 0
    (home / "tides.md").write_text(EDITED)
    asked = readout("import", "tides.md", "docks.md")
    assert asked.status == 1
    assert "may be a revision of “The Price of Tides” (a1)" in asked.err
    assert "Repeat it with --new or --revision-of a1." in asked.err
    assert "docks.md: a2, new" in asked.out
    assert "tides.md: a1, revised" in readout("import", "tides.md", "--revision-of", "a1").out
    (home / "tides.md").write_text(TIDES)
    asked = readout("import", "tides.md")
    assert "This is revision 1 of a1. Bring it back? Repeat it with --revision-of a1." in asked.err
    assert "tides.md: a3, new" in readout("import", "tides.md", "--new").out
    assert readout("import", "tides.md", "--revision-of", "a9").status != 0
    for wrong in ("tides", "0", "-3"):
        refused = readout("import", "tides.md", f"--revision-of={wrong}")
        assert (refused.status, "isn't the id of an analysis; use one" in refused.err) == (2, True)
    for command in ("import", "read"):
        assert "is in the future" in readout(command, "tides.md", "--published", "2199-01-01").err


class TestCommandLine:
    @pytest.mark.slow
    def test_version(self, home: Path) -> None:
        ran = spawned(home, "--version")
        assert (ran.returncode, ran.stderr) == (0, "")
        assert ran.stdout.startswith("readout 0")

    def test_help_lists_every_command(self, readout: Readout) -> None:
        ran = readout("--help")
        assert ran.status == 0
        assert "slack-manifest" in ran.out
        assert "start" in ran.out.split("COMMAND", 2)[2].split()

    @pytest.mark.parametrize(
        ("argv", "says"),
        [
            ([], "COMMAND"),
            (["nonsense"], "nonsense"),
            (["import"], "FILE"),
            (["import", "harbour.txt", "--published", "2026-02-30"], "there is no day 2026-02-30"),
            (["import", "harbour.txt", "--published", "yesterday"], "such as 2026-02-05"),
            (["summary", "--words", "0"], "isn't a whole number above 0"),
            (["chat", "--as-of", "spring"], "such as 2026-02-05"),
            (["chat", "--as-of", "9999-12-31"], "9999-12-31 is too far away; give a date from 1900 to 2200"),
            (["chat", "--as-of", "0001-01-01"], "0001-01-01 is too far away"),
            (["rehearse", "--from", "0001-01-01", "--to", "2026-04-06"], "0001-01-01 is too far away"),
            (["rehearse", "--from", "2026-04-06", "--to", "9999-12-31"], "9999-12-31 is too far away"),
            (["rehearse", "--from", "2026-04-06", "--to", "9999-12-31T23:59:59Z"], "is too far away"),
            (["import", "harbour.txt", "--published", "2201-01-01"], "2201-01-01 is too far away"),
        ],
    )
    def test_a_wrong_command_line_ends_with_2(self, readout: Readout, argv: list[str], says: str) -> None:
        ran = readout(*argv)
        assert ran.status == 2
        assert says in ran.err

    def test_wrong_settings_end_with_2_and_a_sentence_each(
        self, readout: Readout, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("READOUT_KEEP_DAYS", "none")
        monkeypatch.setenv("SLACK_BOT_TOKEN", "hunter2")
        for command in ("list", "run", "chat", "health", "start"):
            ran = readout(command)
            assert (ran.status, ran.out) == (2, "")
            assert [sentence.split()[0] for sentence in ran.err.splitlines()] == [
                "SLACK_BOT_TOKEN",
                "READOUT_KEEP_DAYS",
                "SLACK_APP_TOKEN",
            ]
            assert "hunter2" not in ran.err

    @pytest.mark.slow
    def test_a_reader_that_leaves_early_is_no_error(self, home: Path) -> None:
        for number in range(200):
            (home / f"{number}.md").write_text(DRY)
        files = " ".join(f"{number}.md" for number in range(200))
        script = f"{sys.executable} -m bot read --json {files} | head -n 1 | wc -l"
        ran = subprocess.run(["sh", "-c", script], cwd=home, capture_output=True, text=True, check=True)
        assert (ran.stdout.strip(), ran.stderr) == ("1", "")


class TestRead:
    def test_each_file_is_one_object_a_line(self, readout: Readout, home: Path) -> None:
        ran = readout("read", "harbour.txt", "docks.md", "--json")
        harbour, docks = map(json.loads, ran.out.splitlines())
        assert (ran.status, ran.err) == (0, "")
        assert (harbour["name"], docks["name"]) == ("harbour.txt", "docks.md")
        assert harbour["text"] == SUMMIT
        assert harbour["title"] == "Harbour talks"
        assert [section["heading"] for section in harbour["sections"]] == ["Background", "Outlook", "References"]
        assert not (home / "data").exists()

    def test_files_of_other_formats_are_read_in_the_order_in_which_they_were_named(
        self, readout: Readout, home: Path
    ) -> None:
        (home / "water.docx").write_bytes(as_docx(PAPER))
        ran = readout("read", "water.docx", "harbour.txt", "water.docx", "docks.md", "--json")
        names = [json.loads(line)["name"] for line in ran.out.splitlines()]
        assert names == ["water.docx", "harbour.txt", "water.docx", "docks.md"]
        assert json.loads(ran.out.splitlines()[0])["title"] == PAPER[0].text

    @pytest.mark.parametrize("command", ["read", "import"])
    def test_the_help_names_the_formats(self, readout: Readout, command: str) -> None:
        assert endings() in " ".join(readout(command, "--help").out.split())

    def test_the_published_date_is_taken_over(self, readout: Readout) -> None:
        assert readout("read", "docks.md", "--json", "--published", "2024-05-06").json["published"] == "2024-05-06"

    def test_a_bad_file_stops_no_other_and_ends_with_1(self, readout: Readout, home: Path) -> None:
        (home / "empty.txt").touch()
        (home / "picture.txt").write_bytes(bytes(range(256)) * 40)
        ran = readout("read", "empty.txt", "absent.txt", "picture.txt", "docks.md", "--json")
        assert ran.status == 1
        assert ran.json["name"] == "docks.md"
        assert [line.split(":")[0] for line in ran.err.splitlines()] == ["empty.txt", "absent.txt", "picture.txt"]
        assert "No such file or directory" in ran.err

    def test_in_words(self, readout: Readout) -> None:
        ran = readout("read", "harbour.txt")
        assert ran.out.startswith("harbour.txt: “Harbour talks”, 3 sections, 4 sentences, 4 sources, 4 citations")

    def test_a_text_cannot_command_the_terminal(self, readout: Readout, home: Path) -> None:
        (home / "sly.md").write_text("# Sly \x1b[2J\n\n" + "Nothing to see, dear reader, move on. " * 60)
        told = readout("read", "sly.md").out + readout("import", "sly.md").out + readout("show", "a1").out
        assert "\x1b" not in told

    def test_a_long_answer_comes_whole_and_without_buttons(self, readout: Readout, home: Path) -> None:
        said = "".join(f"Ice of the year {n} was thin (Holm, {1900 + n}).\n\n" for n in range(120))
        listed = "".join(
            f"Holm, A. ({1900 + n}). Ice of the year {n}, told at length. Bergen: Nordlys.\n\n" for n in range(120)
        )
        (home / "ice.md").write_text(f"# Ice\n\n{said}# References\n\n{listed}")
        readout("import", "ice.md")
        told = readout("sources", "a1").out
        assert "Ice of the year 119" in told
        assert not any(sign in told for sign in ("Next page", "Page 1 of", "[1] Summary"))

    @pytest.mark.slow
    @pytest.mark.parametrize("encoding", ["ascii", "utf-8", "latin-1"])
    def test_json_can_be_read_whatever_the_terminal_speaks(
        self, home: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
    ) -> None:
        (home / "müll.md").write_text("# Müll\n\nDer Müll — 垃圾 — bleibt.\n")
        monkeypatch.setenv("PYTHONIOENCODING", encoding)
        ran = spawned(home, "read", "--json", "müll.md", encoding=encoding)
        assert json.loads(ran.stdout)["title"] == "Müll"


class TestImport:
    def test_says_what_was_read_then_that_nothing_changed(self, readout: Readout) -> None:
        ran = readout("import", "harbour.txt")
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.startswith(
            "harbour.txt: a1, new, seen by TLP:AMBER: “Harbour talks”, 3 sections, 4 sentences, 4 sources"
        )
        assert "ambiguous" in ran.out
        assert readout("import", "harbour.txt").out.startswith("harbour.txt: a1, unchanged")

    def test_a_bad_file_stops_no_other_and_ends_with_1(self, readout: Readout, home: Path) -> None:
        (home / "empty.txt").touch()
        ran = readout("import", "empty.txt", "absent.txt", "docks.md")
        assert ran.status == 1
        assert ran.out.startswith("docks.md: a1, new")
        assert [line.split(":")[0] for line in ran.err.splitlines()] == ["empty.txt", "absent.txt"]

    def test_the_published_date_is_kept(self, readout: Readout) -> None:
        readout("import", "docks.md", "--published", "2024-05-06")
        assert readout("list", "--json").json[0]["published"] == "2024-05-06"


class TestAsking:
    def test_list(self, stocked: Readout) -> None:
        assert stocked("list", "--json").json == [
            {"id": "a2", "title": "Dry docks", "revision": 1, "published": None, "marking": "TLP:AMBER"},
            {"id": "a1", "title": "Harbour talks", "revision": 1, "published": None, "marking": "TLP:AMBER"},
        ]
        assert [each["id"] for each in stocked("list", "harbour", "--json").json] == ["a1"]
        assert "Harbour talks" in stocked("list").out

    def test_an_empty_library(self, home: Path, readout: Readout) -> None:
        make_database(home)
        assert readout("list", "--json").json == []
        ran = readout("summary", "--json")
        assert (ran.status, ran.out) == (1, "")
        assert "empty" in ran.err

    def test_show(self, stocked: Readout) -> None:
        shown = stocked("show", "a1", "--json").json
        assert list(shown) == [
            *("id", "title", "revision", "language", "published", "text"),
            *("sections", "sentences", "references", "citations", "tables", "events"),
            *("dates", "quotations", "actors", "statements", "findings", "marking"),
        ]
        assert (shown["id"], shown["revision"], shown["text"]) == ("a1", 1, SUMMIT)
        assert [event["id"] for event in shown["events"]] == [
            event["id"] for event in stocked("events", "all", "--json").json
        ]
        assert "built long ago" in stocked("show", "a2").out

    def test_summary(self, stocked: Readout) -> None:
        summary = stocked("summary", "a1", "--json").json
        assert (summary["analysis"], summary["revision"]) == ("a1", 1)
        points = [point for section in summary["sections"] for point in section["points"]]
        assert points
        assert all(SUMMIT[point["start"] : point["end"]] == point["text"] for point in points)
        outlook = stocked("summary", "a1", "2", "--json").json["sections"]
        assert [section["heading"] for section in outlook] == ["Outlook"]
        assert "Harbour talks" in stocked("summary", "harbour").out

    def test_a_section_is_summarised_alone_and_never_shorter_for_a_longer_length(self, stocked: Readout) -> None:
        for part in ("1", "2"):
            made = [stocked("summary", "a1", part, size, "--json").json for size in ("short", "medium", "long")]
            counts = [sum(len(section["points"]) for section in each["sections"]) for each in made]
            assert counts == sorted(counts)
            assert counts[0] >= 1

    def test_words_cap_the_whole_summary(self, stocked: Readout) -> None:
        capped = stocked("summary", "a1", "--json", "--words", "20").json
        words = [
            word for section in capped["sections"] for point in section["points"] for word in point["text"].split()
        ]
        assert len(words) <= 20
        told = stocked("summary", "a1", "--words", "20").out.partition("\nSources\n")[0]
        assert "20-word summary" in told
        assert sum(len(line.split()) for line in told.splitlines() if line.startswith("- ")) <= 20 + 8  # and the marks

    def test_audit_tells_what_show_and_read_tell(self, stocked: Readout) -> None:
        told = stocked("audit", "a1", "--json").json
        assert (told["analysis"], told["revision"], told["citations"], told["references"]) == ("a1", 1, 4, 4)
        kinds = [(one["kind"], SUMMIT[one["start"] : one["end"]]) for one in told["findings"]]
        assert ("missing_reference", "(Okoro, 2020)") in kinds
        assert [kind for kind, _ in kinds].count("ambiguous_citation") == 2
        assert all(set(one) == {"kind", "start", "end", "message"} for one in told["findings"])
        assert stocked("show", "a1", "--json").json["findings"] == told["findings"]
        assert stocked("read", "harbour.txt", "--json").json["findings"] == told["findings"]
        assert "1 citation without a reference" in stocked("audit", "a1").out
        last = stocked("audit", "a1", str(len(told["findings"])))
        assert (last.status, "Audit findings" in last.out) == (0, True)
        assert "there is no finding 99" in stocked("audit", "a1", "99").out

    def test_an_export_is_taken_back_by_import(self, stocked: Readout, home: Path) -> None:
        (home / "out.json").write_text(stocked("export", "a1").out)
        assert "a1, unchanged" in stocked("import", "out.json").out
        shown = stocked("show", "a1", "--json").json
        (home / "data" / "readout.db").unlink()
        assert "a1, new" in stocked("import", "out.json").out
        assert stocked("show", "a1", "--json").json == shown
        assert stocked("export", "a9").status == 1

    def test_a_question_gets_its_passages_or_the_closest_sentence(self, stocked: Readout) -> None:
        reply = stocked("ask", "When", "will", "the", "harbour", "summit", "be", "held?", "--json").json
        assert reply["question"] == "When will the harbour summit be held?"
        (passage,) = reply["passages"]
        assert (passage["analysis"], passage["heading"]) == ("a1", "Outlook")
        assert passage["text"].startswith("The harbour summit will be held in June 2031")
        assert reply["closest"] is None
        assert stocked("ask", "Who owns the zeppelin?", "--json").json["passages"] == []
        assert "The harbour summit will be held" in stocked("ask", "When will the harbour summit be held?").out
        assert stocked("ask", "--json").status == 2

    def test_two_analyses_or_topics_are_compared(self, stocked: Readout) -> None:
        assert stocked("import", "docks.md").status == 0
        told = stocked("compare", "a1", "and", "a2", "--json").json
        assert [told[side]["analysis"] for side in ("first", "second")] == ["a1", "a2"]
        assert {"points", "sources"} < told.keys()
        assert all(point["first"]["analysis"] == "a1" for point in told["points"])
        assert "a1 and a2 compared" in stocked("compare", "a1", "and", "a2").out
        topics = stocked("compare", "fees", "and", "summit", "--json").json
        assert [topics[side]["words"] for side in ("first", "second")] == ["fees", "summit"]
        assert all(point["text"] for point in topics["first"]["points"])
        assert stocked("compare", "--json").json == stocked("disagree", "--json").json
        same = stocked("compare", "a1", "and", "a1", "--json")
        assert (same.status, same.err.strip()) == (
            1,
            "These are the same analysis. Name two different ones, or two topics.",
        )

    def test_a_brief_tells_of_a_topic_across_the_library(self, stocked: Readout) -> None:
        told = stocked("brief", "fees", "--json").json
        assert {point["analysis"] for point in told["points"]} == {"a1"}
        assert all(point["heading"] and "published" in point and point["also"] == [] for point in told["points"])
        assert any("Fees have since fallen" in point["text"] for point in told["points"])
        assert "across the library" in stocked("brief", "fees").out
        assert stocked("brief", "zeppelins", "--json").json["points"] == []
        assert stocked("brief").status == 2

    def test_sources(self, stocked: Readout) -> None:
        cited = stocked("sources", "a1", "--json").json
        assert [(line["index"], line["count"], line["ambiguous"]) for line in cited["sources"]] == [
            *((0, 1, 0), (1, 2, 2), (2, 2, 2), (3, 0, 0)),
        ]
        assert cited["never"] == [3]
        assert ["Okoro, 2020" in each["text"] for each in cited["missing"]] == [True]
        assert [key["count"] for key in cited["ambiguous"]] == [2]
        assert "nobody cites" in stocked("sources", "a1").out

    def test_sources_as_a_file_for_reference_managers(self, stocked: Readout) -> None:
        assert stocked("sources", "a1", "--format", "ris").out.startswith("TY  - ")
        assert stocked("sources", "a1", "csl").json[0]["id"]
        assert stocked("sources", "a1", "--format", "bibtex", "--json").status == 2

    def test_events(self, stocked: Readout) -> None:
        (event,) = stocked("events", "--json").json
        keys = ("precision", "analysis", "analysis_title", "start", "end", "state", "marking")
        assert list(event) == ["id", "title", "first", "last", *keys]
        assert (event["id"], event["first"], event["last"], event["precision"], event["state"]) == (
            *("e1", "2031-06-01", "2031-06-30"),
            *("month", "coming"),
        )
        assert "June 2031" in SUMMIT[event["start"] : event["end"]]
        assert "June 2031" in stocked("events").out
        assert stocked("events", "tomorrow", "--json").status == 2

    @pytest.mark.parametrize("command", ["show", "summary", "sources"])
    @pytest.mark.parametrize("form", [[], ["--json"]])
    def test_what_is_not_there_ends_with_1_and_a_sentence(
        self, stocked: Readout, command: str, form: list[str]
    ) -> None:
        ran = stocked(command, "harbour", "lights", *form)
        assert (ran.status, ran.out) == (1, "")
        assert "Harbour talks" in ran.err
        assert "Traceback" not in ran.err

    @pytest.mark.parametrize(
        ("argv", "says"),
        [
            (("export", "a99"), "There is no analysis a99. Type readout list to see all analyses."),
            (("show", "xyzzy"), "Type readout list to see all analyses."),
        ],
    )
    def test_a_cure_is_what_is_typed_here(self, stocked: Readout, argv: tuple[str, ...], says: str) -> None:
        assert says in stocked(*argv).err

    def test_an_empty_library_says_how_to_fill_it(self, home: Path, readout: Readout) -> None:
        make_database(home)
        assert readout("show").err == "The library is empty. Editors add analyses with readout import.\n"


class TestPushing:
    @pytest.fixture
    def ordered(self, home: Path, kept: Path) -> Path:
        """The current directory, with a digest and reminders ordered in the terminal."""
        lines = (
            *("subscribe weekdays 07:30 Europe/Madrid", "event new 2026-04-06 09:00 Europe/Madrid Harbour vote"),
            *("timezone Madrid", "remind harbour vote 7d 1h", "quiet 21:00-07:45"),
        )
        if not (kept / "ordered").exists():
            assert called(home, "chat", lines="\n".join(lines) + "\n").returncode == 0
            shutil.copytree("data", kept / "ordered")
        shutil.copytree(kept / "ordered", "data", dirs_exist_ok=True)
        return home

    def test_a_rehearsal_tells_each_push_of_a_period(self, ordered: Path, readout: Readout) -> None:
        ran = readout("rehearse", "--from", "2026-03-27T06:45:00Z", "--to", "2026-03-30T09:00:00+02:00", "--json")
        first, second = map(json.loads, ran.out.splitlines())
        assert first == {
            "at": "2026-03-30T05:45:00Z",
            "local": "2026-03-30T07:45:00+02:00",
            "address": "terminal:local",
            "kind": "digest",
            "title": "all news",
            "if_new": True,
        }
        assert (second["at"], second["kind"], second["title"], second["if_new"]) == (
            *("2026-03-30T07:00:00Z", "reminder"),
            *("Harbour vote", False),
        )

    def test_a_date_means_its_midnight_in_the_owners_zone(
        self, ordered: Path, readout: Readout, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        period = ("rehearse", "--from", "2026-04-06", "--to", "2026-04-07", "--json")
        assert len(readout(*period).out.splitlines()) == 2
        monkeypatch.setenv("READOUT_TIMEZONE", "America/Los_Angeles")  # its day begins when those have passed
        assert [json.loads(line)["at"] for line in readout(*period).out.splitlines()] == ["2026-04-07T05:45:00Z"]

    def test_a_rehearsal_in_words_and_of_one_chat(self, ordered: Path, readout: Readout) -> None:
        ran = readout("rehearse", "--from", "2026-04-05", "--to", "2026-04-06T05:50:00Z")
        assert ran.out == (
            "Monday 6 April 2026, 07:45 Europe/Madrid  terminal:local  digest, all news, if anything is new\n"
        )
        none = readout("rehearse", "--from", "2026-04-05", "--to", "2026-04-09", "--chat", "telegram:42")
        assert none.out == "Nothing is due in this period.\n"

    @pytest.mark.parametrize(
        ("begin", "end", "says"),
        [
            ("2026-04-05T08:00", "2026-04-06", "add an offset from UTC"),
            ("2026-04-05T25:00:00Z", "2026-04-06", "isn't a valid time"),
            ("2026-02-30", "2026-04-06", "there is no day"),
            ("2026-04-07", "2026-04-06", "--to lies before --from"),
        ],
    )
    def test_a_period_that_is_none_ends_with_2(self, readout: Readout, begin: str, end: str, says: str) -> None:
        ran = readout("rehearse", "--from", begin, "--to", end)
        assert ran.status == 2
        assert says in ran.err

    @pytest.mark.parametrize("typed", ["foo", "telegram:", "telegram:ada", "slack:", "mail:1", "terminal:other"])
    def test_a_chat_that_has_no_address_ends_with_2(self, readout: Readout, typed: str) -> None:
        ran = readout("rehearse", "--from", "2026-04-05", "--to", "2026-04-06", "--chat", typed)
        assert (ran.status, ran.out) == (2, "")
        assert f"{typed!r} isn't a chat; use its address, such as telegram:42" in ran.err

    @pytest.mark.parametrize(
        "address", ["telegram:-100:7", "slack:C0AB:1760000000.000100", "slack:D1", "terminal:local"]
    )
    def test_each_platforms_addresses_are_known(self, home: Path, readout: Readout, address: str) -> None:
        make_database(home)
        assert readout("rehearse", "--from", "2026-04-05", "--to", "2026-04-06", "--chat", address).status == 0

    def test_deliveries_are_told_with_their_state(self, home: Path, readout: Readout) -> None:
        assert readout("deliveries").out == ""
        ahead = "event new 2031-06-10 Harbour vote\nremind harbour vote 7d\n"
        called(home, "chat", lines=ahead)
        asyncio.run(self.fall_due(home))
        (row,) = map(json.loads, readout("deliveries", "--json").out.splitlines())
        assert re.fullmatch("[0-9A-F]{6}", row.pop("reference"))
        assert row == {
            "id": 1,
            "address": "terminal:local",
            "kind": "reminder",
            "state": "pending",
            "due": "2031-06-03T09:00:00Z",
            "attempts": 0,
            "reason": "",
            "receipt": "",
        }
        assert readout("deliveries", "--state", "in_doubt", "--json").out == ""
        assert (
            readout("deliveries", "--state", "pending", "--last", "1").out
            == "1  Tuesday 3 June 2031, 09:00 UTC  terminal:local  reminder: waiting\n"
        )
        assert readout("deliveries", "--state", "lost").status == 2

    def test_one_that_quiet_hours_hold_says_so_in_both_forms(self, home: Path, readout: Readout) -> None:
        lines = "settings quiet 08:00-11:00\nevent new 2031-06-10 Harbour vote\nremind harbour vote 7d\n"
        called(home, "chat", lines=lines)
        asyncio.run(self.fall_due(home))
        (row,) = map(json.loads, readout("deliveries", "--json").out.splitlines())
        assert row["reason"] == "held by quiet hours until Tuesday 3 June 2031, 11:00 UTC"
        assert row["reason"] in readout("deliveries").out

    async def fall_due(self, home: Path) -> None:
        async with open_briefings(f"sqlite:///{home}/data/readout.db") as core:
            await core.outbox.enqueue_due(["terminal"], datetime(2031, 6, 3, 9, tzinfo=UTC))


class TestCare:
    def test_health_without_a_courier(self, readout: Readout) -> None:
        ran = readout("health")
        assert ran.status == 1
        assert "readout run" in ran.err

    def test_health_of_a_database_that_was_restored_while_its_process_ran(self, readout: Readout, home: Path) -> None:
        readout("import", "harbour.txt")
        with closing(sqlite3.connect(home / "data" / "readout.db")) as stored:
            stored.execute(
                "INSERT INTO sender (name, epoch, beat_at) "
                "VALUES ('telegram', 1, CAST(strftime('%s', 'now') AS INTEGER) * 1000000)"
            )
            stored.commit()
        ran = readout("health")
        assert (ran.status, ran.out) == (1, "")
        assert "No process of Readout runs" in ran.err
        assert readout("backup", "kept.gz").status == 0
        shutil.rmtree(home / "data")
        assert readout("restore", "kept.gz").status == 0
        assert "has never run here" in readout("health").err

    @pytest.mark.parametrize("line", ["token nonsense", "token revoke", "webhook nonsense", "webhook test x"])
    def test_misuse_of_tokens_and_webhooks_ends_with_its_own_status(self, readout: Readout, line: str) -> None:
        ran = readout(*line.split())
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith(f"Type readout {line.split()[0]} ")

    def test_doctor_on_a_fresh_machine(self, readout: Readout) -> None:
        ran = readout("doctor")
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.startswith("NOTE  There is no database at")
        assert "\nOK " in ran.out

    def test_doctor_tells_each_fault_with_its_cure(self, readout: Readout, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "7:abc")
        monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:9")
        ran = readout("doctor")
        assert ran.status == 1
        assert "\nFAULT " in ran.out
        assert "7:abc" not in ran.out + ran.err

    def test_doctor_tells_of_a_language_model_that_is_not_there(
        self, readout: Readout, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LLM_MODEL", "small")
        monkeypatch.setenv("LLM_API_KEY", "sk-hunter2hunter2")
        monkeypatch.setenv("LLM_BASE_URL", "http://127.0.0.1:9/v1")
        ran = readout("doctor")
        assert ran.status == 1
        assert "The language model's server can't be reached" in ran.out
        assert "Correct LLM_BASE_URL" in ran.out
        assert "hunter2" not in ran.out + ran.err

    def test_doctor_tells_of_a_library_folder_that_is_not_there(
        self, home: Path, readout: Readout, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("READOUT_LIBRARY_DIR", "papers")
        ran = readout("doctor")
        assert ran.status == 1
        assert f"FAULT The library folder {home / 'papers'} doesn't exist." in ran.out
        (home / "papers").mkdir()
        assert readout("doctor").status == 0

    def test_doctor_tells_of_an_account_that_is_refused(self, home: Path, readout: Readout) -> None:
        readout("doctor")
        asyncio.run(self.refuse(home))
        ran = readout("doctor")
        assert ran.status == 1
        assert "Slack refused the bot's account: the token was revoked; what is due waits" in ran.out
        assert "Put a valid token into the settings" in ran.out

    async def refuse(self, home: Path) -> None:
        async with open_briefings(f"sqlite:///{home}/data/readout.db") as core:
            now = datetime(2031, 6, 3, 9, tzinfo=UTC)
            await core.outbox.take_over("slack", now)
            await core.outbox.refuse("slack", "the token was revoked", [], now)

    def test_backup_restore_and_verify(self, stocked: Readout, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        ran = stocked("backup", "kept.backup", "--verify")
        assert (ran.status, ran.err) == (0, "")
        restores = r"It restores into a scratch SQLite database: \d+ rows in \d+ tables, with the same .*\n"
        assert re.fullmatch(rf"Written: kept\.backup\. {restores}", ran.out)
        assert "It restores into a scratch SQLite database: " in stocked("restore", "--verify", "kept.backup").out
        full = stocked("restore", "kept.backup")
        assert (full.status, full.out) == (1, "")
        assert full.err.startswith("The database isn't empty: its table ")
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{home}/other/again.db")
        restored = stocked("restore", "kept.backup")
        assert (restored.status, restored.err) == (0, "")
        assert re.match(
            r"Restored: \d+ rows in \d+ tables, as of 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC\.\n$", restored.out
        )
        assert len(stocked("list", "--json").json) == 2

    def test_what_cannot_be_restored_is_a_sentence(self, readout: Readout, home: Path) -> None:
        (home / "notes.txt").write_text("Dear diary\n")
        for words, said in (
            (("restore", "notes.txt"), "notes.txt isn't a backup of Readout.\n"),
            (("restore", "--verify", "notes.txt"), "notes.txt isn't a backup of Readout.\n"),
            (("restore", "none.backup"), "none.backup: No such file or directory.\n"),
        ):
            ran = readout(*words)
            assert (ran.status, ran.out, ran.err) == (1, "", said)
        assert not (home / "data" / "readout.db").exists()
        assert readout("restore", "--verify", "--moved", "x").status == 2
        assert readout("backup", "--verify", "-").status == 2

    def test_a_drill_times_each_step_and_changes_nothing(self, stocked: Readout, home: Path) -> None:
        before = sorted(path.name for path in (home / "data").iterdir())
        ran = stocked("drill")
        assert (ran.status, ran.err) == (0, "")
        steps = re.findall(r"^(\w+) +\d+\.\d\d s  .+$", ran.out, re.MULTILINE)
        assert steps == ["Backup", "Restore", "Verify", "Start", *["Answer"] * 4]
        assert sorted(path.name for path in (home / "data").iterdir()) == before

    async def test_what_may_have_been_sent_before_a_restore_waits_for_release(
        self, stocked: Readout, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with open_briefings(f"sqlite:///{home}/data/readout.db") as core:
            start = datetime.now(UTC) - timedelta(days=9)  # noqa: TID251 - the program under test reads the clock
            day = (start + timedelta(days=10)).date()
            event = await core.agenda.create("Harbour vote", EventDate(day, day, "day"), "telegram:7", start)
            await core.subscriptions.remind("telegram:7", event.id, [Lead(5, "d")], "telegram:7", start)
            await core.outbox.take_over("telegram", start)
        assert (await asyncio.to_thread(stocked, "backup", "kept.backup")).status == 0
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{home}/other/again.db")
        ran = await asyncio.to_thread(stocked, "restore", "kept.backup")
        assert "1 message was due since the backup, and possibly sent before the restore." in ran.out
        listed = await asyncio.to_thread(stocked, "deliveries", "--state", "unknown")
        assert "possibly sent before the restore" in listed.out
        told = await asyncio.to_thread(stocked, "doctor")
        assert "1 message was due since the backup" in told.out
        assert (await asyncio.to_thread(stocked, "release", "99")).status == 1
        wrong = await asyncio.to_thread(stocked, "release", "none")
        assert (wrong.status, "'none' is neither a number from readout deliveries nor all" in wrong.err) == (2, True)
        released = await asyncio.to_thread(stocked, "release", "all")
        assert released.out == "1 message is due now, and sent unless it is too late.\n"
        assert "1 message was due since" not in (await asyncio.to_thread(stocked, "doctor")).out
        assert "Harbour" not in released.out

    def test_a_backup_into_a_folder_that_is_not_there_is_refused(self, stocked: Readout, home: Path) -> None:
        ran = stocked("backup", "none/deep/kept.db")
        assert (ran.status, ran.out, ran.err) == (1, "", "There is no folder none/deep.\n")
        assert not (home / "none").exists()

    def test_migrate_says_that_all_is_current(self, stocked: Readout) -> None:
        ran = stocked("migrate")
        assert ran.status == 0
        assert ran.out.strip()

    def test_slack_manifest(self, readout: Readout) -> None:
        manifest = readout("slack-manifest").json
        assert manifest["settings"]["socket_mode_enabled"] is True
        assert "/readout" in [command["command"] for command in manifest["features"]["slash_commands"]]

    def test_slack_manifest_for_requests_names_the_address(
        self, readout: Readout, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("READOUT_SLACK_RECEIVE", "HTTP")
        ran = readout("slack-manifest")
        assert (ran.status, ran.out) == (2, "")
        assert "READOUT_WEB_URL has to be an https address while READOUT_SLACK_RECEIVE is http" in ran.err
        monkeypatch.setenv("READOUT_WEB_URL", "https://bots.example")
        monkeypatch.setenv("READOUT_WEB_PORT", "8080")
        assert '"request_url": "https://bots.example/slack/events"' in readout("slack-manifest").out
        monkeypatch.setenv("READOUT_SLACK_RECEIVE", "socks")
        ran = readout("slack-manifest")
        assert (ran.status, ran.out) == (2, "")
        assert "READOUT_SLACK_RECEIVE is 'socks', but must be" in ran.err

    def test_a_place_where_nothing_can_be_kept(self, readout: Readout, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DATABASE_URL", "sqlite:////proc/none/desk.db")
        ran = readout("list")
        assert (ran.status, ran.out) == (1, "")
        assert len(ran.err.splitlines()) == 1

    @pytest.mark.parametrize("command", ["list", "health", "migrate"])
    def test_a_database_that_is_down_is_told_with_cause_and_cure(
        self, command: str, readout: Readout, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://ada:hunter2@127.0.0.1:9/readout")
        ran = readout(command)
        assert ran.status == 1
        assert ran.err == (
            "The database postgresql+asyncpg://ada:***@127.0.0.1:9/readout cannot be opened: Connection refused. "
            "Correct DATABASE_URL or READOUT_DATA_DIR, or start the database.\n"
        )


class TestChat:
    def test_the_library_folder_is_taken_in_before_the_first_word(self, home: Path) -> None:
        (home / "papers").mkdir()
        (home / "papers" / "docks.md").write_text(DRY)
        (home / "papers" / "empty.txt").touch()
        (home / ".env").write_text("READOUT_LIBRARY_DIR=papers\n")
        ran = called(home, "chat", lines="list\nstatus\n")
        assert "a1 Dry docks" in ran.stdout
        assert "empty.txt: The file is empty" in ran.stdout

    @pytest.mark.slow
    def test_a_command_a_line_and_the_end_of_input(self, home: Path) -> None:
        called(home, "import", "harbour.txt")
        ran = spawned(home, "chat", input="list\nsources a1\n")
        assert ran.returncode == 0
        assert "Harbour talks" in ran.stdout
        assert "nobody cites" in ran.stdout

    def test_a_calendar_gets_the_address_that_outlasts_the_chat(self, home: Path) -> None:
        assert "http://127.0.0.1:" in called(home, "chat", lines="calendar link\n").stdout
        (home / ".env").write_text("READOUT_WEB_URL=https://readout.example.org\nREADOUT_WEB_PORT=8099\n")
        assert "https://readout.example.org/" in called(home, "chat", lines="feed link\n").stdout
        copied = called(home, "chat", "--as-of", "2026-02-05", lines="feed link\n").stdout
        assert "readout.example.org" not in copied

    @pytest.mark.slow
    def test_a_file_lies_where_the_answer_says(self, home: Path) -> None:
        ran = spawned(home, "chat", input="event new 2031-04-06 Harbour vote\ncalendar harbour vote\n")
        path = next(line for line in ran.stdout.splitlines() if line.startswith("File: ")).removeprefix("File: ")
        assert Path(path).parent == (home / "data" / "files").resolve()
        assert "Harbour vote" in Path(path).read_text()

    def test_what_is_due_comes_before_a_pipe_ends(self, home: Path) -> None:
        called(home, "chat", lines="event new 2031-06-10 Harbour vote\nremind harbour vote 7d")

        async def cancel() -> None:
            async with open_briefings(f"sqlite:///{home}/data/readout.db") as core:
                event = await core.agenda.find("harbour vote")
                await core.agenda.mark(event.id, "cancelled", "fog", "somebody else", datetime.now(UTC))  # noqa: TID251

        asyncio.run(cancel())
        ran = called(home, "chat", lines="list")
        assert "Your reminders of it are muted. Why: fog." in ran.stdout
        assert "sent" in called(home, "deliveries").stdout

    def test_start_without_a_token_is_the_chat(self, home: Path) -> None:
        ran = called(home, "start", lines="help\n")
        assert ran.returncode == 0
        assert "/read" in ran.stdout

    def test_as_of_a_day_keeps_nothing(self, home: Path) -> None:
        called(home, "import", "harbour.txt")
        ran = called(home, "chat", "--as-of", "2031-05-30", lines="events\ntimezone Asia/Tokyo\n")
        assert ran.returncode == 0
        assert "June 2031" in ran.stdout
        assert "Tokyo" not in called(home, "chat", lines="status\n").stdout

    def test_no_deliveries_are_told_as_none_but_to_programs(self, home: Path) -> None:
        called(home, "chat", lines="list\n")
        assert called(home, "deliveries").stdout == "There are no deliveries.\n"
        assert called(home, "deliveries", "--state", "dead").stdout == "There are no deliveries in the state dead.\n"
        assert called(home, "deliveries", "--json").stdout == ""

    def test_as_of_a_day_makes_no_database_where_there_is_none(self, home: Path) -> None:
        ran = called(home, "chat", "--as-of", "2031-05-30", lines="list\n")
        assert (ran.returncode, ran.stderr) == (0, "")
        assert "a1" in ran.stdout
        assert [path.name for path in home.rglob("*.db*")] == []

    def test_settings_of_the_terminal_are_no_fault_and_are_all_erased(self, home: Path) -> None:
        called(home, "chat", lines="settings length short\nlanguage ru\n")
        checked = called(home, "doctor")
        assert (checked.returncode, "FAULT" in checked.stdout) == (0, False)
        called(home, "chat", lines="/forget yes\n")
        with closing(sqlite3.connect(next(home.rglob("*.db")))) as rows:
            assert rows.execute("SELECT address FROM chat").fetchall() == []

    @pytest.mark.slow
    def test_as_of_a_day_keeps_no_files_either(self, home: Path) -> None:
        called(home, "import", "harbour.txt")
        before = sorted((home / "data").rglob("*"))
        lines = "event new 2031-06-10 Harbour vote\ncalendar\ntimeline a1 picture\n"
        ran = spawned(home, "chat", "--as-of", "2031-05-30", input=lines)
        assert "readout" in ran.stdout.partition("File: ")[2]
        assert sorted(path for path in (home / "data").rglob("*") if not path.suffix.endswith(("shm", "wal"))) == [
            path for path in before if not path.suffix.endswith(("shm", "wal"))
        ]


@pytest.mark.parametrize("name", ["readout.db", "readout.db-journal", "READOUT.DB-wal", "readout.db-shm"])
def test_a_backup_never_takes_a_name_that_belongs_beside_the_database(stocked: Readout, name: str) -> None:
    before = sorted(Path("data").iterdir())
    ran = stocked("backup", f"data/../data/{name}")
    assert (ran.status, ran.out) == (1, "")
    assert "is the database or a name that belongs beside it; choose another name" in ran.err
    assert sorted(Path("data").iterdir()) == before


@pytest.mark.parametrize("argv", [["summary", "--words"], ["log", "--last"], ["deliveries", "--last"]])
def test_a_number_that_is_too_large_is_told_with_the_largest(stocked: Readout, argv: list[str]) -> None:
    ran = stocked(*argv, "9" * 5_000)
    assert ran.status == 2
    assert f"{'9' * 40}… is too large; the largest is 999,999,999" in ran.err


def test_a_question_without_words_is_misuse(stocked: Readout) -> None:
    for argv in (["ask"], ["ask", ""], ["ask", " ", "--json"]):
        assert stocked(*argv) == Ran(2, "", "ask needs a QUESTION.\n")
    assert stocked("brief", " ") == Ran(2, "", "brief needs WORDS.\n")


@pytest.mark.slow
def test_import_reads_a_pipe_and_refuses_a_device(home: Path) -> None:
    os.mkfifo(home / "pipe.md")
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "import", "/dev/zero", "pipe.md"],
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as importing:
        assert importing.stderr
        assert importing.stdout
        assert importing.stderr.readline() == "/dev/zero: It is no ordinary file, but a device or a socket.\n"
        assert importing.stderr.readline() == "pipe.md: waiting for what is written to this pipe.\n"
        (home / "pipe.md").write_text(DRY)
        assert "pipe.md: a1, new" in importing.stdout.read()
        assert importing.wait() == 1


def test_import_takes_a_file_whose_name_is_not_utf_8(readout: Readout, home: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    (home / name).write_text("Ferries stayed in port. Nobody in the harbour office could say why they did.\n")
    ran = readout("import", name)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("caf\\xe9.txt: a1, new, seen by TLP:AMBER: “Caf\\xe9”")
    assert readout("read", "--json", name).json["name"] == "caf\\xe9.txt"


class TestContents:
    """search, quotes, timeline, actors, where and changes, which print everything."""

    @staticmethod
    def name(n: int) -> str:
        """A surname for each number."""
        return f"Holm{'abcdef'[n // 10]}{'aeiouklmnr'[n % 10]}"

    @pytest.fixture
    def long(self, readout: Readout, home: Path) -> Readout:
        """The command line on a library with one analysis that holds more than a page of each kind."""
        said = "".join(
            f"{self.name(n)} said “the ice of year {n} was thin” in March {1900 + n} (Holm, {1900 + n}).\n\n"
            for n in range(60)
        )
        listed = "".join(f"Holm, A. ({1900 + n}). Ice of the year {n}. Bergen: Nordlys.\n\n" for n in range(60))
        (home / "ice.md").write_text(f"# Ice\n\n{said}# References\n\n{listed}")
        assert readout("import", "ice.md").status == 0
        return readout

    @pytest.mark.parametrize(
        ("command", "last"),
        [
            (("search", "ice", "thin"), "year 59 was thin"),
            (("quotes", "a1"), "year 59 was thin"),
            (("timeline", "a1"), "March 1959"),
            (("show", "a1"), "year 59 was thin"),
            (("where", "thin"), "year 59 was thin"),
            (("audit", "a1"), "Ice of the year 59"),
        ],
    )
    def test_everything_is_printed_without_pages_and_buttons(
        self, long: Readout, command: tuple[str, ...], last: str
    ) -> None:
        ran = long(*command)
        assert (ran.status, ran.err) == (0, "")
        assert last in ran.out
        assert not any(each in ran.out for each in ("Page 1", "page 1 of", "more", "[1] Where", "Next page"))

    def test_all_actors_are_named(self, readout: Readout, home: Path) -> None:
        lands = "Norway Sweden Finland Denmark Iceland Latvia Poland Germany France Spain Portugal Italy Greece Japan"
        (home / "lands.md").write_text(
            "# Lands\n\n" + "\n\n".join(f"Ferries sail to {land}." for land in lands.split())
        )
        readout("import", "lands.md")
        told = readout("actors", "a1").out
        assert [land for land in lands.split() if land not in told] == []

    def test_a_long_list_is_printed_whole(self, readout: Readout, home: Path) -> None:
        for number in range(25):
            (home / f"{number}.md").write_text(f"# Ferry {number}\n\nOn 5 May {2040 + number} ferry {number} sails.\n")
        assert readout("import", *(f"{number}.md" for number in range(25))).status == 0
        told = readout("list").out
        assert "Ferry 0" in told
        assert "not shown" not in told

    def test_search_in_json(self, stocked: Readout) -> None:
        found = stocked("search", "lower", "fees", "in", "a1", "--json").json
        assert (found["words"], found["in"], found["bounded"]) == ("lower fees", "a1", False)
        assert (found["hits"][0]["analysis"], found["hits"][0]["heading"]) == ("a1", "Outlook")
        assert stocked("search", "xyzzy", "--json").json["hits"] == []
        assert "Nothing in the library mentions “xyzzy”. Type readout list" in stocked("search", "xyzzy").out
        assert stocked("search").status == 2

    def test_quotes_in_json(self, long: Readout) -> None:
        found = long("quotes", "a1", self.name(7), "--json").json
        assert [each["speaker"] for each in found["speakers"]] == [self.name(7)]
        (quotation,) = found["speakers"][0]["quotations"]
        assert (quotation["text"], quotation["references"]) == ("the ice of year 7 was thin", [7])
        assert len(long("quotes", "--json").json["speakers"]) == 60
        refused = long("quotes", "a1", "nobody", "--json")
        assert (refused.status, refused.out) == (1, "")
        assert "doesn't quote anyone called “nobody”" in refused.err

    def test_timeline_and_actors_in_json(self, stocked: Readout) -> None:
        found = stocked("timeline", "a1", "outlook", "--json").json
        assert (found["analysis"], found["section"]) == ("a1", 1)
        assert [(each["first"], each["precision"]) for each in found["moments"]] == [("2031-06-01", "month")]
        named = stocked("actors", "a1", "--json").json["actors"]
        assert all(SUMMIT[start:end] for each in named for start, end in each["mentions"])
        assert stocked("timeline", "a2", "--json").json["moments"] == []
        assert "No sentence here mentions a date." in stocked("timeline", "a2").out

    def test_where_in_json(self, stocked: Readout) -> None:
        (passage,) = stocked("where", "Nobody expects lower fees", "--json").json["passages"]
        assert (passage["analysis"], passage["section"], passage["revision"]) == ("a1", 1, 1)
        start, end = passage["paragraph"]
        assert "harbour summit" in SUMMIT[start:end]
        assert stocked("where", "xyzzy", "--json").status == 1
        assert stocked("where", "--json").status == 2

    def test_changes_in_json_mark_nothing_as_read(self, readout: Readout, home: Path) -> None:
        (home / "tides.md").write_text(TIDES)
        readout("import", "tides.md")
        assert readout("changes", "a1", "--json").json["read"] is None
        assert readout("summary", "a1").status == 0
        (home / "tides.md").write_text(EDITED)
        readout("import", "tides.md", "--revision-of", "a1")
        told = readout("changes", "a1", "--json").json
        assert (told["revision"], told["read"]) == (2, 1)
        assert told["added"]
        assert [each["analysis"] for each in readout("changes", "--json").json["revised"]] == ["a1"]
        assert "changes since revision 1" in readout("changes", "a1").out
        assert readout("changes", "--json").json["revised"] == []

    def test_a_summary_of_so_many_words(self, stocked: Readout) -> None:
        found = stocked("summary", "a1", "12", "words", "--json").json
        assert found == stocked("summary", "a1", "--words", "12", "--json").json
        assert "12-word summary" in stocked("summary", "a1", "12", "words").out
        assert "1 to 5,000 words" in stocked("summary", "a1", "0", "words", "--json").err

    def test_an_empty_result_says_so(self, home: Path, readout: Readout) -> None:
        make_database(home)
        period = ("--from", "2031-01-01", "--to", "2031-02-01")
        for words in (("list",), ("events",), ("log",), ("deliveries",), ("rehearse", *period), ("search", "ice")):
            ran = readout(*words)
            assert (ran.status, ran.err) == (0, ""), words
            assert ran.out.strip().endswith("."), words
        for words in (("log",), ("rehearse", *period)):
            assert readout(*words, "--json").out == ""

    def test_events_name_their_analysis(self, stocked: Readout) -> None:
        (event,) = stocked("events", "--json").json
        assert (event["analysis"], event["analysis_title"]) == ("a1", "Harbour talks")

    def test_a_note_names_what_is_typed_here(self, stocked: Readout) -> None:
        assert "Type readout audit a1 NUMBER" in stocked("audit", "a1").out

    def test_a_piped_chat_has_pages_and_buttons_only_to_ask(self, long: Readout, home: Path) -> None:
        told = called(home, "chat", lines="quotes a1\nremove a1\nlist\n").stdout
        assert "year 59 was thin" in told
        assert told.count("[1] ") == 1 + told.count("- [1] ")
        assert "[1] Remove a1" in told
        assert "gone" not in called(home, "chat", lines="remove a1\n1\nlist\n").stdout.rpartition("Removed")[0]
        assert "Ice" not in called(home, "chat", lines="list\n").stdout
