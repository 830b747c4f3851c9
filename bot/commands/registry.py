"""Command declarations, and the words of a typed line. Help, menus, usage lines and argument checks come from them.

In a line, quotation marks group words; an apostrophe is an ordinary letter.
"""

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import get_close_matches
from functools import cached_property
from types import MappingProxyType, ModuleType
from typing import Literal

from bot.chat import Direct, IsMember, MenuEntry, Request, Served, WebPages
from bot.commands.permissions import InvitationLinks, Roles, may, needed_by
from bot.languages import msgid
from bot.message import Message
from bot.views.help import Manual, usage_line
from bot.views.shared.names_and_dates import joined, prefix_of
from briefings.answers import TokenAccount
from briefings.errors import BadInput, NotAllowed
from briefings.library import ResolvedPlace, uses_current_analysis
from briefings.model.people import LinkedAccount, Role
from briefings.service import Briefings
from briefings.translatable import Phrase, phrase, plural

Shows = Literal["texts", "quotes", "nothing"]
Offer = Literal["", "analysis", "section", "event", "command"]
_SHORTEST_SLIP = 4  # letters; shorter words differ by one letter from too many others
_CLOSE = 0.7  # difflib's measure of likeness
_REFUSED: Mapping[tuple[Role, Role], str] = {  # by the role that is needed and the one that is had
    ("editor", "reader"): msgid("{what} is for editors only; you are a reader here."),
    ("admin", "reader"): msgid("{what} is for admins only; you are a reader here."),
    ("admin", "editor"): msgid("{what} is for admins only; you are an editor here."),
}
_WORD = re.compile(r'"([^"]*)"(?!\S)|“([^“”]*)”(?!\S)|(\S+)')
_DIGITS = 6  # of a page's number
_MARKS = "/!"  # what people put before a command's name


@dataclass(frozen=True, slots=True)
class Argument:
    """`many` takes one or more words; `choices` are the only allowed words; `offers` is what completion proposes.

    `reads` gives the choice that the typed words name in another way, or "".
    """

    name: str
    required: bool = True
    many: bool = False
    choices: tuple[str, ...] = ()
    offers: Offer = ""
    reads: Callable[[str], str] | None = None

    @property
    def usage(self) -> str:
        """The argument in a usage line: EVENT, or [words] if optional."""
        return self.name if self.required else f"[{self.name}]"


@dataclass(frozen=True, slots=True)
class Call:
    """One run of a command, with everything a handler needs.

    `rest` is the typed text after the command's name, `args` the same as words. `length` is that of summaries by
    default. `served` holds the platforms that can be sent to; `invitation_links` makes invitation links, `direct` sends
    a direct message, `is_member` says whether the bot is in a chat. `web` are the pages. `spoken` if plain words were
    taken for the line, so that a change that matters is asked about first.
    """

    request: Request
    args: tuple[str, ...]
    rest: str
    briefings: Briefings
    now: datetime
    zone: str
    length: str
    role: Role
    registry: "Registry"
    served: Served
    roles: Roles
    invitation_links: InvitationLinks
    direct: Direct
    is_member: IsMember
    web: WebPages
    spoken: bool = False
    given: set[int] = field(default_factory=set)  # the analyses that the handler got for what was typed

    @property
    def invited(self) -> bool:
        """Whether chats need an invitation."""
        return not self.roles.open_access

    @property
    def prefix(self) -> str:
        """The command prefix of this platform."""
        return prefix_of(self.request.address)

    async def place(self, words: Sequence[str], *, read: bool = False) -> ResolvedPlace:
        """Resolves words to a place and makes it this person's current one; `read` marks it as read."""
        place, request = await self.resolve(words), self.request
        await self.briefings.chats.remember(request.address, request.sender, place.analysis, self.now, read=read)
        return place

    async def resolve(self, words: Sequence[str]) -> ResolvedPlace:
        """Resolves words to a place; without a name, this person's current one is meant."""
        chats, request = self.briefings.chats, self.request
        current = await chats.current(request.address, request.sender) if uses_current_analysis(words) else None
        place = await self.briefings.library.resolve_typed(words, current)
        self.given.add(place.analysis.id)
        return place

    async def roles_of(self, links: Sequence[LinkedAccount]) -> dict[str, Role]:
        """The role of each account by itself: by the settings or by an invitation."""
        given = {each.person: await self.briefings.people.role_of(each.person, each.person) for each in links}
        return {person: self.roles.of(person, role) for person, role in given.items()}

    @property
    def who(self) -> str:
        """The sender, in words that the team understands."""
        return self.request.who

    @property
    def seen_in(self) -> str:
        """The address whose people all see the answer; "" where only the sender does."""
        return "" if self.request.hidden and not self.request.private else self.request.address

    @property
    def asker(self) -> TokenAccount:
        """The account whose language model budget is used."""
        return TokenAccount(self.request.address, self.zone, self.now)

    async def tell(self, words: str) -> None:
        """Shows progress if the platform can."""
        if self.request.progress:
            await self.request.progress(words)

    def require(self, role: Role, what: str) -> None:
        """Raises NotAllowed if the sender's role doesn't allow `what`."""
        require_role(self.role, role, what)


def require_role(role: Role, needed: Role, what: str) -> None:
    """Raises NotAllowed if a role doesn't include the one that `what` needs."""
    if not may(role, needed):
        raise NotAllowed(_REFUSED[needed, role], what=what)


Handler = Callable[[Call], Awaitable[Message]]
Resolve = Callable[[Sequence[str]], Awaitable[ResolvedPlace]]  # words to a place; raises NotFound or Ambiguous


@dataclass(frozen=True, slots=True)
class Command:
    """A chat command; `forms` are its possible argument lists, the usual one first.

    A `usual` one stands in menus; one that isn't `listed` stands in no list, but behind buttons of other answers.
    `changes` is the number of words from which it changes something; None for one that mostly shows. By what it
    `shows`, the marking of its answer covers the whole analyses that it got or names ("texts"), the sentences that
    it quotes and the titles of what it numbers ("quotes"), or nothing ("nothing").
    `aliases` are other words that are understood for it, unlisted, each with what it puts before the rest of its line.
    """

    name: str
    help: str
    arguments: tuple[Argument, ...]
    run: Handler
    forms: tuple[str, ...]
    examples: tuple[str, ...]
    usual: bool = False
    listed: bool = True
    changes: int | None = None
    shows: Shows = "texts"
    aliases: Mapping[str, str] = field(default_factory=dict)

    @property
    def role(self) -> Role:
        """The least role that may use it."""
        return needed_by(self.name)

    def aliased(self, word: str) -> "Command":
        """The command as one of its aliases runs it."""
        before = tuple(self.aliases[word].split())

        async def run(call: Call) -> Message:
            rest = " ".join((*before, call.rest)).strip()
            return await self.run(replace(call, args=(*before, *call.args), rest=rest))

        stands_for = " ".join((self.name, *before))
        lines = (f"{self.name} {form}" for form in self.forms)
        return replace(
            self,
            name=word,
            arguments=self.arguments[len(before) :],
            run=run,
            forms=tuple(each[len(stands_for) :].strip() for each in lines if each.startswith(stands_for)) or ("",),
            examples=tuple(f"{word}{each[len(stands_for) :]}" for each in self.examples if each.startswith(stands_for)),
            changes=None if self.changes is None else self.changes - len(before),
            aliases={},
        )

    def usage(self, prefix: str) -> str:
        """The usage line: "/remind EVENT LEADS"."""
        return f"{prefix}{self.name} {usage_line(self.forms[0])}".rstrip()

    def answered_once(self, args: Sequence[str], message: Message) -> bool:
        """Whether the answer reports a change and so must not be sent twice."""
        changing = self.changes is not None and len(args) >= self.changes
        return changing and not (message.failed or message.unchanged or message.shows)

    def entry(self) -> MenuEntry:
        """Name, help, first form and role, as menus of platforms show them."""
        return MenuEntry(self.name, self.help, self.forms[0], self.role, usual=self.usual, more=len(self.forms) > 1)

    def manual(self) -> Manual:
        """The help text."""
        return Manual(self.name, self.help, self.role, self.forms, self.examples)

    def check(self, args: Sequence[str], prefix: str) -> None:
        """Raises BadInput, with the usage, for a wrong number of words or an invalid choice."""
        needed = [argument.name for argument in self.arguments if argument.required]
        most = None if any(argument.many for argument in self.arguments) else len(self.arguments)
        name = f"{prefix}{self.name}"
        if len(args) < len(needed):
            words = [usage_line(each) for each in needed]
            usage = self._shown(prefix, words)
            raise BadInput("{name} needs {words}. {usage}", name=name, words=joined(words), usage=usage)
        if most is not None and len(args) > most:
            usage = self._shown(prefix)
            raise BadInput("{name} takes {most}. {usage}", name=name, most=_at_most(most), usage=usage)
        for argument, word in zip(self.arguments, args if most else (), strict=False):
            if argument.choices and word.lower() not in argument.choices:
                usage = self._shown(prefix)
                raise BadInput("{name} doesn't accept “{word}”. {usage}", name=name, word=word, usage=usage)
        for argument in self.arguments:
            if args and argument.reads and not argument.reads(said := " ".join(args)):
                usage = self._shown(prefix)
                raise BadInput("{name} doesn't accept “{word}”. {usage}", name=name, word=said, usage=usage)

    def _shown(self, prefix: str, typed: Sequence[str] = ()) -> Phrase:
        usage, example = self.usage(prefix), f"{prefix}{self.examples[0]}" if self.examples else ""
        if not example:
            return phrase("Type {usage}.", usage=usage)
        if typed and usage.split()[1:] == [*typed]:
            # The sentence with an example; a question ends with its own mark.
            if example.endswith("?"):
                return phrase("For example: {example}", example=example)
            return phrase("For example: {example}.", example=example)
        if example.endswith("?"):
            return phrase("Type {usage}, for example {example}", usage=usage, example=example)
        return phrase("Type {usage}, for example {example}.", usage=usage, example=example)


def _at_most(most: int) -> Phrase:
    return plural("{number} word at most", "{number} words at most", most) if most else phrase("nothing more")


def command(
    name: str,
    help_: str,
    *arguments: Argument,
    forms: Sequence[str] = (),
    examples: Sequence[str] = (),
    usual: bool = False,
    listed: bool = True,
    changes: int | None = None,
    shows: Shows = "texts",
    aliases: Mapping[str, str] = MappingProxyType({}),
) -> Callable[[Handler], Command]:
    """Declares a command on its handler; `forms` and `examples` are written without prefix.

    A few `usual` ones stand in the menus of platforms. `changes` is required for commands that change something,
    because their answers must not be sent twice. One that doesn't say what it `shows` gets the strictest marking of
    all that it got or names.
    """
    form = " ".join(argument.usage for argument in arguments)

    def declared(run: Handler) -> Command:
        known = tuple(forms) or (form,)
        return Command(name, help_, arguments, run, known, tuple(examples), usual, listed, changes, shows, aliases)

    return declared


@dataclass(frozen=True, slots=True)
class Group:
    """A group of commands in /help."""

    title: str
    commands: tuple[Command, ...]


@dataclass(frozen=True)
class Registry:
    """Commands by group, found by name."""

    groups: tuple[Group, ...]

    def __iter__(self) -> Iterator[Command]:
        return (each for group in self.groups for each in group.commands)

    @cached_property
    def words(self) -> Mapping[str, Command]:
        """Every command by its name, then by its aliases."""
        aliases = {word: each.aliased(word) for each in self for word in each.aliases}
        return {each.name: each for each in self} | aliases

    def find(self, name: str) -> Command | None:
        """The command that a word stands for, ignoring case."""
        return self.words.get(name.lower())

    def near(self, name: str) -> Command | None:
        """The command with the most similar name."""
        close = get_close_matches(name.lower(), [*self.words], n=1, cutoff=_CLOSE)
        return self.find(close[0]) if close else None

    def mistyped(self, name: str) -> Command | None:
        """The command from whose name one differs by a letter, or by two neighbours that were swapped."""
        return next((each for word, each in self.words.items() if is_slip(name.lower(), word)), None)

    def begun(self, name: str) -> Command | None:
        """The first command starting with these letters, at least two."""
        typed = name.lower()
        return next((each for word, each in self.words.items() if len(typed) > 1 and word.startswith(typed)), None)

    def menu(self) -> tuple[MenuEntry, ...]:
        """The listed commands as menu entries."""
        return tuple(each.entry() for each in self if each.listed)


def is_slip(typed: str, name: str) -> bool:
    """Whether a word of at least four letters became another by one missing, additional, wrong or swapped letter."""
    if min(len(typed), len(name)) < _SHORTEST_SLIP or abs(len(typed) - len(name)) > 1:
        return False
    if len(typed) != len(name):
        short, long = sorted((typed, name), key=len)
        return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
    wrong = [at for at in range(len(name)) if typed[at] != name[at]]
    swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and sorted(typed) == sorted(name)
    return len(wrong) == 1 or swapped


def registry(*modules: tuple[str, *tuple[ModuleType, ...]]) -> Registry:
    """Builds the registry from modules under their titles. Raises ValueError for a duplicate name."""
    groups = tuple(
        Group(title, tuple(value for each in those for value in vars(each).values() if isinstance(value, Command)))
        for title, *those in modules
    )
    names = [name for group in groups for each in group.commands for name in (each.name, *each.aliases)]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"two commands are named {joined(sorted(twice))}")
    return Registry(groups)


def number_of(call: Call, name: str, *, usual: int, most: int) -> int:
    """Parses a number as the only word, or `usual` if there is none. Raises BadInput."""
    typed = call.args[0] if call.args else str(usual)
    if not typed.isascii() or not typed.isdecimal() or not 1 <= int(typed[:9]) <= most:
        raise BadInput(
            "Give a number from 1 to {most}: {prefix}{name} {usual}.",
            most=most,
            prefix=call.prefix,
            name=name,
            usual=usual,
        )
    return int(typed)


def split_line(line: str) -> tuple[str, str]:
    """The first word without its prefix, and the rest."""
    name, *rest = line.strip().lstrip(_MARKS).split(maxsplit=1) or [""]
    return name, rest[0] if rest else ""


def line_words(rest: str) -> tuple[str, ...]:
    """The words of a line; a quoted group counts as one, an empty pair of quotes as none."""
    found = (next(filter(None, groups), "") for groups in _WORD.findall(rest))
    return tuple(" ".join(word.split()) for word in found if word.strip())


def without_prefix(line: str) -> str:
    """A line without its command prefix."""
    return line.strip().lstrip(_MARKS)


def page_of(words: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """Splits off "page N" at the end; page 1 by default."""
    if len(words) > 1 and words[-2].lower() == "page" and words[-1].isdecimal() and len(words[-1]) <= _DIGITS:
        return words[:-2], int(words[-1])
    return words, 1
