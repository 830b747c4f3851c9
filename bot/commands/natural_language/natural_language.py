"""Plain words: the classifier names the request, the slots fill its line, and a change is confirmed by a press."""

import re
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.chat import Request
from bot.commands.accounts.marking_heads import errors_marked, with_marking_of_names
from bot.commands.accounts.time_zone import awaited_line
from bot.commands.memory.awaited_answers import is_yes
from bot.commands.natural_language.command_lines import Utterance
from bot.commands.natural_language.reminder_lines import days_left_out, lost_leads
from bot.commands.natural_language.several_wishes import MOST, wishes_in
from bot.commands.natural_language.stated_limits import LIMITS
from bot.commands.permissions import CHANGE_EVENT, MARK, may, needed_by
from bot.commands.phrases import TEXTS, Interpretation, normalise, slots, understand
from bot.commands.phrases.changed_lines import line_with_value
from bot.commands.phrases.classifier import Guess, known_words
from bot.commands.phrases.left_out import left_out
from bot.commands.phrases.slots import bare_hour
from bot.commands.phrases.variation import event_of
from bot.commands.registry import Command, Registry, line_words, require_role, split_line
from bot.languages import calls_itself, language_called, translate
from bot.message import Block, Message
from bot.views import natural_language as views
from bot.views import refusals
from bot.views.shared.names_and_dates import event_header, named_id, prefix_of
from briefings.agenda import parse_event_filter
from briefings.answers import TokenAccount
from briefings.errors import Ambiguous, BadInput, BriefingError, NotFound, Unwritten
from briefings.model.agenda import EventWindow
from briefings.model.people import Role
from briefings.parsing import parse_id
from briefings.service import Briefings
from briefings.text import lazy_re
from briefings.undo import Undoer

Run = Callable[[Command, str], Awaitable[Message]]
_NATURAL = lazy_re(
    r"(?:of|by|for|the|an?|me|us|my|our|about|is|are|was|were|did|does|do|from|in|on|to|with|this|that|it|its|until|till"
    r"|please|section|part|chapter|some|any|back|backs|backing|supports?|supporting|behind|underlying|as|между|на|о|об|по|мне|нам|из|для)\b(?!-\d)",
    re.IGNORECASE,
)
_ASKS = lazy_re(r"(?:is|are|was|were|do|does|did|for|about)\b", re.IGNORECASE)
_UNASKED = ("mark", "clearance", "undo")  # commands that ask themselves, or take a change back
_MAKES_LINK = re.compile(r"(?:calendar|feed) (?:link|revoke)|(?:token|links|webhook) \w+ .+")
_ACTIONS = {"event": CHANGE_EVENT, "mark": MARK}  # what commands do with words of their own
_OF_WORDS = frozenset(("ask", "search", "brief", "compare", "where", "disagree", "quotes"))  # lines that hold any words
_IDS = lazy_re(r"(?<![A-Za-z0-9:-])[aAeE]\d{1,9}(?![A-Za-z0-9-])")
_OF_ONE = frozenset(("info", "summary", "sources", "sections", "read", "quotes", "audit", "timeline", "actors"))
_QUOTING = frozenset({"where", "search"})  # commands after which a text's own words stand, "the" at their head or not
_OPTIONS = ("until", "till", "in", "on", "from", "to", "this", "that", "with", "an", "a")
_WITH_SMALL_WORDS = ("mark", "remind", "event")  # commands said with an id in front: "mark a1 as red"
_EVERY = lazy_re(r"(?:every|each)\b", re.IGNORECASE)
_TYPED = lazy_re(
    r"(?:[aAeE]-?)?\d+|\d+(?:[dhwm]|min)|\d{1,2}:\d\d(?:-\d{1,2}:\d\d)?|all|off|brief|short|medium|long|fluent"
)
_LONGEST = 500  # characters that a language model is asked about
_OFFERED = 4  # upcoming events to choose from
_CHOICES = 6  # things that an unclear name is offered for
_POSSIBLE = 0.06  # likelihood of a kind that is offered
_SURER = 0.75  # likelihood from which on a sentence isn't the command with whose name it begins
_MOST = 3  # kinds offered
_RARE = frozenset(("remove", "forget"))  # kinds that are offered only where they are the likeliest
_TIMED = ("remind ", "subscribe ", "settings digest ", "event ")  # commands that take a time of day
_OF_EVENTS = ("remind", "remind off", "mute", "mute off", "snooze")  # kinds that need an event
_LOOK = 2  # words of a line that only shows an event
_ASKED = ("?", "？")  # how a question ends


@dataclass(frozen=True, slots=True)
class PlainRequest:
    """Plain words with their place, sender, time and the chat's zone.

    `proposed` says that the sender was asked last whether to make a change.
    """

    request: Request
    briefings: Briefings
    role: Role
    now: datetime
    zone: str
    proposed: bool = False

    @property
    def today(self) -> date:
        """The day in the chat's zone."""
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    @property
    def prefix(self) -> str:
        """The command prefix of the platform."""
        return prefix_of(self.request.address)

    @property
    def by(self) -> Undoer:
        """The sender, for the log of changes."""
        request = self.request
        return Undoer(request.address, request.sender, request.who, self.role)

    async def lacking(self, line: str) -> tuple[str, ...]:
        """What the sentence says and a line for a digest or a reminder doesn't carry."""
        said = self.request.line
        return (*left_out(said, line), *await days_left_out(line, said, self.briefings, self.today))

    async def sentence(self) -> Utterance:
        """The sentence, for the command lines that it may mean."""
        request = self.request
        last = await self.briefings.chats.last_line(request.address, request.sender)
        return Utterance(request.line, request, self.briefings, self.now, self.zone, last)


def interpretation_of(
    name: str, rest: str, request: Request, registry: Registry, now: datetime, zone: str
) -> Interpretation | None:
    """The interpretation of a line as plain words; None if it was typed as a command.

    After a command's name, only further words of a sentence make it plain, as in "remind me". A word similar to a
    command's name is a typo if only ids, numbers and options follow.
    """
    found, sentence = registry.find(name), f"{name} {rest}".strip()
    if not name or request.verbatim or (found and found.name in _QUOTING and request.command and not _ASKS.match(rest)):
        return None
    natural = found is not None and _is_natural(rest, command=request.command)
    if found and request.command and not (natural or request.unmarked):
        return None
    meant = understand(sentence)
    if found is None:
        natural = not request.command or _is_wish(meant, rest)
    elif not (natural or request.command):
        sentence_like = _is_sentence(found, meant, rest) or (found not in registry and _is_other(found, meant))
        natural = not _fits(found, rest, now, zone) or (meant.certain and sentence_like)
    plain = request.unmarked or not request.command or (found is not None and found.name not in _OF_WORDS and natural)
    if plain and (parts := wishes_in(sentence)):
        return Interpretation(meant.guesses, parts)
    if not natural:
        return None
    if found:
        surely = meant.certain or (meant.sure and meant.kind == found.name)
        return meant if surely and (_is_other(found, meant) or not _is_typed(rest)) else None
    mistyped = _is_typed(rest) and (registry.near(name) or (not rest and registry.begun(name)))
    slip = mistyped and name.lower() not in known_words() and not language_called(sentence)
    return None if slip else meant


def sentence_of(request: Request) -> Interpretation | None:
    """A line without a slash that begins with a command's name as a sentence; None if it hardly is one."""
    name, rest = split_line(request.line)
    if request.command or request.verbatim or len(request.line) > _LONGEST or not _is_natural(rest, command=False):
        return None
    meant = understand(request.line)
    return meant if meant.sure and meant.kind != "offer" else Interpretation((Guess(name.lower(), 1.0),))


def _is_wish(meant: Interpretation, rest: str) -> bool:
    """Whether a slash before an unknown word begins a sentence that is surely understood: "/cancel e1"."""
    return bool(rest) and meant.certain


def _is_sentence(found: Command, meant: Interpretation, rest: str) -> bool:
    """Whether words behind a command's name are a sentence's: small ones, or those of another request."""
    words = rest.split() or [""]
    if (found.name in _OF_WORDS and found.name != "where") or _is_typed(words[-1]):
        return False
    if _is_typed(words[0]) and found.name not in _WITH_SMALL_WORDS:
        return False
    return _is_other(found, meant) or any(_NATURAL.match(word) or "'s" in word for word in rest.split())


def _is_other(found: Command, meant: Interpretation) -> bool:
    """Whether a sentence that begins with a command's name surely means something else than that command's words."""
    return meant.certain and meant.guesses[0].likelihood >= _SURER and meant.kind.split()[0] != found.name


def as_question(request: Request, registry: Registry) -> Request:
    """A forwarded message as a question about its words; a file that came with it waits for its sender's answer.

    Somebody else wrote it, so it is never carried out. Raises BadInput for a command.
    """
    if request.attachments:
        return replace(request, line="", command=False)
    name, rest = split_line(request.line)
    if request.command or (registry.find(name) and not _is_natural(rest, command=False)):
        raise BadInput(
            "Somebody else wrote that: {prefix}{name} was not run. Commands in forwarded messages never are; "
            "type it yourself if you want it.",
            prefix=prefix_of(request.address),
            name=name,
        )
    return replace(request, line=f"ask {request.line}", command=True, verbatim=True)


def unknown_command(name: str, rest: str, request: Request, registry: Registry) -> Message:
    """The reply to an unknown command: the most similar one with a button, if there is one."""
    prefix, close = prefix_of(request.address), registry.begun(name) or registry.near(name)
    if close:
        return refusals.confirm_line(name, close.name, f"{prefix}{close.name}", rest, prefix)
    return refusals.unknown(name, prefix)


def _is_natural(rest: str, *, command: bool) -> bool:
    """Whether words behind a command's name go on as in a sentence; behind a slash, words of options don't."""
    found = _NATURAL.match(rest.strip())
    if command:
        return found is not None and found[0].lower() not in _OPTIONS
    return found is not None or bool(_EVERY.match(rest.strip()))


def _fits(found: Command, rest: str, now: datetime, zone: str) -> bool:
    """Whether words may follow a command's name; after "list" they are rather a sentence."""
    try:
        found.check(line_words(rest), "")
        if found.name == "events":
            parse_event_filter(line_words(rest), now, zone)
    except (BadInput, Ambiguous):
        return False
    return found.name != "list" or not rest


def _is_typed(rest: str) -> bool:
    return all(_TYPED.fullmatch(word) for word in rest.split())


async def answer(meaning: Interpretation, spoken: PlainRequest, run: Run, registry: Registry) -> Message:
    """The answer to what is meant: a line that only shows something is run, a change is proposed with a button.

    An unclear sentence gets the likeliest commands as buttons, and one with several wishes a button for each. It has
    the marking of what it shows, or names where it asks back; so has an error.
    """
    async with errors_marked(spoken.briefings):
        message = await _answer(meaning, spoken, run, registry)
        return await with_marking_of_names(message, spoken.briefings) if message.marking is None else message


async def _answer(meaning: Interpretation, spoken: PlainRequest, run: Run, registry: Registry) -> Message:
    """The answer without a marking where no command made it."""
    if zone := await awaited_line(meaning, spoken.request, spoken.briefings, spoken.now):
        return await _ran(zone, run, registry)
    if meaning.parts:
        return await _each(meaning.parts, spoken)
    if is_yes(spoken.request.line):
        return views.yes_to_nothing()
    if meaning.sure and (told := await _said_without_command(meaning, spoken)):
        return told
    kinds = _near(meaning)
    if not meaning.sure or meaning.kind == "offer":
        return await _unsure(kinds, spoken, run, registry)
    try:
        return await _by_kind(meaning.kind, spoken, run, registry)
    except (NotFound, BadInput) as failure:
        return await _instead(failure, kinds, spoken, run, registry)


async def _said_without_command(meaning: Interpretation, spoken: PlainRequest) -> Message | None:
    """The answer to small talk, a refusal, a new value, or a wish that no command carries out; None for others."""
    kind = meaning.kind
    if kind in ("=no", "=wrong") or (kind == "bring back" and spoken.proposed):
        return views.refused(spoken.prefix)
    if kind == "new value":
        return await _with_new_value(spoken)
    if meaning.talk:
        return views.small_talk(meaning.talk, spoken.prefix)
    limit = LIMITS.get(kind)
    return await limit(await spoken.sentence(), spoken.by, spoken.prefix) if limit else None


def _near(meaning: Interpretation) -> list[str]:
    """The kinds that are likely enough to be offered."""
    likely = [each.kind for each in meaning.guesses if each.likelihood >= _POSSIBLE]
    kinds = (each for each in likely if each != "offer" and (each == meaning.kind or each not in _RARE))
    return [each for each in kinds if not each.startswith("=")][:_MOST]


async def _unsure(kinds: Sequence[str], spoken: PlainRequest, run: Run, registry: Registry) -> Message:
    """The answer to an unclear sentence: a word alone is looked for, else the likeliest commands are offered."""
    words = spoken.request.line
    if line := await _by_model(spoken, registry):
        with suppress(NotFound, Ambiguous, BadInput):
            return await _answered(line, spoken, run, registry)
    if len(words.split()) == 1 and words.isascii():
        return await _answered(f"search {normalise.bare(words)}", spoken, run, registry, kinds)
    return await _offered(kinds, spoken) or refusals.not_understood(spoken.prefix)


async def _instead(
    failure: BriefingError, kinds: Sequence[str], spoken: PlainRequest, run: Run, registry: Registry
) -> Message:
    """The answer where the likeliest kind names nothing known: which event is meant, or a look into the texts."""
    sentence = await spoken.sentence()
    if kinds[:1] and (asked := await _which_event(failure, kinds[0], spoken)):
        return asked
    if kinds[:1] and _changes_something(kinds[0], registry):
        raise failure
    line = await sentence.line("ask" if normalise.asks(sentence.words) else "search")
    return await _answered(line, spoken, run, registry, kinds[1:])


def _changes_something(kind: str, registry: Registry) -> bool:
    """Whether the failure of a kind is told, since it would change something."""
    command = registry.find(kind.split()[0])
    return command is not None and command.changes is not None and kind not in ("event", "event change", "calendar")


async def _each(parts: Sequence[str], spoken: PlainRequest) -> Message:
    """A button for each wish of a sentence: the line that it means, or its own words where that is unclear."""
    lines, about = list[tuple[str, str]](), ""
    for words in parts[:MOST]:
        found = await _lines([understand(words).kind], _saying(words, spoken))
        named = split_line(found[0])[0] if found else ""
        if about and named in _OF_ONE and not _IDS.search(found[0]):  # "and when was it published?"
            found = await _lines([understand(words).kind], _saying(f"{words} {about}", spoken)) or found
        about = next(iter(_IDS.findall(" ".join(found))), about)
        lines.append((found[0], f"{spoken.prefix}{found[0]}") if found else (f"say {words}", words))
    return views.choose_wishes(lines, parts[MOST:])


def _saying(words: str, spoken: PlainRequest) -> PlainRequest:
    return replace(spoken, request=replace(spoken.request, line=words))


async def _by_kind(kind: str, spoken: PlainRequest, run: Run, registry: Registry) -> Message:
    """The answer to a kind of request. Raises NotFound if it names nothing known."""
    sentence = await spoken.sentence()
    try:
        line = await sentence.line(kind)
    except Ambiguous as failure:
        named = [(f"{named_id(each)} {sentence.words}", each) for each in failure.candidates[:_CHOICES]]
        lines = _allowed([(await replace(sentence, words=words).line(kind), each) for words, each in named], spoken)
        return views.ask_which(translate(failure.sentence), lines)
    if not line:
        raise NotFound("I found nothing of that kind.")
    return _half_of_day(line, spoken) or await _answered(line, spoken, run, registry)


async def _answered(line: str, spoken: PlainRequest, run: Run, registry: Registry, near: Sequence[str] = ()) -> Message:
    """The answer to a line, or the proposal of what it would change; the nearest commands beside no answer."""
    name, rest = split_line(line)
    command = registry.find(name)
    said = normalise.bare(spoken.request.line)
    at_once = name == "language" and (calls_itself(said) or not language_called(said))
    if command and _changes(command, rest) and not at_once:
        return await _to_confirm(line, spoken)
    message = _interpreted(await _ran(line, run, registry), line, spoken)
    return await _beside(message, near, spoken) if message.unanswered else message


def _changes(command: Command, rest: str) -> bool:
    """Whether a line that plain words mean is proposed first."""
    if command.name in _UNASKED:
        return False
    makes = command.changes is not None and len(line_words(rest)) >= command.changes
    return makes or bool(_MAKES_LINK.fullmatch(f"{command.name} {rest}"))


async def _which_event(failure: BriefingError, kind: str, spoken: PlainRequest) -> Message | None:
    """Asks which upcoming event a change is about that names none; None if there is none ahead."""
    if kind not in _OF_EVENTS:
        return None
    sentence = await spoken.sentence()
    ahead = (await spoken.briefings.agenda.page(EventWindow(), spoken.now, _OFFERED)).events
    named = [(each.event.id, f"e{each.event.id} ({each.event.title})") for each in ahead]
    lines = [(await replace(sentence, words=f"e{id_} {sentence.words}").line(kind), name) for id_, name in named]
    allowed = _allowed(lines, spoken)
    return views.ask_which(translate(failure.sentence), allowed) if allowed else None


def _allowed(lines: Sequence[tuple[str, str]], spoken: PlainRequest) -> list[tuple[str, str]]:
    return [(line, name) for line, name in lines if _may(line, spoken)]


def _interpreted(message: Message, line: str, spoken: PlainRequest) -> Message:
    """An answer with the line that gave it, and with the ids that were said and of which it tells nothing."""
    said, name = spoken.request.line, split_line(line)[0]
    ids = [] if name in _OF_WORDS else [each for each in _IDS.findall(said) if each.lower() not in line.lower().split()]
    shown = views.with_interpretation(message, line, said, spoken.prefix)
    return views.with_left_out(shown, list(dict.fromkeys(ids))) if ids else shown


async def _lines(kinds: Sequence[str], spoken: PlainRequest) -> list[str]:
    """The command lines of kinds, without those that name nothing known."""
    sentence, lines = await spoken.sentence(), []
    for kind in kinds:
        with suppress(NotFound, Ambiguous, BadInput):
            lines += [line for line in [await sentence.line(kind)] if line and _may(line, spoken)]
    return list(dict.fromkeys(lines))


async def _offered(kinds: Sequence[str], spoken: PlainRequest) -> Message | None:
    """An offer of the lines that kinds mean, and of a look into the texts; None if there is none."""
    sentence = await spoken.sentence()
    text = await sentence.line("ask" if normalise.asks(sentence.words) else "search")
    lines = [*await _lines([kind for kind in kinds if kind not in TEXTS], spoken), text]
    return views.offer(list(dict.fromkeys(lines)), spoken.prefix)


async def _beside(message: Message, near: Sequence[str], spoken: PlainRequest) -> Message:
    """An answer that the library doesn't give, with the nearest commands."""
    lines = await _lines([kind for kind in near if kind not in TEXTS], spoken)
    if not lines:
        return message
    return await with_marking_of_names(
        views.with_offers(message, lines, prefix_of(spoken.request.address)), spoken.briefings
    )


def _half_of_day(line: str, spoken: PlainRequest) -> Message | None:
    """Asks whether an hour from 1 to 6 is meant by night or in the afternoon; None if the line holds no such time."""
    hour = bare_hour(spoken.request.line)
    early, late = f"{hour:02}:00", f"{hour + 12}:00"
    if not hour or not line.startswith(_TIMED) or late in line:
        return None
    if early in line:
        return views.ask_half_of_day([line, line.replace(early, late)], [early, late], spoken.prefix)
    lead = re.fullmatch(r"remind (.+?) (\d+)d(?: \d+d)*", line)
    if lead is None:
        return None
    lines = [f"remind {lead[2]} days before {lead[1]} at {at}" for at in (early, late)]
    return views.ask_half_of_day(lines, [early, late], spoken.prefix)


async def _with_new_value(spoken: PlainRequest) -> Message:
    """Proposes the last change with another time, lead or days."""
    value = slots.new_value_in(spoken.request.line)
    orders = await spoken.briefings.subscriptions.of(spoken.request.address)
    line = line_with_value(await spoken.briefings.undo_log.last(spoken.by), value, orders)
    if not line:
        return views.ask_change(value.at or value.lead or value.days or spoken.request.line)
    return _half_of_day(line, spoken) or await _to_confirm(line, spoken)


async def _by_model(spoken: PlainRequest, registry: Registry) -> str:
    """The line the language model proposes, if it may be run here; else ""."""
    prose_writer = spoken.briefings.prose_writer
    if not prose_writer.ready:
        return ""
    known = [command for command in registry if may(spoken.role, command.role)]
    usages = [f"{command.usage('')}: {command.help}" for command in known]
    try:
        line = await prose_writer.line(
            spoken.request.line[:_LONGEST], usages, TokenAccount(spoken.request.address, spoken.zone, spoken.now)
        )
        name, rest = split_line(line)
        command = registry.find(name)
        if command not in known:
            return ""
        command.check(line_words(rest), spoken.prefix)
    except (Unwritten, BadInput):
        return ""
    return f"{name.lower()} {rest}".strip()


async def _ran(line: str, run: Run, registry: Registry) -> Message:
    name, rest = split_line(line)
    command = registry.find(name)
    if command is None:
        raise NotFound("There is no {command}.", command=f"/{name}")
    return await run(command, rest)


def _needed(line: str) -> Role:
    """The least role that may run a line; with words of its own, /event changes an event and /mark a marking."""
    name = split_line(line)[0]
    return needed_by(_ACTIONS.get(name, name))


def _may(line: str, spoken: PlainRequest) -> bool:
    """Whether a line may be offered to this person: everybody may look at an event."""
    looks = line.startswith("event ") and len(line_words(line)) == _LOOK
    return looks or may(spoken.role, _needed(line))


async def _to_confirm(line: str, spoken: PlainRequest) -> Message:
    """What would be run, with a button that runs it."""
    require_role(spoken.role, _needed(line), f"{spoken.prefix}{line}")
    about: tuple[Block, ...] = ()
    if named := event_of(line):
        with suppress(NotFound, Ambiguous):
            about = event_header(await spoken.briefings.agenda.find(named), spoken.now, spoken.zone)
    lost = await lost_leads(line, spoken.request.address, spoken.briefings)
    return views.confirm(line, spoken.prefix, about, await spoken.lacking(line), lost)


async def reply_line(request: Request, briefings: Briefings, registry: Registry, now: datetime) -> str:
    """The line that a reply means: a request about what the message shows, or a search in it."""
    shown, _, _ = (await briefings.chats.shown(request.address, request.replied)).partition(" ")
    named, (name, _) = parse_id(shown), split_line(request.line)
    if named is None or not name or request.attachments:
        return request.line
    asked = request.command or registry.find(name) or request.line.rstrip().endswith(_ASKED)
    if not (asked or understand(request.line).certain):
        return f"search {request.line} in {shown}"
    if named[0] == "analysis":
        with suppress(NotFound):  # it was removed since
            analysis = await briefings.library.get(named[1])
            await briefings.chats.remember(request.address, request.sender, analysis, now)
    return request.line
