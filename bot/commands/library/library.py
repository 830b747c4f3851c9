"""Commands for analyses: list, sections, read, summary, sources, search, import."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.chat import Attachment, DeliveryFailed
from bot.commands.library.confirm_import import remember_files
from bot.commands.permissions import allows
from bot.commands.registry import Argument, Call, command, page_of
from bot.commands.undo import with_undo_button, without_undo
from bot.languages import _, msgid
from bot.message import Block, Message, say
from bot.pictures import drawing
from bot.pictures.fonts import installed
from bot.views.answers import prose
from bot.views.disagreements import with_disagreements
from bot.views.library import import_readers, imports, reading, summaries
from bot.views.library import library as views
from bot.views.library import sources as source_views
from bot.views.library.imports import NEW, REVISION
from bot.views.library.pictures import sources as shares
from bot.views.library.pictures.picture_answer import PICTURE, described, picture_failed, picture_name, with_picture
from bot.views.shared.names_and_dates import typed
from briefings.agenda import parse_event_filter
from briefings.answers import NO_MODEL
from briefings.bibliography import FORMS
from briefings.errors import Ambiguous, BadInput, BriefingError, NotFound, Undecided, Unreadable, Unwritten
from briefings.library import ImportResult, ResolvedPlace, RevisionChoice, audit_analysis, sources_of
from briefings.markings import Portions
from briefings.model.marking import Marking, typed_marking
from briefings.model.summary import Summary
from briefings.parsing import parse_when
from briefings.reading import MOST_BYTES, endings
from briefings.translatable import plural

_YEAR = timedelta(days=365)

ANALYSIS = Argument("analysis", required=False, many=True, offers="analysis")
SECTION = Argument("section", required=False, many=True, offers="section")
FLUENT = Argument("fluent", required=False, choices=("fluent",))
_LENGTHS = (summaries.BRIEF, *summaries.LENGTHS)
LENGTH = Argument("|".join(_LENGTHS), required=False, choices=_LENGTHS)
FORM = Argument("|".join(FORMS), required=False, choices=tuple(FORMS))
_NO_FILE = msgid(
    "There is no file with this. Send a file ({endings}) with {prefix}import as its text, or reply to a file "
    "with it. In the terminal, type /import FILE."
)
_MOST_WORDS = 5_000  # of a summary; more is the text itself


@command(
    "list",
    "Lists the analyses, newest first; with a period, those published in it",
    Argument("words", required=False, many=True),
    forms=("[words]", "PERIOD"),
    examples=("list taiwan", "list this week", "list in october", "list since 2026-09-01"),
    usual=True,
)
async def list_(call: Call) -> Message:
    """Lists the newest analyses, those with the words in their title, or those published in a period."""
    words = " ".join(call.args)
    most = None if call.request.whole else views.SHOWN
    entries = await call.briefings.library.entries(words, most and most + 1)
    period = None if entries or not words else published_days(call.args, call.now, call.zone)
    if period:
        entries = await call.briefings.library.entries("", most and most + 1, period)
        levels = await call.briefings.markings.levels([each.id for each in entries])
        return views.published_list(entries, levels, period, words, call.prefix, most=most)
    total, imports = await call.briefings.library.count(), allows(call.role, "import")
    levels = await call.briefings.markings.levels([each.id for each in entries])
    return views.analyses_list(entries, levels, total, words, call.prefix, imports=imports, most=most)


@command("sections", "Lists the sections of an analysis", ANALYSIS, examples=("sections a1",))
async def sections(call: Call) -> Message:
    """Lists the headings of an analysis."""
    place = await call.place(call.args)
    return views.sections(place.analysis, await call.briefings.markings.portions(place.analysis))


@command("read", "Shows the full text or one section", ANALYSIS, SECTION, examples=("read a1 2", "read a1 background"))
async def read(call: Call) -> Message:
    """Shows a page of the text; "page N" at the end selects one."""
    words, page = page_of(call.args)
    place = await call.place(words, read=True)
    if call.request.whole and words == call.args:
        return reading.read_whole(place.analysis, place.section, await call.briefings.markings.portions(place.analysis))
    pages = reading.page_count(place.analysis, place.section)
    if not 1 <= page <= pages:
        raise NotFound(
            plural(
                "“{title}” has {number} page here; there is no page {page}.",
                "“{title}” has {number} pages here; there is no page {page}.",
                pages,
                title=place.analysis.title,
                page=page,
            )
        )
    return reading.read(place.analysis, place.section, page, await call.briefings.markings.portions(place.analysis))


@command(
    "summary",
    "Briefs you on an analysis, section by section, with sources",
    *(ANALYSIS, SECTION, LENGTH, FLUENT),
    examples=(
        *("summary", "summary a1 brief", "summary a1 short", "summary a1 background long", "summary a1 150 words"),
        "summary a1 fluent",
    ),
    usual=True,
    shows="quotes",
)
async def summary(call: Call) -> Message:
    """Shows verbatim sentences with marks for their sources."""
    words, fluent = _without(call.args, (FLUENT.name,))
    most, words = word_limit(words)
    words, length = _without(words, _LENGTHS)
    if not fluent:
        words, fluent = _without(words, (FLUENT.name,))
    if fluent and length == summaries.BRIEF:
        raise BadInput("A brief only quotes the text; it can't be fluent.")
    place = await call.place(words, read=True)
    portions = await call.briefings.markings.portions(place.analysis)
    if most:
        chosen = await call.briefings.library.summary(place.analysis, words=most, section=place.section)
        return summaries.summary(place.analysis, portions, chosen, f"{most}-word", place.section, others=())
    length = length or call.length
    chosen = await call.briefings.library.summary(place.analysis, length, section=place.section)
    others = await _others(call, place, chosen)
    offered = call.briefings.prose_writer.ready and not fluent and length != summaries.BRIEF
    plain = summaries.summary(place.analysis, portions, chosen, length, place.section, others, in_prose=offered)
    return await _fluent(call, place, portions, length, plain) if fluent and chosen.sections else plain


def word_limit(words: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """Parses a word limit such as "150 words" at the end (0 if none) and returns the rest."""
    ending = [word.lower() for word in words[-2:]]
    if len(ending) < 2 or ending[1] != "words" or not ending[0].isdecimal():
        return 0, words
    if not 0 < int(ending[0]) <= _MOST_WORDS:
        raise BadInput("A summary can have 1 to {most:,} words, not {said}.", most=_MOST_WORDS, said=ending[0])
    return int(ending[0]), words[:-2]


def _without(words: tuple[str, ...], options: Collection[str]) -> tuple[tuple[str, ...], str]:
    """Splits off an option at the end; "" if there is none."""
    option = words[-1].lower() if words else ""
    return (words[:-1], option) if option in options else (words, "")


async def _fluent(call: Call, place: ResolvedPlace, portions: Portions, length: str, plain: Message) -> Message:
    """Cached prose at once, or the plain summary at once and prose later."""
    prose_writer, section = call.briefings.prose_writer, place.section
    kept = await prose_writer.kept_summary(place.analysis, length, section)
    if kept is not None:
        return prose.summary(place.analysis, portions, kept, length, section)
    if not prose_writer.ready:
        return replace(plain, blocks=(*plain.blocks, prose.prose_failed(NO_MODEL)))

    async def written() -> Message:
        try:
            fluent = await prose_writer.summary(place.analysis, length, section, call.asker)
        except Unwritten as failed:
            return say(prose.prose_failed(failed.sentence))
        return prose.summary(place.analysis, portions, fluent, length, section)

    return replace(plain, blocks=prose.prose_pending(plain), later=written)


async def _others(call: Call, place: ResolvedPlace, chosen: Summary) -> list[str]:
    """The other lengths that give a different summary; for a whole text all are assumed to."""
    if place.section is None:
        return list(summaries.LENGTHS)
    library = call.briefings.library
    made = {each: await library.summary(place.analysis, each, section=place.section) for each in summaries.LENGTHS}
    return [each for each in summaries.LENGTHS if made[each] != chosen]


@command(
    "sources",
    "Lists sources by section and doubtful citations; exports them as a file",
    *(ANALYSIS, SECTION, FORM, Argument(PICTURE, required=False)),
    examples=("sources a1", "sources a1 bibtex", "sources a1 picture"),
)
async def sources_(call: Call) -> Message:
    """Lists references with their citations, for the analysis or one section; a format or "picture" may follow."""
    if call.args and call.args[-1].lower() == PICTURE:
        return await _share(await call.place(call.args[:-1]))
    form = call.args[-1].lower() if call.args and call.args[-1].lower() in FORMS else ""
    place = await call.place(call.args[:-1] if form else call.args)
    cited = sources_of(place.analysis.draft, place.section)
    if form:
        return source_views.bibliography_file(place.analysis, cited, form)
    return source_views.sources(place.analysis, cited, place.section)


async def _share(place: ResolvedPlace) -> Message:
    """A picture of the shares of sources, if any is cited."""
    draft, section = place.analysis.draft, place.section
    cited = sources_of(draft, section)
    message = source_views.sources(place.analysis, cited, section)
    if not cited.counted:
        return message
    about = source_views.sources_title(draft, section)
    alternative = shares.alternative(draft.references, cited.counted)
    line = f"/sources {typed(place.analysis.id, section)}"
    if not installed():
        return described(place.analysis, about, alternative, line, section)
    picture = await drawing.draw(
        picture_name("sources", place.analysis.id, section),
        lambda: shares.sources(draft.title, about, draft.references, cited.counted),
        alternative,
    )
    return with_picture(place.analysis, about, picture, line, section) if picture else picture_failed(message)


@command(
    "import",
    "Imports the attached file; in the terminal, type /import FILE",
    Argument("new|revision ANALYSIS", required=False, many=True),
    Argument("published DATE", required=False, many=True),
    Argument("clear|green|amber|amber+strict|red", required=False),
    examples=("import published 2026-02-05", "import new", "import revision a2", "import red"),
    changes=0,
    usual=True,
)
async def import_(call: Call) -> Message:
    """Imports the attached files; one that fails doesn't stop the others.

    All but the last one are parts of the change: after an interruption, all are imported again, and those that are
    already here add nothing.
    """
    marking = next((found for each in call.args if (found := typed_marking(each))), None)
    call = replace(call, args=tuple(each for each in call.args if not typed_marking(each)))
    choice, words = await _choice(call)
    published = _published(call, words)
    if not call.request.attachments:
        asked = _(_NO_FILE, prefix=call.prefix, endings=endings(choice=True))
        return replace(say(asked), failed=not call.request.pressed)
    *others, last = call.request.attachments
    choice = replace(choice, several=bool(others))
    messages: list[Message] = []
    for each in others:
        with call.briefings.intake.part():
            messages.append(await _imported(call, each, published, choice, marking))
    return imports.import_results([*messages, await _imported(call, last, published, choice, marking)])


async def _choice(call: Call) -> tuple[RevisionChoice, tuple[str, ...]]:
    """Parses whether the files are new or a revision of an analysis, and returns the remaining words."""
    choice = call.args[0].lower() if call.args else ""
    if choice == NEW:
        return RevisionChoice(new=True), call.args[1:]
    if choice != REVISION:
        return RevisionChoice(), call.args
    if len(call.args) == 1:
        raise _unclear(call)
    place = await call.briefings.library.resolve(call.args[1:2], None)
    return RevisionChoice(revises=place.analysis.id), call.args[2:]


def _published(call: Call, words: tuple[str, ...]) -> date | None:
    if not words:
        return None
    if words[0].lower() != "published" or len(words) == 1:
        raise _unclear(call)
    return day_of_publication(call, words[1:])


def _unclear(call: Call) -> BadInput:
    return BadInput(
        "After {prefix}import you can add “new” or “revision a3”, a marking such as “red”, and a date: {prefix}import "
        "published 2026-02-05.",
        prefix=call.prefix,
    )


async def _imported(
    call: Call, file: Attachment, published: date | None, choice: RevisionChoice, marking: Marking | None
) -> Message:
    library, chats, request = call.briefings.library, call.briefings.chats, call.request
    try:
        if file.size > MOST_BYTES:
            raise Unreadable("The file is larger than {number} MB.", number=MOST_BYTES // 1_000_000)
        if file.refused:
            raise Unreadable(file.refused)
        await call.tell(imports.fetching_note(file.name))
        data = await file.fetch()
        await call.tell(imports.reading_note(file.name))
        added = await library.add(
            file.name,
            data,
            call.now,
            published=published,
            by=call.who,
            choice=choice,
            reviewed=True,
            place=request.address,
            marking=marking,
            recheck=call.briefings.people.recheck(
                request.sender, request.address, lambda given: allows(call.roles.of(request.sender, given), "import")
            ),
        )
    except Undecided as doubt:
        dated = f" {marking.lower()}" if marking else ""
        dated += f" published {published.isoformat()}" if published else ""
        line = await remember_files(request, call.briefings, [file])
        return imports.ask_revision_or_new(file.name, doubt, line, dated, call.prefix)
    except DeliveryFailed as failed:
        return imports.import_refused(file.name, failed.reason)
    except BriefingError as error:
        return imports.import_refused(file.name, error.sentence)
    if added.withheld:
        return await without_undo(call, imports.withheld(added, file.name), "import")
    await chats.remember(request.address, request.sender, added.analysis, call.now)
    message = await _told(call, added, imports.outcome_of(added, file.name))
    return await with_undo_button(call, message, added.step) if added.step else message


@command(
    "published",
    "Sets an analysis's publication date",
    *(Argument("ANALYSIS", offers="analysis"), Argument("DATE", many=True)),
    examples=("published a1 2026-02-05",),
    changes=0,
)
async def published(call: Call) -> Message:
    """Sets the publication date and reads the text again, since "in April" may now mean another year."""
    name, *words = call.args
    place = await call.briefings.library.resolve([name], None)
    if place.section is not None:
        raise NotFound(
            "I found no analysis called “{name}”. Type {prefix}list to see all analyses.", name=name, prefix=call.prefix
        )
    day, library = day_of_publication(call, tuple(words)), call.briefings.library
    added = await library.set_published(place.analysis.id, day, call.now, by=call.who, reviewed=True)
    return await with_undo_button(call, await _told(call, added, _("read again")), added.step)


async def _told(call: Call, added: ImportResult, outcome: str) -> Message:
    settled = await call.briefings.outlook.settled_in(added.analysis.id, call.now, call.zone)
    findings = await asyncio.to_thread(audit_analysis, added.analysis.draft, call.now, call.zone, settled)
    brief = await call.briefings.library.summary(added.analysis, summaries.BRIEF)
    readers = await _readers(call, added) if added.outcome in ("new", "revised") else ()
    told = imports.imported(added, brief, outcome, findings, call.now, call.zone, call.prefix, readers)
    disputed = await call.briefings.disagreements.all([added.analysis.id]) if added.disputed else ()
    return with_disagreements(told, [each for each in disputed if each.id in added.disputed])


async def _readers(call: Call, added: ImportResult) -> tuple[Block, ...]:
    """Who sees what was just imported."""
    markings = call.briefings.markings
    label = await markings.of(added.analysis.id)
    return import_readers.readers(added, label, markings.default, call.zone, private=call.request.private)


def day_of_publication(call: Call, words: tuple[str, ...]) -> date:
    """Parses a day no later than today. Raises BadInput."""
    when, rest = parse_when(words, call.now, call.zone)
    typed = " ".join(words)
    if rest or when.precision != "day":
        raise BadInput("“{words}” isn't a full date. Use for example 2026-02-05.", words=typed)
    if when.first > call.now.astimezone(ZoneInfo(call.zone)).date():
        raise BadInput("“{words}” is in the future, so it can't be a publication date.", words=typed)
    return when.first


def published_days(words: Sequence[str], now: datetime, zone: str) -> tuple[date, date] | None:
    """The first and the last day of a period in which analyses were published; None for other words.

    A month or day without a year is the last one, because nothing was published in the future.
    """
    for at in (now, now - _YEAR):
        try:
            found = parse_event_filter(words, at, zone)
        except (BadInput, Ambiguous):
            return None
        if not found.period or found.words or found.everything:
            return None
        if found.first <= now.astimezone(ZoneInfo(zone)).date() or "next" in found.period:
            break
    return found.first, found.last
