"""Pages about what became of statements and sentences: the outlook, its question, outcomes by holder, corrections."""

from dataclasses import replace
from datetime import date

from bot.message import Message, say
from bot.views import corrections, outlook
from bot.views.delivery import reminders_and_digests
from bot.views.shared.statement_marks import with_marks
from briefings.corrections import Decided, Told
from briefings.model.agenda import EventDate
from briefings.model.corrections import ChangedSentence, Correction, ToldChat
from briefings.model.delivery import CorrectionDue, CorrectionQuestion, CorrectionTakenBack, StatementQuestion
from briefings.model.outlook import Evidence, Settlement, TrackedStatement
from briefings.outlook import Settled, holder_records, page_of
from tests.fakes.ferries import APRIL, FERRIES, NOW, ZONE, cited

_FIFTH, _MAY = (EventDate(day, day, "day") for day in (date(2026, 2, 5), date(2026, 5, 12)))
_QUAY = TrackedStatement(
    *(1, 1, 1, 0, 60, (0, 60), "The northern quay is set to close on 5 February 2026."),
    "scheduled",
    "author",
    _FIFTH,
    "",
)
_PLEDGE = replace(
    *(_QUAY,),
    id=2,
    start=70,
    end=130,
    text="The board pledged two new ferries by April.",
    kind="promised",
    holder="Strait Board",
    due=APRIL,
)
_HOPE = replace(
    _PLEDGE,
    id=3,
    start=140,
    end=190,
    text="Lindqvist expects calmer fares.",
    kind="expected",
    holder="Lindqvist",
    due=None,
)
_SEEN = Evidence("https://news.example/quay")
_SHUT = replace(_QUAY, settlement=Settlement("happened", None, _SEEN))
_LATER = replace(_QUAY, id=4, start=200, end=260, settlement=Settlement("moved", _MAY))
_TODAY = outlook.today_in(NOW, ZONE)


def _marked(message: Message, *found: TrackedStatement) -> Message:
    return with_marks(message, [each for each in found if each.marked(_TODAY)], NOW, ZONE)


def _list(*found: TrackedStatement, editor: bool, about: str = "") -> Message:
    shown = page_of(found, _TODAY, outlook.SHOWN)
    page = outlook.outlook(shown, about, "/outlook", NOW, ZONE, editor=editor, everything=False)
    return _marked(page, *found)


_ELEVEN = ChangedSentence(
    "eleven",
    "Eleven ships join.",
    "Twelve ships join.",
    5,
    20,
    1,
    "The Pact",
    (),
    "correction",
    "They were counted again.",
)
_GONE = ChangedSentence("gone", "Fares stay frozen until the autumn.", verdict="wording")
_SENT = Correction(
    *(1, 1, FERRIES.title, 2, "revision", "sent", (_ELEVEN, _GONE), "telegram:42", "an editor", NOW, "an editor", NOW),
)
_OPEN = replace(
    _SENT,
    id=2,
    state="asked",
    decided_at=None,
    items=(replace(_ELEVEN, verdict="", why=""), replace(_GONE, verdict="")),
)
_WITHDRAWN = replace(
    _SENT, id=3, kind="withdrawal", items=(replace(_GONE, verdict="correction", why="The source was withdrawn."),)
)
_CHATS = (ToldChat("telegram:1", "sent"), ToldChat("slack:C1", "dead", "The bot was removed from the chat"))

OUTCOME_PAGES: dict[str, Message] = {
    "outlook": _list(_QUAY, _PLEDGE, _HOPE, _LATER, editor=True),
    "outlook-settled": _list(_SHUT, _LATER, editor=False, about="a1 Three Harbours, One Timetable"),
    "outlook-none": _list(editor=False),
    "outlook-statement": _marked(outlook.statement(_QUAY, FERRIES.title, None, NOW, ZONE, editor=True), _QUAY),
    "outlook-outcome": _marked(outlook.settled(Settled(_SHUT, _QUAY), FERRIES.title, (), None, NOW, ZONE, "/"), _SHUT),
    "outlook-evidence": _marked(
        outlook.settled(
            Settled(replace(_QUAY, settlement=Settlement("not")), _QUAY),
            *(FERRIES.title, (cited(2, 0), cited(1, 0)), None, NOW, ZONE, "/readout "),
        ),
        replace(_QUAY, settlement=Settlement("not")),
    ),
    "outlook-new-day": _marked(outlook.ask_new_time(_QUAY, "/"), _QUAY),
    "record": outlook.record(holder_records([_SHUT, _PLEDGE, _HOPE], _TODAY), "", "/record"),
    "record-of-analysis": outlook.record(holder_records([_QUAY, _LATER], _TODAY), f"a1 {FERRIES.title}", "/record a1"),
    "record-none": outlook.record([], "", "/record"),
    "push-statement-due": reminders_and_digests.notice_message(StatementQuestion((_QUAY,), 1, ZONE, NOW)),
    "push-statements-due-again": reminders_and_digests.notice_message(
        StatementQuestion((_QUAY, replace(_QUAY, id=5, start=300)), 4, ZONE, NOW, again=True)
    ),
    "push-correction": reminders_and_digests.notice_message(CorrectionDue(_SENT, (_ELEVEN,), ZONE, NOW, 2)),
    "push-correction-in-doubt": reminders_and_digests.notice_message(
        CorrectionDue(_SENT, (replace(_GONE, why="It was never decided."),), ZONE, NOW, 2, doubt=True)
    ),
    "push-withdrawal": reminders_and_digests.notice_message(CorrectionDue(_WITHDRAWN, _WITHDRAWN.items, ZONE, NOW)),
    "push-correction-taken-back": reminders_and_digests.notice_message(
        CorrectionTakenBack(_SENT, (_ELEVEN,), ZONE, NOW)
    ),
    "push-correction-question": reminders_and_digests.notice_message(CorrectionQuestion(_OPEN, ZONE, NOW)),
    "corrections-why": corrections.ask_why(_OPEN, 1, "/"),
    "corrections-each": corrections.ask_each(_OPEN),
    "corrections-decided": corrections.decided(Decided(replace(_SENT, state="ready"), _OPEN), 60),
    "corrections-half-decided": corrections.decided(
        Decided(replace(_OPEN, items=(_ELEVEN, replace(_GONE, verdict=""))), _OPEN), 60
    ),
    "corrections": say(*corrections.log((_WITHDRAWN, _SENT), (_OPEN,), ZONE)),
    "corrections-none": say(*corrections.log((), (), ZONE)),
    "correction": corrections.one(Told(_SENT, _CHATS), ZONE, decides=True),
}
