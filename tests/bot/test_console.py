"""The terminal: lines from a pipe or a keyboard, answers as text, harmless whatever a file says."""

import asyncio
import io
import os
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output.color_depth import ColorDepth
from prompt_toolkit.output.vt100 import Vt100_Output

from bot.chat import DeliveryFailed, MenuEntry, Request
from bot.message import (
    Bullets,
    Button,
    Buttons,
    Fields,
    File,
    Heading,
    Message,
    Note,
    Quote,
    Run,
    bold,
    code,
    say,
    text,
)
from bot.platforms.console import screen
from bot.platforms.console.adapter import ConsolePlatform
from bot.platforms.console.files import with_files
from bot.platforms.console.keyboard import file_names
from bot.run.settings.terminal import shows_links
from tests.fakes.deadline import HANGS
from tests.fakes.recorders import RecordedEvents

NOW = datetime(2026, 2, 10, 9, tzinfo=UTC)
PAGE = say(
    Heading("Ports"),
    Heading("North", 2),
    Note(text(code("a1"), " new")),
    Bullets((text("one ", bold("two")), text("three")), numbered=True),
    Fields((("Ships", text("11")),)),
    Quote(text("wait\nhere")),
    Buttons(((Button("More", "/read a1"),),)),
)


class Asked:
    """Answers with the line that was said, and keeps the requests."""

    def __init__(self) -> None:
        self.requests: list[Request] = []

    async def __call__(self, request: Request) -> Message | None:
        self.requests.append(request)
        return None if request.line == "nothing" else say(f"You said {request.line}")

    @property
    def lines(self) -> list[str]:
        return [request.line for request in self.requests]


async def piped(typed: str, answer: Asked, **how: Any) -> str:
    out = io.StringIO()
    console = ConsolePlatform(io.StringIO(typed), out, lambda: NOW, interactive=False, **how)
    await console.serve(answer, (), RecordedEvents())
    await console.close()
    return out.getvalue()


async def test_a_line_of_too_many_characters_is_refused_and_the_next_one_answered():
    answer = Asked()
    told = await piped(f"{'a' * 12_000}\n{'b' * 12_001}\n{'c' * 99_999}\nlist\n", answer)
    assert answer.lines == ["a" * 12_000, "list"]
    assert told.count("A line may have at most 12,000 characters. Put a longer text in a file") == 2


async def test_a_number_says_what_the_button_of_the_last_answer_says():
    choices = Buttons(((Button("2", "/summary a1 2"), Button("Sources", "/sources a1")), (Button("Full", "/read a1"),)))
    answer = Offering(say("Pick", choices))
    told = await piped("list\n3\n2\nlist\n4\n4\n", answer)
    assert "Pick\n\n[2]  [3] Sources\n[4] Full\n\n" in told
    assert answer.lines == ["list", "sources a1", "list", "read a1"]
    assert told.count("There is no button 2.") == told.count("There is no button 4.") == 1


async def test_a_button_that_changed_nothing_prints_one_line_and_keeps_the_numbers():
    requests: list[Request] = []

    async def answer(request: Request) -> Message:
        requests.append(request)
        return replace(PAGE, toast="Nothing changed." if request.pressed else "")

    out = io.StringIO()
    console = ConsolePlatform(io.StringIO("list\n1\n1\n"), out, lambda: NOW, interactive=False)
    await console.serve(answer, (), RecordedEvents())
    told = out.getvalue()
    assert (told.count("Nothing changed."), told.count("North")) == (2, 1)
    assert [request.line for request in requests] == ["list", "read a1", "read a1"]


@pytest.mark.parametrize("number", ["99", "9", "0", "2026"])
async def test_a_number_that_no_button_has_is_told_and_leaves_the_others_as_they_are(number: str):
    answer = Offering(say("Pick", Buttons(((Button("Full", "/read a1"),),))))
    told = await piped(f"{number}\nlist\n{number}\n1\nsearch {number}\n", answer)
    assert told.count(f"There is no button {number}.") == 2
    assert answer.lines == ["list", "read a1", f"search {number}"]


@pytest.mark.parametrize("odd", ["\ud83d", "\0"])
async def test_what_is_no_character_is_replaced(odd: str):
    answer = Offering(say("Nothing"))
    await piped(f"search {odd} x\n", answer)
    assert answer.lines == ["search \N{REPLACEMENT CHARACTER} x"]


async def test_a_push_takes_no_numbers_from_the_last_answer():
    answer, out = Offering(say("Pick", Buttons(((Button("More", "/read a1"),),)))), io.StringIO()
    console = ConsolePlatform(io.StringIO("1\n"), out, lambda: NOW, interactive=False)
    await console._show(RecordedEvents(), answer.offered)
    await console.send("terminal:local", replace(say(Buttons(((Button("Stop", "/quiet off"),),))), stays=True), "k")
    await console.serve(answer, (), RecordedEvents())
    assert "[Stop] /quiet off" in out.getvalue()
    assert answer.lines == ["read a1"]


async def test_a_pipe_gets_a_plain_answer_for_each_line_and_an_end():
    answer = Asked()
    assert await piped("summary a1\n\n/sources\nnothing\nlist", answer) == (
        "You said summary a1\n\nYou said sources\n\nYou said list\n\n"
    )
    assert answer.lines == ["summary a1", "sources", "nothing", "list"]
    request = answer.requests[0]
    assert (request.address, request.sender, request.private, request.sent_at) == (
        "terminal:local",
        "terminal:owner",
        True,
        NOW,
    )


class Offering(Asked):
    """Answers "list" with buttons."""

    def __init__(self, offered: Message) -> None:
        super().__init__()
        self.offered = offered

    async def __call__(self, request: Request) -> Message | None:
        said = await super().__call__(request)
        return self.offered if request.line == "list" else said


class Slow(Asked):
    """Answers each line at once, and once more later, where that is ever ready."""

    def __init__(self, *, ready: bool) -> None:
        super().__init__()
        self._ready = ready

    async def __call__(self, request: Request) -> Message | None:
        first = await super().__call__(request)

        async def later() -> Message:
            await (asyncio.sleep(0) if self._ready else asyncio.Event().wait())
            return say(f"More on {request.line}")

        return first and Message(first.blocks, later=later)


async def test_what_comes_later_is_waited_for_at_the_end_of_the_input():
    assert await piped("list", Slow(ready=True)) == "You said list\n\nMore on list\n\n"


async def test_who_leaves_does_not_wait_for_what_comes_later():
    assert await piped("list\nexit\n", Slow(ready=False)) == "You said list\n\n"


@pytest.mark.parametrize("word", ["exit", "quit", "/exit", "QUIT"])
async def test_a_word_leaves(word: str):
    answer = Asked()
    await piped(f"list\n{word}\nlist\n", answer)
    assert answer.lines == ["list"]


async def test_the_welcome_comes_first():
    assert (await piped("", Asked(), welcome="One line.\nTwo lines.")) == "One line.\nTwo lines.\n\n"


CALENDAR = File("readout-e4.ics", b"one", "text/calendar", "Harbour vote, for your calendar")


async def test_a_file_is_written_and_told_and_takes_no_others_place(tmp_path: Path):
    told = [
        await piped("list\n", Offering(say(replace(CALENDAR, data=data))), kept=tmp_path)
        for data in (b"one", b"two", b"one", b"two")
    ]
    assert "Harbour vote, for your calendar (readout-e4.ics)" in told[0]
    first, second = tmp_path / "files" / "readout-e4.ics", tmp_path / "files" / "readout-e4-2.ics"
    assert [f"File: {path}" in words for path, words in zip((first, second) * 2, told, strict=True)] == [True] * 4
    assert (first.read_bytes(), second.read_bytes()) == (b"one", b"two")
    assert len(list((tmp_path / "files").iterdir())) == 2


@pytest.mark.parametrize(("language", "told"), [("ru", "Файл: {path}"), ("zh", "文件：{path}")])
async def test_a_file_is_told_in_the_language_of_the_answer(tmp_path: Path, language: str, told: str):
    answer = Offering(replace(say(CALENDAR), language=language))
    path = tmp_path / "files" / "readout-e4.ics"
    assert told.format(path=path) in await piped("list\n", answer, kept=tmp_path)


async def test_a_file_that_cannot_be_written_is_told(tmp_path: Path):
    (tmp_path / "files").write_text("in the way")
    assert "The file couldn't be written: " in await piped("list\n", Offering(say(CALENDAR)), kept=tmp_path)


async def test_a_pushed_message_is_written_and_its_key_is_the_receipt():
    out = io.StringIO()
    console = ConsolePlatform(io.StringIO(), out, lambda: NOW, interactive=False)
    assert await console.send("terminal:local", say("The summit is near."), "r:1") == "r:1"
    assert out.getvalue() == "The summit is near.\n\n"
    assert await console.check() == []
    with pytest.raises(DeliveryFailed) as failed:
        await console.find("terminal:local", "r:1", NOW)
    assert failed.value.kind == "refused"


async def test_serving_ends_at_once_when_cancelled_although_the_pipe_stays_open():
    reading, writing = os.pipe()
    with os.fdopen(reading) as stdin, os.fdopen(writing, "w") as other:
        console = ConsolePlatform(stdin, io.StringIO(), lambda: NOW, interactive=False)
        serving = asyncio.create_task(console.serve(Asked(), (), RecordedEvents()))
        await asyncio.sleep(0)
        serving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await serving
        other.write("\n")


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("{}", ""),
        ("import the file {}", "import"),
        ("please import {}", "import"),
        ("can you import {} please?", "import"),
        ("add this file: {}", "import"),
        ("добавь файл {}", "import"),
    ],
)
async def test_a_file_comes_along_with_its_path_alone_or_in_plain_words(tmp_path: Path, said: str, line: str):
    (tmp_path / "ports.txt").write_text("Ports")
    answer = Asked()
    await piped(said.format(tmp_path / "ports.txt") + "\n", answer)
    request = answer.requests[0]
    assert (request.line, [file.name for file in request.attachments]) == (line, ["ports.txt"])


async def test_a_command_is_no_path_though_a_folder_of_that_name_is_there():
    folder = f"/{Path(__file__).parts[1]}"
    console = ConsolePlatform(io.StringIO(f"{folder}\n"), io.StringIO(), lambda: NOW, interactive=False)
    answer = Asked()
    await console.serve(answer, (MenuEntry(folder[1:].lower(), "", "", "reader"),), RecordedEvents())
    await console.close()
    assert (answer.requests[0].line, answer.requests[0].attachments) == (folder[1:], ())


@pytest.mark.parametrize("said", ["add the summit to my calendar", "/help", "/none/ports.txt", "e1"])
async def test_words_that_name_no_file_bring_none(said: str):
    answer = Asked()
    await piped(f"{said}\n", answer)
    assert answer.requests[0].attachments == ()
    assert answer.requests[0].line == said.lstrip("/")


async def test_a_file_named_in_an_import_comes_along(tmp_path: Path):
    (tmp_path / "my ports.txt").write_text("Ports")
    answer = Asked()
    missing = tmp_path / "gone.txt"
    await piped(f'import "{tmp_path}/my ports.txt" {missing} published 2026-02-05\nimport\n', answer)
    first, second = answer.requests
    assert first.line == "import published 2026-02-05"
    assert [file.name for file in first.attachments] == ["my ports.txt", "gone.txt"]
    assert await first.attachments[0].fetch() == b"Ports"
    with pytest.raises(DeliveryFailed, match="no such file"):
        await first.attachments[1].fetch()
    assert second.attachments == ()


async def test_a_lone_apostrophe_does_not_stop_an_import():
    answer = Asked()
    await piped("import editor's.txt\n", answer)
    assert [file.name for file in answer.requests[0].attachments] == ["editor's.txt"]


def test_control_characters_are_shown_and_do_nothing():
    assert screen.visible("a\x1b[31mred\x07\r\x9b2J\x7f\tb\nc") == "a␛[31mred␇␍␦2J␡\tb\nc"
    assert screen.visible("שלום \u200f 你好 👩‍👩‍👧") == "שלום \u200f 你好 👩‍👩‍👧"
    message = say("\x1b]0;title\x07", Bullets((text("\x1b[2J"),)))
    assert "\x1b" not in screen.plain(message) + "".join(words for _, words in screen.styled(message))


def test_colours_change_no_word():
    message = say(
        *PAGE.blocks,
        Note(text(Run("the pact", link="https://example.org/p"), Run("https://a.example", link="https://a.example"))),
    )
    words = "".join(words for _, words in screen.styled(message))
    for shown in (
        *("Ports", "North", "a1 new", "1. one two", "2. three", "Ships: 11", "> wait\n> here", "[1] More"),
        *("the pact <https://example.org/p>", "https://a.example"),
    ):
        assert shown in words


def test_linked_words_are_opened_by_a_terminal_that_can():
    message = say(Note(text("See ", Run("the pact", link="https://example.org/p q?a=1&b=\x1b]"))))
    fragments = screen.styled(message, links=True)
    opened = "\x1b]8;;https://example.org/p%20q?a=1&b=%1B]\x1b\\"
    assert [words for _, words in fragments] == ["See ", opened, "the pact", "\x1b]8;;\x1b\\"]
    unseen = [words for style, words in fragments if style == "[ZeroWidthEscape]"]
    assert unseen == [opened, "\x1b]8;;\x1b\\"]


@pytest.mark.parametrize(
    ("said", "links"),
    [
        ({"TERM": "xterm-256color", "VTE_VERSION": "7200"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "4800"}, False),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "tmux-256color", "TERM_PROGRAM": "WezTerm"}, False),
        ({"TERM": "dumb", "WT_SESSION": "1"}, False),
        ({"TERM": "xterm", "FORCE_HYPERLINK": "1"}, True),
        ({"TERM": "xterm-kitty", "FORCE_HYPERLINK": "0"}, False),
        ({}, False),
    ],
)
def test_a_terminal_is_known_to_open_links_by_its_name(said: dict[str, str], *, links: bool):
    assert shows_links(said) is links


def test_styles_are_taken_from_the_runs():
    styles = {words: style for style, words in screen.styled(PAGE)}
    assert styles["two"] == "bold"
    assert styles["a1"] == "italic ansicyan"
    assert "bold" in styles["Ports"]


async def candidates(line: str) -> Sequence[tuple[str, str]]:
    if line.startswith("import"):
        return []
    return [("summary", "Briefs you")] if "summary".startswith(line) else [("a1", "Ports")]


class Display(io.StringIO):
    """A terminal's screen; `shows` waits until it has written some words."""

    def __init__(self) -> None:
        super().__init__()
        self._written = asyncio.Event()

    def write(self, words: str) -> int:
        self._written.set()
        return super().write(words)

    async def shows(self, words: str) -> None:
        while words not in self.getvalue():
            self._written.clear()
            await self._written.wait()


@dataclass
class Seat:
    """A person at a terminal of 80 columns."""

    keys: PipeInput
    display: Display
    answer: Asked
    console: ConsolePlatform
    serving: asyncio.Task[None]

    async def types(self, keys: str, until: str = "") -> None:
        """Types, and waits until the screen has shown some words."""
        self.keys.send_text(keys)
        await asyncio.wait_for(self.display.shows(until), HANGS)


@asynccontextmanager
async def seat(history: Path | None = None, answer: "Asked | None" = None) -> AsyncIterator[Seat]:
    """Whoever sits there leaves before the end."""
    display, answer = Display(), answer or Asked()
    output = Vt100_Output(display, lambda: Size(rows=24, columns=80), term="xterm", enable_cpr=False)
    with create_pipe_input() as keys, create_app_session(input=keys, output=output):
        console = ConsolePlatform(
            io.StringIO(),
            display,
            lambda: NOW,
            interactive=True,
            welcome="Hello.",
            history=history,
            candidates=candidates,
        )
        serving = asyncio.create_task(console.serve(answer, (), RecordedEvents()))
        yield Seat(keys, display, answer, console, serving)
        await asyncio.wait_for(serving, HANGS)


async def test_a_person_types_reads_and_leaves(tmp_path: Path):
    async with seat(tmp_path / "deep" / "history") as person:
        await person.types("list\r", "You said list")
        await person.types("\x04")
    assert "Hello." in person.display.getvalue()
    assert person.answer.lines == ["list"]
    assert "list" in (tmp_path / "deep" / "history").read_text()


async def test_bytes_that_are_no_text_are_shown_as_a_pipe_shows_them(tmp_path: Path):
    async with seat(tmp_path / "history") as person:
        person.keys.send_bytes(b"\xff\xfe\0abc\r")
        await asyncio.wait_for(person.display.shows("You said \ufffd\ufffd\ufffdabc"), HANGS)
        await person.types("\x04")
    assert person.answer.lines == ["\ufffd\ufffd\ufffdabc"]
    assert "\ufffd\ufffd\0abc" in (tmp_path / "history").read_text()


async def test_control_c_twice_leaves_and_once_says_how():
    async with seat() as person:
        await person.types("list\r", "You said list")
        await person.types("\x03", "Type exit to leave, or press Ctrl-C again.")
        await person.types("events\r", "You said events")
        await person.types("\x03", "again")
        await person.types("\x03")
    assert person.answer.lines == ["list", "events"]


class Long(Asked):
    """Answers "long" once it may, and says before what it does."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.cancelled = asyncio.Event(), False
        self.may = asyncio.Event()

    async def __call__(self, request: Request) -> Message | None:
        if request.line != "long":
            return await super().__call__(request)
        assert request.progress is not None
        await request.progress("Reading ice.pdf…")
        self.begun.set()
        try:
            await self.may.wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        await request.progress("Reading tides.pdf…")
        return await super().__call__(request)


async def test_control_c_ends_a_command_and_not_the_chat():
    answer, before = Long(), signal.getsignal(signal.SIGINT)
    async with seat(answer=answer) as person:
        person.keys.send_text("long\r")
        await asyncio.wait_for(answer.begun.wait(), HANGS)
        os.kill(os.getpid(), signal.SIGINT)
        await person.types("", "Stopped. What was saved before stays.")
        assert answer.cancelled
        await person.types("list\r", "You said list")
        await person.types("\x04")
    assert answer.lines == ["list"]
    assert signal.getsignal(signal.SIGINT) is before


class Hanging(Asked):
    """Answers in a language, but for "long", which ends no more."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    async def __call__(self, request: Request) -> Message:
        if request.line == "long":
            await asyncio.sleep(HANGS)
        return replace(say("Here it is."), language=self.language)


@pytest.mark.parametrize(
    ("language", "told"), [("en", "Working… Ctrl-C"), ("ru", "Выполняется… Ctrl-C"), ("zh", "正在处理…… 按 Ctrl-C")]
)
async def test_long_work_is_told_in_the_language_of_the_last_answer(language: str, told: str):
    async with seat(answer=Hanging(language)) as person:
        await person.types("list\r", "Here it is.")
        await person.types("long\r", told)
        os.kill(os.getpid(), signal.SIGINT)
        await person.types("\x04")


async def test_long_work_shows_what_it_does_and_short_work_does_not():
    answer = Long()
    async with seat(answer=answer) as person:
        person.keys.send_text("long\r")
        await person.types("", "Reading ice.pdf…")
        answer.may.set()
        await person.types("", "Reading tides.pdf…")
        await person.types("", "You said long")
        await person.types("list\r", "You said list")
        await person.types("\x04")
    assert person.display.getvalue().count("Reading") == 2


async def test_the_tab_key_completes_file_names_behind_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my papers").mkdir()
    (tmp_path / "my papers" / "ice & sea.md").write_text("# Ice\n")
    (tmp_path / ".hidden.md").touch()
    async with seat() as person:
        await person.types("import m\t", "papers/")
        await person.types("ic\t", "sea.md")
        await person.types("\r\x04")
    (request,) = person.answer.requests
    assert [each.name for each in request.attachments] == ["ice & sea.md"]
    assert await request.attachments[0].fetch() == b"# Ice\n"
    assert [*file_names("import ")] == [("my\\ papers/", "folder")]
    assert [*file_names("import .h")] == [(".hidden.md", "")]
    assert [*file_names("import absent/x")] == []


class Counting(Asked):
    """Answers with the length of the line."""

    async def __call__(self, request: Request) -> Message | None:
        self.requests.append(request)
        return say(f"You said {len(request.line)} characters")


PASTE_STARTS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"


async def test_a_pasted_text_is_one_message_and_no_history(tmp_path: Path):
    said = "The strait froze.\n\nNo ferry sailed.\n" * 1_000
    async with seat(tmp_path / "history", Counting()) as person:
        await person.types(f"{PASTE_STARTS}{said}{PASTE_ENDS}", "[text 1: 3,000 lines, 36,000 characters]")
        await person.types("\r", "You said 35999 characters")
        await person.types(f"{PASTE_STARTS}list{PASTE_ENDS}\r", "You said 4 characters")
        await person.types("[text 1: 1 line, 2 characters]\r", "You said 30 characters")
        await person.types("\x04")
    assert person.answer.lines == [said.strip(), "list", "[text 1: 1 line, 2 characters]"]
    assert "list" in (tmp_path / "history").read_text()
    assert "strait" not in (tmp_path / "history").read_text()
    assert "[text" not in (tmp_path / "history").read_text()


async def test_a_command_for_another_bot_is_told_how_to_be_typed():
    async with seat() as person:
        await person.types("/summary@other_bot a1\r", "type /summary without @other_bot")
        await person.types("\x04")
    assert person.answer.lines == []


async def test_control_c_clears_a_line_half_typed():
    async with seat() as person:
        await person.types("forget ev", "forget ev")
        await person.types("\x03")
        await person.types("list\r", "You said list")
        await person.types("\x04")
    assert person.answer.lines == ["list"]


async def test_the_tab_key_completes_the_last_word():
    async with seat() as person:
        await person.types("sum\t", "mary")
        await person.types(" \t", "a1")
        await person.types("\r\x04")
    assert person.answer.lines == ["summary a1"]


async def test_a_push_is_written_while_the_prompt_waits():
    async with seat() as person:
        await person.types("li", "li")
        await person.console.send("terminal:local", say("The summit is near."), "r:1")
        await person.types("", "The summit is near.")
        await person.types("st\r\x04")
    assert person.answer.lines == ["list"]


@pytest.mark.parametrize(
    ("name", "colours", "coloured"), [("xterm", "", True), ("xterm", "1", False), ("dumb", "", False)]
)
async def test_colours_are_left_to_terminals_that_want_them(
    name: str, colours: str, monkeypatch: pytest.MonkeyPatch, *, coloured: bool
):
    monkeypatch.setenv("TERM", name)
    monkeypatch.setenv("NO_COLOR", colours)
    display = Display()
    keyboard_output = Vt100_Output(
        display,
        lambda: Size(rows=24, columns=80),
        term=name,
        enable_cpr=False,
        default_color_depth=ColorDepth.from_env(),
    )
    with create_pipe_input() as keys, create_app_session(input=keys, output=keyboard_output):
        console = ConsolePlatform(io.StringIO(), display, lambda: NOW, interactive=True)
        await console.send("terminal:local", say(Note(text(code("/events")))), "r:1")
    shown = display.getvalue()
    assert "/events" in shown
    assert ("\x1b[0;36" in shown) is coloured
    assert name != "dumb" or "\x1b[0;" not in shown.replace("\x1b[0m", "")


@pytest.mark.parametrize(
    ("line", "told", "names"),
    [
        ("import published 2026-02-05 ice.md", "import published 2026-02-05", ["ice.md"]),
        ("/import new ice.md tides.docx", "import new", ["ice.md", "tides.docx"]),
        ("import revision a3 published 5 Feb 2026 ice.md", "import revision a3 published 5 Feb 2026", ["ice.md"]),
        ("import ice published 5.2.2026", "import published 5.2.2026", ["ice"]),
        ("import published 5 Feb. 2026 notes", "import published 5 Feb. 2026 notes", []),
    ],
)
def test_files_stand_before_or_behind_what_is_told_of_them(line: str, told: str, names: list[str]):
    said, attached = with_files(line)
    assert (said, [each.name for each in attached]) == (told, names)
