"""Plain words: interprets a sentence or a reply to an answer, resolves what it refers to and runs the command."""

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
from bot.commands.natural_language.classifier import Guess, classify
from bot.commands.natural_language.command_lines import (
    CHANGES,
    Utterance,
    is_change,
    is_changing,
    names_period,
    same_kind,
)
from bot.commands.natural_language.confidence import TEXTS, Route, is_sure, route
from bot.commands.natural_language.dropped_clauses import dropped_clauses
from bot.commands.natural_language.named_speakers import lines_about, speaker_question
from bot.commands.natural_language.reminder_lines import completed_reminder, days_left_out, lost_leads
from bot.commands.natural_language.several_wishes import wishes_in
from bot.commands.natural_language.typing_slips import in_other_layout, without_slips
from bot.commands.natural_language.unnamed_wishes import UnnamedWish
from bot.commands.permissions import CHANGE_EVENT, MARK, may, needed_by
from bot.commands.phrases import PART, Intent, Interpretation, rule_of, understand
from bot.commands.phrases.changed_lines import days_of, line_with_value, line_without
from bot.commands.phrases.left_out import left_out
from bot.commands.phrases.no_command import brings_back, says_not_that
from bot.commands.phrases.refusal_phrases import NewValue, new_value, refusal
from bot.commands.phrases.reminder_days import recurring
from bot.commands.phrases.required_words import (
    asks_for_events,
    asks_for_export,
    asks_for_list,
    ends_reminders,
    has_required_words,
)
from bot.commands.phrases.skip_phrases import (
    ALL_OFF,
    OF_LAST_MONTH,
    WEEKLY,
    ends_all_reminders,
    orders_monthly,
    pauses_reminders,
)
from bot.commands.phrases.slots import bare_hour, is_lead
from bot.commands.phrases.topic_phrases import limited_topic
from bot.commands.phrases.variation import event_of, vary_line
from bot.commands.registry import Command, Registry, line_words, require_role, split_line
from bot.languages import translate
from bot.message import Block, Message
from bot.views import natural_language as views
from bot.views import refusals
from bot.views.shared.names_and_dates import event_header, named_id, prefix_of
from briefings.agenda import parse_event_filter
from briefings.answers import TokenAccount
from briefings.errors import Ambiguous, BadInput, BriefingError, NotFound, Unwritten
from briefings.library import ResolvedPlace
from briefings.model.agenda import Event, EventWindow
from briefings.model.delivery import CitedSentence
from briefings.model.people import Role
from briefings.parsing import guess_event, parse_days, parse_id
from briefings.service import Briefings
from briefings.text import lazy_re
from briefings.translatable import phrase
from briefings.undo import Undoer

Run = Callable[[Command, str], Awaitable[Message]]
_NATURAL = lazy_re(
    r"(?:of|for|the|an?|me|us|my|our|about|is|are|was|were|did|does|do|from|in|on|to|with|this|that|it|its|until|till"
    r"|please|section|part|chapter|some|any|back|backs|backing|supports?|supporting|behind|underlying|между|на|о|об|по|мне|нам|из|для)\b(?!-\d)",
    re.IGNORECASE,
)
_ASKS = lazy_re(r"(?:is|are|was|were|do|does|did|for|about)\b", re.IGNORECASE)
_MARKS = "mark "  # the line in which a place is named exactly, whatever was read last
_ASK_THEMSELVES = (_MARKS, "clearance ")  # lines whose commands ask for the reason, or whether to make the change
_ACTIONS = {"event": CHANGE_EVENT, "mark": MARK}  # what commands do with words of their own
_BECAUSE = lazy_re(r"\b(?:because|since|потому что|так как)\b|因为", re.IGNORECASE)
_PART = lazy_re(rf"{PART}|\b(?:section|part|chapter|раздел|глав|част)|部分|[节章]", re.IGNORECASE)
WITHIN = " in {place}"  # how a line ends that looks into one analysis
_OF_WORDS = frozenset(("ask", "search", "brief", "compare", "where", "disagree", "quotes"))  # lines that hold any words
_IDS = lazy_re(r"(?<![A-Za-z0-9:-])[aAeE]\d{1,9}(?![A-Za-z0-9-])")
_QUOTING = frozenset({"where", "search"})  # commands after which a text's own words stand, "the" at their head or not
_EVERY = lazy_re(r"(?:every|each)\b", re.IGNORECASE)
_TYPED = lazy_re(r"(?:[aAeE]-?)?\d+|\d+[dhwm]|\d{1,2}:\d\d|all|off|brief|short|medium|long|fluent")
_PLAIN_NAME = lazy_re(r"[^\W\d_]+(?:[ -][^\W\d_]+){0,2}")  # an event's name that is shown as it was said
_FIRST = {"shorter": "summary short", "longer": "summary long", "sources": "sources"}  # where nothing was answered yet
_LONGEST = 500  # characters that a language model is asked about
_LOOKING = frozenset(  # commands that change nothing, whatever follows them
    (
        *("help", "status", "list", "sections", "read", "summary", "sources", "audit", "quotes", "timeline", "actors"),
        *("where", "changes", "revisions", "search", "ask", "brief", "events", "calendar", "subscriptions", "schedule"),
        *("preview", "deliveries", "compare"),
    )
)
_OFFERED = 4  # upcoming events to choose from
_CHOICES = 6  # things that an unclear name is offered for
_OPTIONAL = ("calendar",)  # commands that need no event
_TIMED = ("remind ", "subscribe ", "settings digest ", "event ")  # commands that take a time of day
_LOOK = 2  # words of a line that only shows an event
_ASKED = ("?", "？")  # how a question ends


@dataclass(frozen=True, slots=True)
class PlainRequest:
    """Plain words with their place, sender, time and the chat's zone.

    `answered` is the command line of an earlier wish in the same sentence; "" for the first. `proposed` says that the
    sender was asked last whether to make a change.
    """

    request: Request
    briefings: Briefings
    role: Role
    now: datetime
    zone: str
    answered: str = ""
    proposed: bool = False

    async def line(self, wish: Intent) -> str:
        """The command line of an intent with its gap filled. Raises NotFound, Ambiguous or BadInput."""
        request = self.request
        line = await self._filled(wish)
        return await completed_reminder(line, request.line, request.address, self.briefings, self.today)

    @property
    def today(self) -> date:
        """The day in the chat's zone."""
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    async def lacking(self, line: str) -> tuple[str, ...]:
        """What the sentence says and a line for a digest or a reminder doesn't carry."""
        said = self.request.line
        return (*left_out(said, line), *await days_left_out(line, said, self.briefings, self.today))

    async def _filled(self, wish: Intent) -> str:
        match wish.gap:
            case "event":
                return wish.filled(await self._event(wish))
            case "place" if wish.line.startswith(_MARKS):
                return wish.filled(await self._exact_place(wish.words))
            case "place" if wish.line.endswith(WITHIN):
                return wish.filled(await self._analysis(wish.words))
            case "place":
                return wish.filled(await self._place(wish.words))
            case "digest" if not wish.words.isdecimal():
                own = await self.briefings.subscriptions.of(self.request.address)
                return line_without(own, parse_days(wish.words) if wish.words else frozenset())
            case _:
                return wish.filled(wish.words)

    async def _event(self, wish: Intent) -> str:
        agenda = self.briefings.agenda
        if is_lead(wish.words):
            wish = replace(wish, words="")
        if wish.words and _PLAIN_NAME.fullmatch(wish.words):
            with suppress(NotFound):
                await agenda.find(wish.words)
                return wish.words
        if wish.words:
            return f"e{(await self._meant(wish.words)).id}"
        if wish.line.startswith(_OPTIONAL):
            return ""
        if at_hand := event_of(await self.last_line()):
            with suppress(NotFound, Ambiguous):
                await agenda.find(at_hand)
                return at_hand
        ahead = (await agenda.page(EventWindow(), self.now, _OFFERED)).events
        if len(ahead) == 1:
            return f"e{ahead[0].event.id}"
        if not ahead:
            raise NotFound("No upcoming events. Type /events all to include past ones.")
        names = ", ".join(f"e{each.event.id} ({each.event.title})" for each in ahead)
        raise BadInput("Which event do you mean? Upcoming: {names}.", names=names)

    async def behind(self, last: str) -> str:
        """The sources of the section about the event in a line; "" if there is none."""
        with suppress(NotFound, Ambiguous):
            if named := event_of(last):
                event = await self.briefings.agenda.find(named)
                mentions = (await self.briefings.agenda.show(event.id, self.now)).mentions
                return await self._sources(mentions[0]) if mentions else ""
        return ""

    async def _sources(self, mention: CitedSentence) -> str:
        sections = (await self.briefings.library.get(mention.analysis)).draft.sections
        around = [number for number, each in enumerate(sections, 1) if each.start <= mention.start < each.end]
        return " ".join(("sources", f"a{mention.analysis}", *map(str, around[-1:])))

    async def sentence(self) -> Utterance:
        """The sentence, for the command lines that it may mean."""
        request = self.request
        return Utterance(request.line, request, self.briefings, self.now, self.zone, await self.last_line())

    async def last_line(self) -> str:
        """The command line this person was last answered here."""
        return self.answered or await self.briefings.chats.last_line(self.request.address, self.request.sender)

    async def _meant(self, words: str) -> Event:
        agenda = self.briefings.agenda
        try:
            return await agenda.find(words)
        except (NotFound, Ambiguous) as failed:
            known = await agenda.nearest(self.now)
            ahead = [each.event for each in known if each.ahead]
            try:
                return guess_event(words, (ahead, [each.event for each in known]), self.now, self.zone, failed)
            except NotFound:
                with suppress(NotFound, Ambiguous):
                    if named := await replace(await self.sentence(), words=words).event():
                        return named
                raise

    async def _place(self, words: str) -> str:
        """The words if they name a place, or else the best matching section of the current analysis."""
        loose, words = words.startswith(PART), words.lstrip(PART)
        if not words:
            return ""
        library, request = self.briefings.library, self.request
        current = await self.briefings.chats.current(request.address, request.sender)
        try:
            await library.resolve(line_words(words), current)
            return words
        except NotFound:
            found: ResolvedPlace | None = await library.section_about(words, current, headed=not loose)
            if found is not None and found.section is not None:
                return f"a{found.analysis.id} {found.section + 1}"
            named = await self._named(words)
            if not named or (loose and " " not in named):
                raise
            return named

    async def _exact_place(self, words: str) -> str:
        """The id of the analysis, and the number of the section, that words name. Raises NotFound or Ambiguous."""
        current = await self.briefings.chats.current(self.request.address, self.request.sender)
        found = await self.briefings.library.resolve_typed(line_words(await self._place(words)), current)
        said, first = _BECAUSE.split(self.request.line, maxsplit=1)[0], words.partition(" ")
        if found.section is None and (_PART.search(said) or (first[2] and parse_id(first[0]))):
            raise NotFound("I found no such section: “{words}”.", words=words.lstrip(PART))
        return f"a{found.analysis.id}" if found.section is None else f"a{found.analysis.id} {found.section + 1}"

    async def _analysis(self, words: str) -> str:
        """The id of the analysis that words name. Raises NotFound or Ambiguous."""
        current = await self.briefings.chats.current(self.request.address, self.request.sender)
        found = await self.briefings.library.resolve_typed(line_words(await self._place(words)), current)
        return f"a{found.analysis.id}"

    async def _named(self, words: str) -> str:
        """The analysis or section whose title holds some of the words, in any language; "" if there is none."""
        with suppress(NotFound, Ambiguous):
            return await replace(await self.sentence(), words=words).place()
        return ""


def interpretation_of(
    name: str, rest: str, request: Request, registry: Registry, now: datetime, zone: str
) -> Interpretation | None:
    """The interpretation of a line as plain words; None if it was typed as a command.

    After a command's name, only further words of a sentence make it plain, as in "remind me", and only by a rule. A
    word similar to a command's name is a typo if only ids, numbers and options follow.
    """
    found = registry.find(name)
    spoken = found is not None and found.name not in _OF_WORDS and _is_natural(rest, command=True)
    plain = request.unmarked or not request.command or spoken
    if plain and not request.verbatim and (parts := wishes_in(f"{name} {rest}")):
        return Interpretation(parts=parts)
    natural = (
        _is_natural(rest, command=request.command) if found else not request.command or _is_wish(name, rest, registry)
    )
    if found and not (natural or request.command):
        natural = not _fits(found, rest, now, zone) or _says_command(found, f"{name} {rest}", rest)
    quoted = request.verbatim or (request.command and found and found.name in _QUOTING and not _ASKS.match(rest))
    if not name or not natural or quoted:
        return None
    meant = understand(f"{name} {rest}")
    mistyped = _is_typed(rest) and (registry.near(name) or (not rest and registry.begun(name)))
    if not (request.command or mistyped) and (read := without_slips(f"{name} {rest}".strip())):
        return Interpretation(parts=wishes_in(read), meant=read)
    if found and not meant.certain:
        asked = _is_other_kind(found, meant, f"{name} {rest}") or _lists_a_period(f"{name} {rest}")
        return meant if asked else None
    return meant if meant.certain or not mistyped else None


def _is_wish(name: str, rest: str, registry: Registry) -> bool:
    """Whether a slash before an unknown word begins a sentence that is surely understood: "/cancel e1"."""
    if not rest or registry.near(name) or registry.begun(name):
        return False
    meant = understand(f"{name} {rest}")
    return meant.certain and bool(meant.wishes)


def _lists_a_period(sentence: str) -> bool:
    return asks_for_list(sentence) and names_period(sentence)


def _is_other_kind(found: Command, meant: Interpretation, sentence: str) -> bool:
    """Whether a sentence that begins with a command's name surely means something else than that command's words."""
    guesses = classify(sentence, rule_of(meant))
    return is_sure(guesses) and not same_kind(found.name, guesses[0].kind)


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
    if close is None and (read := in_other_layout(f"{name} {rest}")):
        read_name, rest = split_line(read)
        close = registry.find(read_name)
    if close:
        return refusals.confirm_line(name, close.name, f"{prefix}{close.name}", rest, prefix)
    return refusals.unknown(name, prefix)


def _is_natural(rest: str, *, command: bool) -> bool:
    return bool(_NATURAL.match(rest.strip())) or (not command and bool(_EVERY.match(rest.strip())))


def _fits(found: Command, rest: str, now: datetime, zone: str) -> bool:
    """Whether words may follow a command's name; after "list" they are rather a sentence."""
    try:
        found.check(line_words(rest), "")
        if found.name == "events":
            parse_event_filter(line_words(rest), now, zone)
    except (BadInput, Ambiguous):
        return False
    return found.name != "list" or not rest


def _says_command(found: Command, sentence: str, rest: str) -> bool:
    """Whether a rule takes a sentence with small words for the command with whose name it begins."""
    if found.name in _QUOTING or _is_typed(rest) or not any(map(_NATURAL.match, rest.split())):
        return False
    try:
        return rule_of(understand(sentence)) == found.name
    except BriefingError:  # a time zone that nobody knows
        return False


def _is_typed(rest: str) -> bool:
    return all(_TYPED.fullmatch(word) for word in rest.split())


async def answer(meaning: Interpretation, spoken: PlainRequest, run: Run, registry: Registry) -> Message:
    """The answer to the line that is meant, an offer of the likeliest commands, or a line of small talk.

    It has the marking of what it shows, or names where it asks back; so has an error. Raises the failure of the first
    line if none works.
    """
    async with errors_marked(spoken.briefings):
        message = await _answer(meaning, spoken, run, registry)
        return await with_marking_of_names(message, spoken.briefings) if message.marking is None else message


async def _answer(meaning: Interpretation, spoken: PlainRequest, run: Run, registry: Registry) -> Message:
    """The answer without a marking where no command made it.

    The phrase rules speak first, and the classifier where they say nothing or something unlikely. Raises the failure of
    the first line if none works.
    """
    prefix = prefix_of(spoken.request.address)
    if zone := await awaited_line(meaning, spoken.request, spoken.briefings, spoken.now):
        return await _ran(zone, run, registry)
    if (
        told := await _unnamed(spoken)
        or await _of_all_or_none(spoken)
        or await _changed_or_refused(meaning, spoken)
        or await _limited_digest(spoken)
        or await _said_by(spoken, run, registry)
    ):
        return told
    guesses = _guesses(meaning, spoken.request.line)
    way = route(meaning, guesses, alone=len(spoken.request.line.split()) == 1 and spoken.request.line.isascii())
    first = "".join(way.kinds[:1])
    talk = meaning.talk if way.way == "rules" else first[1:] if first.startswith("=") else ""
    if talk and way.way != "offers":
        return views.small_talk(talk, prefix)
    wishes = await _wished(meaning, spoken, registry, way)
    if asked := await _half_of_day(wishes if way.way == "rules" else (), way, spoken):
        return asked
    if way.way == "offers" and wishes == meaning.wishes and (offered := await _offered(way.kinds, spoken, wishes)):
        return offered
    if way.way == "kind":
        with suppress(NotFound, BadInput):
            return await _by_kind(way.kinds[0], spoken, run, registry)
        if way.kinds[0] in CHANGES and meaning.caught:
            return await _offered(way.kinds, spoken, wishes) or refusals.not_understood(prefix)
    return await _by_rules(wishes, spoken, run, registry, way.kinds)


async def _unnamed(spoken: PlainRequest) -> Message | None:
    """The answer to a wish that no single command carries out; None for other sentences."""
    request = spoken.request
    by = Undoer(request.address, request.sender, request.who, spoken.role)
    prefix, last = prefix_of(request.address), await spoken.last_line()
    if spoken.proposed and brings_back(request.line):
        return views.refused(prefix)
    return await UnnamedWish(request.line, by, spoken.briefings, spoken.zone, prefix, last).answer()


async def _of_all_or_none(spoken: PlainRequest) -> Message | None:
    """What follows a wish to pause or end all reminders, or for a digest a month; None for other sentences."""
    line, prefix = spoken.request.line, prefix_of(spoken.request.address)
    if pauses_reminders(line):
        return views.no_pause(prefix)
    if ends_all_reminders(line):
        follows = await spoken.briefings.subscriptions.follows(spoken.request.address)
        return views.end_of_all(len(follows), ALL_OFF, prefix)
    return views.no_monthly_digest(WEEKLY, OF_LAST_MONTH, prefix) if orders_monthly(line) else None


def _guesses(meaning: Interpretation, sentence: str) -> list[Guess]:
    """What the classifier says, without kinds whose words are missing; a reminder to forget is never one to set."""
    digest = rule_of(meaning) == "unsubscribe" and meaning.wishes[0].words
    asked = "events" if asks_for_events(sentence) else "export" if asks_for_export(sentence) else ""
    asked = "list" if _lists_a_period(sentence) else asked
    asked = "remind" if rule_of(meaning) == "remind" and recurring(sentence) else asked
    within = "brief" if meaning.wishes and meaning.wishes[0].line.endswith(WITHIN) else ""
    if certain := "unsubscribe" if digest else within or asked:
        others = (Guess(each.kind, 0) for each in classify(sentence, "") if each.kind != certain)
        return [Guess(certain, 1), *others]
    guesses = [each for each in classify(sentence, rule_of(meaning)) if has_required_words(each.kind, sentence)]
    if not ends_reminders(sentence):
        return guesses
    return [Guess("remind off", each.likelihood) if each.kind == "remind" else each for each in guesses]


async def _changed_or_refused(meaning: Interpretation, spoken: PlainRequest) -> Message | None:
    """What follows a new value for the last change, or a refusal that asks for nothing else; None for other words."""
    prefix = prefix_of(spoken.request.address)
    if value := new_value(spoken.request.line):
        line = await _with_value(value, spoken)
        if line and value.at and bare_hour(f"at {value.words}") == int(value.at[:2]):
            late = f"{int(value.at[:2]) + 12}{value.at[2:]}"
            return views.ask_half_of_day([line, line.replace(value.at, late)], [value.at, late], prefix)
        return await _to_confirm(line, Intent(line, sure=False), spoken) if line else views.ask_change(value.words)
    if is_yes(spoken.request.line):
        return views.yes_to_nothing()
    rest = refusal(spoken.request.line)
    if says_not_that(spoken.request.line):
        return views.refused(prefix)
    if rest is None or meaning.talk or (meaning.certain and not rest) or (rest and has_required_words("undo", rest)):
        return None
    wanted = understand(rest) if rest else None
    return None if wanted and wanted.certain and wanted.wishes else views.refused(prefix)


async def _limited_digest(spoken: PlainRequest) -> Message | None:
    """Proposes a digest about a topic at the time of the only one here; None for sentences that limit none."""
    topic = limited_topic(spoken.request.line)
    own = await spoken.briefings.subscriptions.of(spoken.request.address) if topic else []
    if len(own) != 1 or own[0].owner != own[0].address:
        return None
    line, prefix = (
        f"subscribe {days_of(own[0].days)} {own[0].at:%H:%M} about {topic}",
        prefix_of(spoken.request.address),
    )
    return views.confirm(line, prefix, (views.present_digest(f"{prefix}unsubscribe {own[0].id}"),))


async def _said_by(spoken: PlainRequest, run: Run, registry: Registry) -> Message | None:
    """What a named person says on a topic, or of which analysis; None for sentences that ask for no such thing."""
    asked = speaker_question(spoken.request.line)
    lines = await lines_about(asked, await spoken.sentence()) if asked else []
    if not lines:
        return None
    if len(lines) > 1:
        names = ", ".join(name for _line, name in lines[:_CHOICES])
        return views.ask_which(translate(phrase("That could mean {names}.", names=names)), lines[:_CHOICES])
    line = lines[0][0]
    return _interpreted(await _ran(line, run, registry), line, spoken)


async def _with_value(value: NewValue, spoken: PlainRequest) -> str:
    request = spoken.request
    by = Undoer(request.address, request.sender, request.who, spoken.role)
    orders = await spoken.briefings.subscriptions.of(request.address)
    return line_with_value(await spoken.briefings.undo_log.last(by), value, orders)


async def _wished(meaning: Interpretation, spoken: PlainRequest, registry: Registry, way: Route) -> tuple[Intent, ...]:
    """The lines that the rules, or a language model where nothing else is sure, propose in turn."""
    last = await spoken.last_line() if meaning.varies else ""
    behind = await spoken.behind(last) if meaning.varies == "sources" else ""
    again = Intent(vary_line(meaning.varies, last) or behind or (_FIRST.get(meaning.varies, "") if not last else ""))
    by_model = None if meaning.caught or way.way == "kind" else await _by_model(spoken, registry)
    asks = not meaning.caught and way.kinds[:1] == ("ask",)
    wishes = (Intent(f"ask {spoken.request.line}"),) if asks else meaning.wishes
    if way.doubtful:
        wishes = tuple(replace(each, sure=each.sure and not is_changing(each.line)) for each in wishes)
    return (again,) if again.line else (*filter(None, (by_model,)), *wishes)


async def _by_rules(
    wishes: Sequence[Intent], spoken: PlainRequest, run: Run, registry: Registry, near: Sequence[str] = ()
) -> Message:
    """The answer to the first line that works; the nearest commands beside one that the library doesn't give."""
    prefix = prefix_of(spoken.request.address)
    failed: BriefingError | None = None
    for wish in wishes:
        try:
            line = await spoken.line(wish)
            if not wish.sure or await spoken.lacking(line):
                if wish is not wishes[-1] and not may(spoken.role, _needed(line)):
                    continue  # what a reader says of an event is looked for
                if line.startswith(_ASK_THEMSELVES):
                    return await _ran(line, run, registry)
                return await _to_confirm(line, wish, spoken)
            message = _interpreted(await _ran(line, run, registry), line, spoken)
            return await _beside(message, near, spoken) if message.unanswered else message
        except (NotFound, Ambiguous, BadInput) as failure:
            failed = failed or failure
            if chosen := _which(failure, wish, spoken):
                return chosen
    tries_kind = isinstance(failed, NotFound | Ambiguous) or not wishes
    for kind in near[:1] if tries_kind and not _changing(wishes) else ():
        with suppress(NotFound, BadInput):
            return await _by_kind(kind, spoken, run, registry)
    if failed and wishes and wishes[0].gap == "event" and (asked := await _which_event(failed, wishes[0], spoken)):
        return asked
    if failed:
        raise failed
    return await _offered(near, spoken) or refusals.not_understood(prefix)


def _which(failure: BriefingError, wish: Intent, spoken: PlainRequest) -> Message | None:
    """Asks which of several events or analyses a line is about; None for another failure."""
    if not isinstance(failure, Ambiguous) or wish.gap not in ("event", "place") or (wish.gap == "place" and wish.sure):
        return None
    lines = [(wish.filled(named_id(each)), each) for each in failure.candidates[:_CHOICES]]
    return views.ask_which(translate(failure.sentence), _allowed(lines, spoken))


async def _which_event(failure: BriefingError, wish: Intent, spoken: PlainRequest) -> Message | None:
    """Asks which upcoming event a line is about that names none; None if there is none ahead."""
    if not isinstance(failure, NotFound):
        return None
    page = await spoken.briefings.agenda.page(EventWindow(), spoken.now, _OFFERED)
    ahead = [f"e{each.event.id} ({each.event.title})" for each in page.events]
    lines = _allowed([(wish.filled(named_id(each)), each) for each in ahead], spoken)
    return views.ask_which(translate(failure.sentence), lines) if lines else None


def _allowed(lines: Sequence[tuple[str, str]], spoken: PlainRequest) -> list[tuple[str, str]]:
    return [(line, name) for line, name in lines if _may(line, spoken)]


def _changing(wishes: Sequence[Intent]) -> bool:
    """Whether the rules' first line would change something: then its failure is told, and nothing else is tried."""
    return bool(wishes) and (not wishes[0].sure or is_changing(wishes[0].line))


async def _by_kind(kind: str, spoken: PlainRequest, run: Run, registry: Registry) -> Message:
    """The answer to a kind of request; a change is confirmed first. Raises NotFound if it names nothing known."""
    sentence = await spoken.sentence()
    try:
        line = await sentence.line(kind)
    except Ambiguous as failure:
        named = [(f"{sentence.words} {named_id(each)}", each) for each in failure.candidates[:_CHOICES]]
        lines = _allowed([(await replace(sentence, words=words).line(kind), each) for words, each in named], spoken)
        return views.ask_which(translate(failure.sentence), lines)
    if not line:
        raise NotFound("I found nothing of that kind.")
    if is_change(line, kind):
        return await _to_confirm(line, Intent(line, sure=False), spoken)
    message = _interpreted(await _ran(line, run, registry), line, spoken)
    return await _beside(message, [], spoken) if message.unanswered else message


def _interpreted(message: Message, line: str, spoken: PlainRequest) -> Message:
    """An answer with the line that gave it, and with the ids that were said and of which it tells nothing."""
    said, name = spoken.request.line, split_line(line)[0]
    ids = [] if name in _OF_WORDS else [each for each in _IDS.findall(said) if each.lower() not in line.lower().split()]
    shown = views.with_interpretation(message, line, said, prefix_of(spoken.request.address))
    dropped = () if name in _OF_WORDS or message.unanswered or message.failed else dropped_clauses(said, line)
    shown = views.with_dropped(shown, dropped) if dropped else shown
    return views.with_left_out(shown, list(dict.fromkeys(ids))) if ids else shown


async def _lines(kinds: Sequence[str], spoken: PlainRequest) -> list[str]:
    """The command lines of kinds, without those that name nothing known."""
    sentence, lines = await spoken.sentence(), []
    for kind in kinds:
        with suppress(NotFound, Ambiguous, BadInput):
            lines += [line for line in [await sentence.line(kind)] if line and _may(line, spoken)]
    return list(dict.fromkeys(lines))


async def _offered(kinds: Sequence[str], spoken: PlainRequest, wishes: Sequence[Intent] = ()) -> Message | None:
    """An offer of the lines that kinds mean, and of a look into the texts; None if there is none."""
    texts = [wish.line for wish in wishes[:1] if wish.line.startswith(("search ", "ask "))]
    others = [kind for kind in kinds if not (texts and kind in TEXTS)]
    lines = list(dict.fromkeys((*await _lines(others, spoken), *texts)))
    return views.offer(lines, prefix_of(spoken.request.address)) if lines else None


async def _beside(message: Message, near: Sequence[str], spoken: PlainRequest) -> Message:
    """An answer that the library doesn't give, with the nearest commands."""
    lines = await _lines([kind for kind in near if kind not in TEXTS], spoken)
    if not lines:
        return message
    return await with_marking_of_names(
        views.with_offers(message, lines, prefix_of(spoken.request.address)), spoken.briefings
    )


async def _half_of_day(wishes: Sequence[Intent], way: Route, spoken: PlainRequest) -> Message | None:
    """Asks whether an hour from 1 to 6 is meant by night or in the afternoon; None if the line holds no such time."""
    hour = bare_hour(spoken.request.line)
    if not hour or not way.kinds:
        return None
    early, late = f"{hour:02}:00", f"{hour + 12}:00"
    line = ""
    with suppress(NotFound, Ambiguous, BadInput):
        line = await (spoken.line(wishes[0]) if wishes else (await spoken.sentence()).line(way.kinds[0]))
    if not line.startswith(_TIMED):
        return None
    prefix = prefix_of(spoken.request.address)
    if early in line:
        return views.ask_half_of_day([line, line.replace(early, late)], [early, late], prefix)
    if late in line:
        return None
    lead = re.fullmatch(r"remind (.+?) (\d+)d(?: \d+d)*", line)
    if lead is None:
        return None
    lines = [f"remind {lead[2]} days before {lead[1]} at {at}" for at in (early, late)]
    return views.ask_half_of_day(lines, [early, late], prefix)


async def _by_model(spoken: PlainRequest, registry: Registry) -> Intent | None:
    """The line the language model proposes, if it may be run here.

    Anything that changes something is confirmed first.
    """
    prose_writer, prefix = spoken.briefings.prose_writer, prefix_of(spoken.request.address)
    if not prose_writer.ready:
        return None
    known = [command for command in registry if may(spoken.role, command.role)]
    usages = [f"{command.usage('')}: {command.help}" for command in known]
    try:
        line = await prose_writer.line(
            spoken.request.line[:_LONGEST], usages, TokenAccount(spoken.request.address, spoken.zone, spoken.now)
        )
        name, rest = split_line(line)
        command = registry.find(name)
        if command not in known:
            return None
        command.check(line_words(rest), prefix)
    except (Unwritten, BadInput):
        return None
    looks = name.lower() in _LOOKING or (name.lower() == "event" and len(line_words(rest)) == 1)
    wish = Intent(f"{name.lower()} {rest}".strip(), sure=looks)
    return None if wish.gap else wish


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


async def _to_confirm(line: str, wish: Intent, spoken: PlainRequest) -> Message:
    """What would be run, with a button that runs it."""
    what = f"{prefix_of(spoken.request.address)}{line}"
    require_role(spoken.role, _needed(line), what)
    about: tuple[Block, ...] = ()
    if wish.gap == "event":
        before, after = (wish.line.partition("{event}")[at].strip() for at in (0, 2))
        named = event_of(line) if line.startswith("remind ") else line.removeprefix(before).removesuffix(after).strip()
        found = await spoken.briefings.agenda.find(named)
        about = event_header(found, spoken.now, spoken.zone)
    dropped = dropped_clauses(spoken.request.line, line)
    lacking = dropped if wish.gap == "digest" else (*await spoken.lacking(line), *dropped)
    lost = await lost_leads(line, spoken.request.address, spoken.briefings)
    return views.confirm(line, prefix_of(spoken.request.address), about, lacking, lost)


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
