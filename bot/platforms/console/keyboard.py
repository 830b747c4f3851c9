"""The interactive terminal: history, completion, colours, and pushes above the prompt."""

import asyncio
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator, Sequence
from pathlib import Path

from prompt_toolkit import PromptSession, print_formatted_text
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import FileHistory, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.shortcuts import CompleteStyle
from prompt_toolkit.utils import is_dumb_terminal

from bot.chat import LONGEST_LINE
from bot.message import Message
from bot.platforms.console import screen
from bot.platforms.console.files import IMPORT
from bot.platforms.console.wrap import Fragments

_LONG = 400  # characters of a line that is still shown as it was pasted
_STANDS = re.compile(r"\[text (\d+): [\d,]+ lines?, [\d,]+ characters?\]")

LAST_WORD = re.compile(r"(?:\\.|[^\s\\])*$", re.DOTALL)  # a blank behind a backslash belongs to it
_MOST = 500  # names
_ESCAPED = re.compile(r"([\s\"'\\])")

_HOW_TO_LEAVE = "Type exit to leave, or press Ctrl-C again."
_HALVES = re.compile("[\ud800-\udfff]")  # as which bytes come that are no UTF-8
Candidates = Callable[[str], Awaitable[Sequence[tuple[str, str]]]]  # the line so far -> words for its end, explained


class Keyboard:
    """Prompts for one line at a time; `links`: the terminal supports hyperlinks.

    A "dumb" terminal gets plain text.
    """

    def __init__(
        self,
        history: Path | None,
        candidates: Candidates | None,
        *,
        links: bool = False,
        columns: int | None = None,
    ) -> None:
        self._links, self._columns = links, columns
        self._dumb = is_dumb_terminal()
        if history:
            history.parent.mkdir(parents=True, exist_ok=True)
        self._pasted = PastedTexts()
        self._session: PromptSession[str] = PromptSession(
            "readout> ",
            history=_History(str(history)) if history else InMemoryHistory(),
            completer=_Completing(candidates) if candidates else None,
            complete_while_typing=False,
            key_bindings=_keys(self._pasted),
            complete_style=CompleteStyle.MULTI_COLUMN,
        )

        self._session.default_buffer.on_text_changed += _whole

    async def line(self) -> str | None:
        """The next line, or a pasted text; None after Ctrl-D, or after Ctrl-C twice on an empty line."""
        left = False  # whether Ctrl-C came last
        while True:
            try:
                return self._pasted.whole(await self._session.prompt_async())
            except EOFError:
                return None
            except KeyboardInterrupt:  # what was typed is dropped, and the prompt comes again
                if self._session.default_buffer.text:
                    continue
                if left:
                    return None
                left = True
                self.tell(_HOW_TO_LEAVE)

    def show(self, message: Message) -> None:
        """Prints a message, above the prompt if it is waiting."""
        width = self._width()
        shown = (
            [("", screen.plain(message, width))]
            if self._dumb
            else screen.styled(message, links=self._links, width=width)
        )
        self._print([*shown, ("", "\n")])

    def tell(self, words: str) -> None:
        """Prints lines."""
        self._print([("", screen.message_lines(words, self._width()))])

    def _width(self) -> int:
        columns = self._session.output.get_size().columns
        return min(columns, self._columns or columns)

    def _print(self, fragments: Fragments) -> None:
        print_formatted_text(FormattedText(fragments), output=self._session.output)


class _History(FileHistory):
    """The lines typed before; what stands for a pasted text is left out, and so is what is too long for a line."""

    def store_string(self, string: str) -> None:
        """Writes a line to the file."""
        if len(string) <= LONGEST_LINE and not PastedTexts.stands_in(string):
            super().store_string(string)


class PastedTexts:
    """The texts pasted into the line that is being typed."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def shown(self, pasted: str) -> str:
        """What the prompt shows for a pasted text: a short one itself, for a long one or one of many lines its size."""
        text = pasted.replace("\r\n", "\n").replace("\r", "\n")
        if "\n" not in text.strip("\n") and len(text) <= _LONG:
            return text.strip("\n")
        self._texts.append(text)
        lines = len(text.strip("\n").split("\n"))
        return (
            f"[text {len(self._texts)}: {lines:,} line{'s' * (lines != 1)}, "
            f"{len(text):,} character{'s' * (len(text) != 1)}]"
        )

    def whole(self, line: str) -> str:
        """A line with each text in its place; the texts are let go."""
        texts, self._texts = self._texts, []

        def text(found: re.Match[str]) -> str:
            number = int(found[1][:9])
            return texts[number - 1] if 1 <= number <= len(texts) else found[0]

        return _STANDS.sub(text, line)

    @staticmethod
    def stands_in(line: str) -> bool:
        """Whether words in a line stand for a pasted text."""
        return bool(_STANDS.search(line))


def _keys(pasted: PastedTexts) -> KeyBindings:
    """Key bindings. A NUL is typed literally; as the start of a selection it would swallow the next input."""
    keys = KeyBindings()
    keys.add("c-@")(lambda event: event.current_buffer.insert_text("\0"))
    keys.add(Keys.BracketedPaste)(lambda event: event.current_buffer.insert_text(pasted.shown(event.data)))
    return keys


def _whole(typed: Buffer) -> None:
    """Escapes bytes that aren't text, as a pipe does."""
    if _HALVES.search(typed.text):
        typed.text = _HALVES.sub("\N{REPLACEMENT CHARACTER}", typed.text)


class _Completing(Completer):
    """Completes the last word of a line."""

    def __init__(self, candidates: Candidates) -> None:
        self._candidates = candidates

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:  # noqa: ARG002
        """Empty; completions are asynchronous."""
        return ()

    async def get_completions_async(
        self,
        document: Document,
        complete_event: CompleteEvent,  # noqa: ARG002
    ) -> AsyncGenerator[Completion, None]:
        """The completions of the given function."""
        line = document.text_before_cursor
        last = LAST_WORD.search(line)
        start = -len(last[0]) if last else 0
        for word, meaning in await self._candidates(line):
            yield Completion(word, start, display_meta=meaning)
        if names_files(line):
            for word, meaning in await asyncio.to_thread(lambda: [*file_names(line)]):
                yield Completion(word, start, display_meta=meaning)


def names_files(line: str) -> bool:
    """Whether the last word of a line may be the name of a file."""
    name, blank, _rest = line.lstrip().lstrip("/!").partition(" ")
    return bool(blank) and name.lower() == IMPORT


def file_names(line: str) -> Iterator[tuple[str, str]]:
    """The names that the last word begins, in order, each with what it is; folders end with a slash."""
    found = LAST_WORD.search(line)
    typed = re.sub(r"\\(.)", r"\1", found[0] if found else "")
    folder, slash, start = typed.rpartition("/")
    place = Path(f"{folder}{slash}" or ".").expanduser()
    try:
        entries = sorted(place.iterdir(), key=lambda entry: (not entry.is_dir(), entry.name.lower()))
    except OSError:
        return
    fitting = [each for each in entries if each.name.startswith(start) and (start or not each.name.startswith("."))]
    for entry in fitting[:_MOST]:
        whole = f"{folder}{slash}{entry.name}"
        yield (f"{_escaped(whole)}/", "folder") if entry.is_dir() else (_escaped(whole), "")


def _escaped(name: str) -> str:
    return _ESCAPED.sub(r"\\\1", name)
