"""The interactive terminal: history, completion, colours, and pushes above the prompt."""

import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from pathlib import Path

from prompt_toolkit import PromptSession, print_formatted_text
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import FileHistory, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.shortcuts import CompleteStyle
from prompt_toolkit.utils import is_dumb_terminal

from bot.message import Message
from bot.platforms.console import screen
from bot.platforms.console.wrap import Fragments

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
        self._session: PromptSession[str] = PromptSession(
            "readout> ",
            history=FileHistory(str(history)) if history else InMemoryHistory(),
            completer=_Completing(candidates) if candidates else None,
            complete_while_typing=False,
            key_bindings=_keys(),
            complete_style=CompleteStyle.MULTI_COLUMN,
        )

        self._session.default_buffer.on_text_changed += _whole

    async def line(self) -> str | None:
        """The next line, or None after Ctrl-D, or after Ctrl-C on an empty line."""
        while True:
            try:
                return await self._session.prompt_async()
            except EOFError:
                return None
            except KeyboardInterrupt:  # what was typed is dropped, and the prompt comes again
                if not self._session.default_buffer.text:
                    return None

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


def _keys() -> KeyBindings:
    """Key bindings. A NUL is typed literally; as the start of a selection it would swallow the next input."""
    keys = KeyBindings()
    keys.add("c-@")(lambda event: event.current_buffer.insert_text("\0"))
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
        last = re.search(r"\S*$", line)
        for word, meaning in await self._candidates(line):
            yield Completion(word, -len(last[0]) if last else 0, display_meta=meaning)
