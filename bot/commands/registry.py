"""Command declarations. Help, menus, usage lines and argument checks come from them."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from types import ModuleType
from typing import Literal

from bot.chat import Direct, MenuEntry, Request, Served
from bot.commands.access import Doors, Roles
from bot.languages import msgid
from bot.message import Message
from bot.views.help import Manual
from bot.views.shared.dates_and_numbers import joined, prefix_of
from bot.views.usage import shown
from briefings.answers import Asker
from briefings.errors import BadInput, NotAllowed
from briefings.library import Place, leans_on_current
from briefings.model.people import ROLES, Role
from briefings.service import Briefings
from briefings.translatable import Phrase, phrase, plural

Offer = Literal["", "analysis", "section", "event", "command"]
_CLOSE = 0.7  # difflib's measure of likeness


@dataclass(frozen=True, slots=True)
class Argument:
    """`many` takes one word or more; `choices` are the only words it takes; `offers` is what completion proposes."""

    name: str
    required: bool = True
    many: bool = False
    choices: tuple[str, ...] = ()
    offers: Offer = ""

    @property
    def usage(self) -> str:
        """The argument as a usage line shows it: EVENT, or [words] where it may be left out."""
        return self.name if self.required else f"[{self.name}]"


@dataclass(frozen=True, slots=True)
class Call:
    """One run of a command: who said what where, and everything that a handler may ask.

    `rest` is what follows the command's name as it was typed, `args` the same in words; `served` holds the platforms
    that messages can be sent to; `doors` gives the links that bring a code to the bot, `direct` sends a direct message.
    """

    request: Request
    args: tuple[str, ...]
    rest: str
    briefings: Briefings
    now: datetime
    zone: str
    role: Role
    registry: "Registry"
    served: Served
    roles: Roles
    doors: Doors
    direct: Direct

    @property
    def invited(self) -> bool:
        """Whether chats have to be let in."""
        return not self.roles.open_access

    @property
    def prefix(self) -> str:
        """What is typed here before a command's name."""
        return prefix_of(self.request.address)

    async def place(self, words: Sequence[str], *, read: bool = False) -> Place:
        """What the words mean, on which this person is in this chat from now on; `read` says that they read it."""
        chats, request = self.briefings.chats, self.request
        current = await chats.current(request.address, request.sender) if leans_on_current(words) else None
        place = await self.briefings.library.resolve(words, current)
        await chats.remember(request.address, request.sender, place.analysis, self.now, read=read)
        return place

    @property
    def who(self) -> str:
        """Who says this, in words that others of the team understand."""
        return self.request.who

    @property
    def asker(self) -> Asker:
        """Who pays for what a language model writes."""
        return Asker(self.request.address, self.zone, self.now)

    async def tell(self, words: str) -> None:
        """Says what is being done, where the platform can show it."""
        if self.request.progress:
            await self.request.progress(words)

    def require(self, role: Role, what: str) -> None:
        """Raises NotAllowed where the sender may not do `what`."""
        if not may(self.role, role):
            raise NotAllowed(_REFUSED[role, self.role], what=what)


_REFUSED: Mapping[tuple[Role, Role], str] = {  # by the role that is needed and the one that is had
    ("editor", "reader"): msgid("{what} is for editors; you are a reader here."),
    ("admin", "reader"): msgid("{what} is for admins; you are a reader here."),
    ("admin", "editor"): msgid("{what} is for admins; you are an editor here."),
}


Handler = Callable[[Call], Awaitable[Message]]


@dataclass(frozen=True, slots=True)
class Command:
    """What can be typed; `forms` are its arguments in every way in which they make sense, the usual one first.

    In a group a `running` one is for those who run it. `changes` is with how many words, or more, it changes something;
    None for one that only shows.
    """

    name: str
    help: str
    arguments: tuple[Argument, ...]
    role: Role
    run: Handler
    forms: tuple[str, ...]
    examples: tuple[str, ...]
    running: bool = False
    changes: int | None = None

    def usage(self, prefix: str) -> str:
        """The line to type: "/remind EVENT LEADS"."""
        return f"{prefix}{self.name} {shown(self.forms[0])}".rstrip()

    def told_once(self, args: Sequence[str], message: Message) -> bool:
        """Whether an answer tells of a change, so that it must not come twice."""
        changing = self.changes is not None and len(args) >= self.changes
        return changing and not (message.failed or message.unchanged)

    def entry(self) -> MenuEntry:
        """The command as menus show it."""
        return MenuEntry(self.name, self.help, self.forms[0], self.role, running=self.running)

    def manual(self) -> Manual:
        """The command as help explains it."""
        return Manual(self.name, self.help, self.role, self.forms, self.examples)

    def check(self, args: Sequence[str], prefix: str) -> None:
        """Raises BadInput for too few or too many words, or one that is no choice; the sentence shows the usage."""
        needed = [shown(argument.name) for argument in self.arguments if argument.required]
        most = None if any(argument.many for argument in self.arguments) else len(self.arguments)
        name, usage = f"{prefix}{self.name}", self._shown(prefix)
        if len(args) < len(needed):
            usage = self._shown(prefix, needed)
            raise BadInput("{name} needs {words}. {usage}", name=name, words=joined(needed), usage=usage)
        if most is not None and len(args) > most:
            raise BadInput("{name} takes {most}. {usage}", name=name, most=_at_most(most), usage=usage)
        for argument, word in zip(self.arguments, args if most else (), strict=False):
            if argument.choices and word.lower() not in argument.choices:
                raise BadInput("{name} does not know “{word}”. {usage}", name=name, word=word, usage=usage)

    def _shown(self, prefix: str, told: Sequence[str] = ()) -> Phrase:
        usage, example = self.usage(prefix), f"{prefix}{self.examples[0]}" if self.examples else ""
        if not example:
            return phrase("Type {usage}.", usage=usage)
        if told and usage.split()[1:] == [*told]:
            return phrase("For example: {example}.", example=example)
        return phrase("Type {usage}, for example {example}.", usage=usage, example=example)


def _at_most(most: int) -> Phrase:
    return plural("{number} word at most", "{number} words at most", most) if most else phrase("nothing more")


def command(
    name: str,
    help_: str,
    *arguments: Argument,
    role: Role = "reader",
    forms: Sequence[str] = (),
    examples: Sequence[str] = (),
    running: bool = False,
    changes: int | None = None,
) -> Callable[[Handler], Command]:
    """Makes a command of the handler beneath; `forms` and `examples` are written without prefix.

    `changes` has to be said of a command that changes something: its answer must not be told twice.
    """
    usual = " ".join(argument.usage for argument in arguments)

    def declared(run: Handler) -> Command:
        return Command(name, help_, arguments, role, run, tuple(forms) or (usual,), tuple(examples), running, changes)

    return declared


@dataclass(frozen=True, slots=True)
class Group:
    """Commands that help lists together."""

    title: str
    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class Registry:
    """Every command there is."""

    groups: tuple[Group, ...]

    def __iter__(self) -> Iterator[Command]:
        return (each for group in self.groups for each in group.commands)

    def find(self, name: str) -> Command | None:
        """The command with a name, whatever its case."""
        return next((each for each in self if each.name == name.lower()), None)

    def near(self, name: str) -> Command | None:
        """The command whose name looks most like it."""
        close = get_close_matches(name.lower(), [each.name for each in self], n=1, cutoff=_CLOSE)
        return self.find(close[0]) if close else None

    def begun(self, name: str) -> Command | None:
        """The first command whose name begins with these letters, two at least."""
        return next((each for each in self if len(name) > 1 and each.name.startswith(name.lower())), None)

    def menu(self) -> tuple[MenuEntry, ...]:
        """Every command as menus show it."""
        return tuple(each.entry() for each in self)


def registry(*modules: tuple[str, ModuleType]) -> Registry:
    """The commands that modules declare, under a title for each; raises ValueError where two have one name."""
    groups = tuple(
        Group(title, tuple(value for value in vars(module).values() if isinstance(value, Command)))
        for title, module in modules
    )
    names = [each.name for group in groups for each in group.commands]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"two commands are named {joined(sorted(twice))}")
    return Registry(groups)


def number_of(call: Call, name: str, *, usual: int, most: int) -> int:
    """How many of something the only word asks for, `usual` without one; raises BadInput."""
    typed = call.args[0] if call.args else str(usual)
    if not typed.isascii() or not typed.isdecimal() or not 1 <= int(typed[:9]) <= most:
        raise BadInput(
            "Say how many, from 1 to {most}: {prefix}{name} {usual}.",
            most=most,
            prefix=call.prefix,
            name=name,
            usual=usual,
        )
    return int(typed)


def may(role: Role, needed: Role) -> bool:
    """Whether one role may do what another may."""
    return ROLES.index(role) >= ROLES.index(needed)
