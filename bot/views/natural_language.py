"""How words were understood: notes below an answer, confirmations, and small talk."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

from bot.languages import _, ngettext, typed_language
from bot.message import Block, Button, Buttons, Heading, Message, Note, Paragraph, code, filled, say, text
from bot.views.shared.names_and_dates import clock, day, days, in_quotes, joined, lead, weekday
from briefings.model.agenda import EventDate
from briefings.model.delivery import Lead
from briefings.model.marking import strictest, typed_marking


def with_interpretation(message: Message, line: str, typed: str, prefix: str) -> Message:
    """Adds the command that gives the answer, if something else was typed; it names what "it" was in this chat."""
    if line.split()[1:] == ["it"]:
        line = message.line.lstrip("/")
    if not line:
        return message
    if line.casefold() == typed.strip().lstrip("/!").casefold():
        return message
    with typed_language() if message.unanswered else nullcontext():
        note = Note(filled(_("You can also type {line}"), line=code(f"{prefix}{line}")))
    return _noted(message, note)


def confirm(
    line: str, prefix: str, about: tuple[Block, ...] = (), lacking: Sequence[str] = (), lost: Sequence[Lead] = ()
) -> Message:
    """Asks to confirm a change, below what it is about.

    `lacking` are the words said that the line doesn't carry, `lost` the leads whose place its leads would take.
    """
    message = say(
        *about,
        Paragraph(filled(_("That would run {line}. Go ahead?"), line=code(f"{prefix}{line}"))),
        *((Note(text(_("That leaves out: {words}.", words=", ".join(lacking)))),) if lacking else ()),
        *((Note(text(_("No longer: {leads}.", leads=joined([lead(each) for each in lost])))),) if lost else ()),
        Buttons(((Button(_("Yes"), f"/{line}"),),)),
    )
    return replace(message, proposes=True)


def present_digest(line: str) -> Note:
    """Says that the digest set up here stays beside a new one, and the line that ends it."""
    return Note(filled(_("Your present digest stays until you end it with {line}."), line=code(line)))


def offer(lines: Sequence[str], prefix: str) -> Message:
    """The commands that an unclear sentence may mean, as buttons."""
    with typed_language():
        asked = _("I'm not sure what you mean. Is it one of these?")
    return replace(say(asked, _choices(lines, prefix)), puzzled=True)


def ask_which(sentence: str, lines: Sequence[tuple[str, str]]) -> Message:
    """Asks which of several things is meant; `lines` are what each button runs, with the name of the thing."""
    rows = tuple((Button(name, f"/{line}"),) for line, name in lines)
    return replace(say(sentence, *((Buttons(rows),) if rows else ())), failed=True)


def with_offers(message: Message, lines: Sequence[str], prefix: str) -> Message:
    """Adds the commands that a question may mean which the texts don't answer."""
    with typed_language():
        asked = Paragraph(text(_("Or do you mean this?")))
    return replace(message, blocks=(*message.blocks, asked, _choices(lines, prefix)))


def _choices(lines: Sequence[str], prefix: str) -> Buttons:
    return Buttons(tuple((Button(f"{prefix}{line}", f"/{line}"),) for line in lines))


def ask_half_of_day(lines: Sequence[str], times: Sequence[str], prefix: str) -> Message:
    """Asks which of two times of day is meant, with the line that each runs."""
    buttons = tuple(Button(at, f"/{line}") for line, at in zip(lines, times, strict=True))
    asked = filled(
        _("At {early} or at {late}? The first runs {line}."),
        early=times[0],
        late=times[1],
        line=code(f"{prefix}{lines[0]}"),
    )
    return replace(say(Paragraph(asked), Buttons((buttons,))), proposes=True)


def no_pause(prefix: str) -> Message:
    """Says what holds messages back, after a wish to pause all reminders for some days."""
    told = _(
        "Reminders can't be paused until a day. {mute} stops those of one event, {skip} leaves out digests, and "
        "{quiet} holds messages at night."
    )
    lines = (("mute", "mute e1"), ("skip", "skip until 2026-12-04"), ("quiet", "quiet 22:00-07:00"))
    shown = filled(told, **{name: code(f"{prefix}{line}") for name, line in lines})
    return say(Paragraph(shown), Buttons(((Button(_("Upcoming reminders"), "/schedule reminders"),),)))


def end_of_all(count: int, line: str, prefix: str) -> Message:
    """Asks whether to end the reminders of all events; says so if there are none."""
    if not count:
        return say(_("This chat gets no reminders, so there is nothing to stop."))
    told = ngettext(
        "This chat gets reminders of {number} event.", "This chat gets reminders of {number} events.", count
    )
    return confirm(line, prefix, (Paragraph(text(told)),))


def no_monthly_digest(weekly: str, month: str, prefix: str) -> Message:
    """Says what is possible in place of a digest a month: the lines of one a week and of the month's analyses."""
    told = _(
        "Digests come on days of the week, not of the month, so I changed nothing. {weekly} orders one a week, and "
        "{month} lists the analyses published last month."
    )
    shown = filled(told, weekly=code(f"{prefix}{weekly}"), month=code(f"{prefix}{month}"))
    return say(Paragraph(shown), _choices((weekly, month), prefix))


def no_translation(prefix: str) -> Message:
    """Says that texts aren't translated, and what sets the language of answers."""
    told = _("Readout doesn't translate texts. {line} chooses the language of its own sentences.")
    return say(Paragraph(filled(told, line=code(f"{prefix}language"))))


def choose_what_ends(lines: Sequence[str], prefix: str) -> Message:
    """Asks which digest or reminders are to end, with a button for each."""
    if not lines:
        return say(_("No digests or reminders come here, so there is nothing to stop."))
    told = _("I changed nothing yet. Which of these should end?")
    return replace(say(told, _choices(lines, prefix)), puzzled=True)


def no_alternate_digest(line: str, prefix: str) -> Message:
    """Says that digests come on days of the week, and offers one on three days."""
    told = _(
        "Digests come on days of the week, not every other day or week, so I changed nothing. {line} orders one on "
        "three days a week."
    )
    return say(Paragraph(filled(told, line=code(f"{prefix}{line}"))), _choices((line,), prefix))


def no_single_digest(prefix: str) -> Message:
    """Says that digests come week after week, and what shows the next one now."""
    told = _("Digests come every week on their days, not once, so I changed nothing. {line} shows the next one now.")
    return say(Paragraph(filled(told, line=code(f"{prefix}preview"))), _choices(("preview",), prefix))


def several_digests(lines: Sequence[str], prefix: str) -> Message:
    """Says that each digest has one time of day, and offers one for each."""
    told = _("A digest comes at one time of day, so you need several. Each button orders one.")
    return say(told, _choices(lines, prefix))


def refused(prefix: str) -> Message:
    """Says that nothing was changed, after a refusal."""
    return say(_("I changed nothing. To undo your last change, type {line}.", line=f"{prefix}undo"))


def yes_to_nothing() -> Message:
    """Says how a question is answered, after a yes in words."""
    return say(_("To answer a question with yes, use its button. I changed nothing."))


def ask_change(words: str) -> Message:
    """Asks what a new value is for."""
    return replace(
        say(_("What should I change to “{words}”? Please type the whole change.", words=words)), puzzled=True
    )


def small_talk(kind: str, prefix: str) -> Message:
    """A reply to small talk, with suggestions."""
    with typed_language():
        return _small_talk(kind, prefix)


def _small_talk(kind: str, prefix: str) -> Message:
    if kind == "greeting":
        asked = _(
            "Hello. Ask me in plain words, for example “what is coming up?”, “summarise section 3” or “who is quoted?”."
        )
        names = ((_("Summary"), "/summary"), (_("Events"), "/events"), (_("Help"), "/help"))
        return say(asked, Buttons((tuple(Button(label, says) for label, says in names),)))
    if kind == "who":
        who = _(
            "I'm Readout, a bot. I brief you on the analyses in this library, tell you what is coming up, and "
            "remind you in time."
        )
        names = ((_("Analyses"), "/list"), (_("Events"), "/events"), (_("Help"), "/help"))
        return say(who, Buttons((tuple(Button(label, says) for label, says in names),)))
    if kind == "thanks":
        return say(_("You are welcome."))
    return say(_("Goodbye. Type {line} to see what I'll send you.", line=f"{prefix}schedule"))


def with_zone(message: Message, word: str, zone: str, line: str) -> Message:
    """Adds that a word was read as the time zone, and the line that keeps it in the title."""
    note = _("I read “{word}” as the time zone {zone}. To keep it in the title, undo this and type {line}.")
    return _noted(message, Note(filled(note, word=word, zone=zone, line=code(line))))


def with_turned_clock(message: Message, when: EventDate, typed: time | None) -> Message:
    """Adds a note if the zone's clocks skip the typed time or show it twice."""
    if when.at is None or when.zone is None or typed is None:
        return message
    zone, shown = when.zone, when.at.astimezone(ZoneInfo(when.zone))
    if shown.time() != typed:
        note = _("Clocks in {zone} skip {time} that day; {shown} is used instead.")
    elif shown.replace(fold=0).utcoffset() != shown.replace(fold=1).utcoffset():
        note = _("Clocks in {zone} show {time} twice that day; this is the first.")
    else:
        return message
    words = filled(note, zone=zone, time=f"{typed:%H:%M}", shown=f"{shown:%H:%M}")
    return replace(message, blocks=(*message.blocks, Note(words)))


def with_date(message: Message, typed: str, when: EventDate, zone: str) -> Message:
    """Adds how a typed date was read."""
    if when.at is not None:
        date = clock(when.at, when.zone or zone)
    elif when.first == when.last:
        date = f"{weekday(when.first.weekday())}, {day(when.first)}"
    else:
        date = days(when.first, when.last)
    return _noted(message, Note(text(_("I read “{words}” as {date}.", words=typed, date=date))))


def several(answers: Sequence[tuple[str, Message]], held: Sequence[str], further: Sequence[str]) -> Message:
    """The answers to the wishes of one sentence, each below its words.

    `held` are changes that wait for an answer or for another try, `further` those beyond what one message takes.
    """
    messages = [message for _words, message in answers]
    told = [block for number, (words, each) in enumerate(answers, 1) for block in _wish(number, words, each)]
    rows = [row for number, each in enumerate(messages, 1) for row in _rows_of(number, each, messages)]
    left = [*held, *further]
    return Message(
        (
            *told,
            *((Paragraph(text(_waiting(held))),) if held else ()),
            *((Paragraph(text(_beyond(further))),) if further else ()),
            Buttons((*rows, *((Button(each, f"/say {each}"),) for each in left))),
        ),
        stays=True,
        public=bool(messages) and all(each.public for each in messages),
        failed=all(each.failed for each in messages),
        puzzled=all(each.puzzled for each in messages),
        once=any(each.once for each in messages),
        proposes=any(each.proposes for each in messages),
        personal=any(each.personal for each in messages),
        marking=_strictest(messages),
        later=_later(messages),
        origins=tuple(span for each in messages for span in each.origins),
    )


def _wish(number: int, words: str, message: Message) -> tuple[Block, ...]:
    shown = (block for block in message.blocks if not isinstance(block, Buttons))
    return (
        Heading(f"{number}. {words}", 2),
        *(replace(each, level=each.level + 2) if isinstance(each, Heading) else each for each in shown),
    )


def _rows_of(number: int, message: Message, messages: Sequence[Message]) -> tuple[tuple[Button, ...], ...]:
    """The buttons of an answer that asks or changed something; of others one that shows the answer alone."""
    rows = tuple(row for block in message.blocks if isinstance(block, Buttons) for row in block.rows)
    if message.line and not (message.proposes or message.once or message.puzzled or message.failed):
        return ((Button(message.line, message.line),),)
    others = {button.label for each in messages if each is not message for button in _buttons(each)}
    return tuple(
        tuple(replace(b, label=f"{b.label} ({number})") if b.label in others else b for b in row) for row in rows
    )


def _buttons(message: Message) -> tuple[Button, ...]:
    return tuple(b for block in message.blocks if isinstance(block, Buttons) for row in block.rows for b in row)


def _waiting(held: Sequence[str]) -> str:
    return _(
        "Not done yet: {wishes}. Settle what is asked or failed above first, then press the button.",
        wishes=joined([in_quotes(each) for each in held]),
    )


def _beyond(further: Sequence[str]) -> str:
    return _(
        "Not done: {wishes}. I carry out at most four requests in one message.",
        wishes=joined([in_quotes(each) for each in further]),
    )


def several_interrupted(done: Sequence[str], left: Sequence[str], offered: Sequence[str]) -> Message:
    """The wishes of a sentence that were carried out before a restart, and those that were not; some have buttons."""
    told = _(
        "Done: {wishes}. Readout was interrupted before it could show the details.",
        wishes=joined([in_quotes(each) for each in done]),
    )
    return say(
        told,
        Paragraph(text(_("Not done: {wishes}.", wishes=joined([in_quotes(each) for each in left])))),
        *((Buttons(tuple((Button(each, f"/say {each}"),) for each in offered)),) if offered else ()),
    )


def _strictest(messages: Sequence[Message]) -> str:
    markings = [each for each in (typed_marking(message.marking or "") for message in messages) if each]
    return strictest(*markings) if markings else ""


def _later(messages: Sequence[Message]) -> Callable[[], Awaitable[Message]] | None:
    """Makes the second messages of all answers that have one."""
    makers = [each.later for each in messages if each.later is not None]
    if not makers:
        return None

    async def made() -> Message:
        messages = [await make() for make in makers]
        return Message(tuple(block for each in messages for block in each.blocks))

    return made


def with_slips(message: Message, slips: Sequence[tuple[str, str]]) -> Message:
    """Adds what mistyped words were read as."""
    for typed, read in slips:
        message = _noted(message, Note(text(_("I read “{typed}” as “{read}”.", typed=typed, read=read))))
    return message


def with_left_out(message: Message, ids: Sequence[str]) -> Message:
    """Adds which of the things that were named the answer leaves out."""
    note = Note(text(_("This leaves out {ids}. Ask about each by itself.", ids=joined(ids))))
    return replace(_noted(message, note), puzzled=True)


def with_dropped(message: Message, clauses: Sequence[str]) -> Message:
    """Adds which orders of a sentence were not carried out, in its words."""
    return _noted(message, Note(text(_("I left out: {words}.", words=joined([in_quotes(each) for each in clauses])))))


def _noted(message: Message, note: Note) -> Message:
    """Adds a note above the buttons."""
    at = len(message.blocks) - (1 if message.blocks and isinstance(message.blocks[-1], Buttons) else 0)
    return replace(message, blocks=(*message.blocks[:at], note, *message.blocks[at:]))
