"""A corrected sentence reaches the chats that were shown it, once, on each database."""

from collections.abc import Sequence
from datetime import time, timedelta
from typing import cast

import pytest

from bot.chat import Platform
from bot.delivery.courier import Route
from bot.delivery.platform_events import PlatformEventLog
from bot.delivery.quoting import quoting
from bot.delivery.rate_limit import ChatLimit, TokenBucket
from bot.delivery.strikethrough import Strikethrough
from bot.message import Bullets, Message, Run, say, text, texts
from bot.views.delivery.reminders_and_digests import notice_message
from briefings.errors import BadInput, NotFound
from briefings.model.corrections import QuotedSpan
from briefings.model.delivery import CorrectionDue, CorrectionQuestion, CorrectionTakenBack, Notice, Outcome
from briefings.model.marking import Label, Viewer, viewing
from briefings.model.schedule.quiet_hours import QuietHours
from briefings.service import Briefings
from tests.fakes.deadline import HANGS
from tests.fakes.town import HERE, SOMEONE, THERE, TOPIC, at

ICE = "Ice on the Quay\n\nThe ice is ten centimetres thick. Skating is allowed from 12 December 2026.\n"
EIGHT = ICE.replace("ten", "eight")
NOON = at("2026-03-01T12:00")
MINUTE = timedelta(minutes=1)
PLATFORMS = ("telegram", "slack")


class Desk:
    """A library with one text, whose readers are shown its sentences, and a sender that delivers at once."""

    def __init__(self, core: Briefings) -> None:
        self.core, self.now, self.epochs = core, NOON, dict[str, int]()
        self.events = PlatformEventLog(core, lambda: self.now, self._refused)

    async def _refused(self, _platform: str, _reason: str) -> None:
        raise AssertionError

    async def add(self, words: str, place: str = SOMEONE) -> None:
        await self.core.library.add("ice.txt", words.encode(), self.now, by="Ida", place=place)

    async def show(self, *addresses: str, words: str = "The ice is", revision: int = 1) -> None:
        """Shows a sentence of a revision in chats."""
        draft = (await self.core.library.revision(1, revision)).draft
        one = next(each for each in draft.sentences if draft.text[each.start :].startswith(words))
        run = Run(draft.text[one.start : one.end], origin=QuotedSpan(1, revision, one.start, one.end))
        for address in addresses:
            await self.events.answered(address, say(Bullets((text(run),))), ["1"])

    async def tick(self, minutes: int = 0) -> list[tuple[str, Notice]]:
        """What leaves after so many minutes, by address."""
        self.now += minutes * MINUTE
        await self.core.outbox.enqueue_due(PLATFORMS, self.now)
        await self.core.reviews.work(PLATFORMS, self.now)
        found: list[tuple[str, Notice]] = []
        for platform in PLATFORMS:
            found += await self._sent(platform)
        return found

    async def _sent(self, platform: str) -> list[tuple[str, Notice]]:
        if platform not in self.epochs:
            self.epochs[platform] = await self.core.outbox.take_over(platform, self.now)
        found = []
        while ready := await self.core.outbox.ready(platform, self.now):
            batch = ready[0]
            message = notice_message(batch.notices[0])
            assert await self.core.outbox.claim(batch, self.epochs[platform], self.now, quoting(message))
            await self.core.outbox.settle(batch, self.epochs[platform], Outcome("sent", receipt="7"), self.now)
            found += [(batch.address, notice) for notice in batch.notices]
        return found

    async def correct(self, number: int = 1, why: str = "It was measured again.") -> None:
        await self.core.corrections.decide(number, "correction", why, self.now, by="Ida")


@pytest.fixture
async def desk(core: Briefings) -> Desk:
    made = Desk(core)
    await made.add(ICE)
    return made


def told(sent: Sequence[tuple[str, Notice]]) -> list[str]:
    return sorted(address for address, notice in sent if isinstance(notice, CorrectionDue))


class EditingPlatform:
    """Keeps the messages that were edited; breaks for one address."""

    def __init__(self, broken: str = "") -> None:
        self.broken, self.edited = broken, dict[str, Message]()

    async def mark(self, address: str, messages: Sequence[str], message: Message) -> None:
        assert list(messages) == ["1"]
        if address == self.broken:
            raise RuntimeError(address)
        self.edited[address] = message


async def test_the_corrected_sentence_is_struck_in_each_earlier_message_though_one_edit_breaks(
    desk: Desk, caplog: pytest.LogCaptureFixture
):
    await desk.show(HERE, THERE)
    await desk.add(EIGHT)
    await desk.tick()
    await desk.correct()
    assert told(await desk.tick(1)) == [HERE, THERE]
    platform = EditingPlatform(broken=HERE)
    route = Route(cast("Platform", platform), TokenBucket(20, lambda _: ChatLimit()))
    marks = Strikethrough(desk.core, dict.fromkeys(PLATFORMS, route), lambda: desk.now)
    for _ in range(2):
        await marks.begin(HANGS)
    runs = (run for block in platform.edited[THERE].blocks for line in texts(block) for run in line)
    struck = [run.text for run in runs if run.struck]
    assert struck == ["The ice is ten centimetres thick."]
    assert platform.edited.keys() == {THERE}
    assert [each.message for each in caplog.records if each.levelname == "ERROR"] == ["a mark broke"]


async def test_the_editor_is_asked_once_and_the_chats_that_were_shown_it_are_told_once(desk: Desk):
    await desk.show(HERE, THERE)
    await desk.show("telegram:-3", words="Skating")
    await desk.add(EIGHT)
    ((address, question),) = await desk.tick()
    assert address == SOMEONE
    assert isinstance(question, CorrectionQuestion)
    assert [(each.old, each.new) for each in question.correction.items] == [
        ("The ice is ten centimetres thick.", "The ice is eight centimetres thick.")
    ]
    assert await desk.tick(30) == []
    await desk.correct()
    assert await desk.tick() == []  # a minute is left to undo it
    sent = await desk.tick(1)
    assert told(sent) == [HERE, THERE]
    (due,) = {notice for _, notice in sent}
    assert isinstance(due, CorrectionDue)
    assert due.items[0].why == "It was measured again."
    assert not due.doubt
    for _ in range(3):
        assert await desk.tick(30) == []
    found = await desk.core.corrections.get(1)
    assert found.correction.state == "sent"
    assert [each.state for each in found.chats] == ["sent", "sent"]


@pytest.mark.parametrize("after", [f"{ICE}\nMore.\n", ICE.replace("quay", "Quay").replace(". ", ".  "), ICE])
async def test_nobody_is_asked_where_no_shown_sentence_changed(desk: Desk, after: str):
    await desk.show(HERE)
    await desk.add(after)
    assert await desk.tick() == []


async def test_nobody_is_asked_about_sentences_that_nobody_was_shown(desk: Desk):
    await desk.show(HERE, words="Skating")
    await desk.add(EIGHT)
    assert await desk.tick() == []


async def test_wording_only_tells_nobody_and_each_sentence_can_be_decided_on_its_own(desk: Desk):
    await desk.show(HERE)
    await desk.show(THERE, words="Skating")
    await desk.add(EIGHT.replace("is allowed", "is permitted"))
    assert len(await desk.tick()) == 1
    decide = desk.core.corrections.decide
    one = await decide(1, "wording", "", desk.now, by="Ida", number=2)
    assert (one.correction.state, one.correction.is_decided) == ("asked", False)
    two = await decide(1, "correction", "Measured again.", desk.now, by="Ida", number=1)
    assert two.correction.state == "ready"
    assert told(await desk.tick(1)) == [HERE]
    with pytest.raises(BadInput, match="decided already"):
        await decide(1, "wording", "", desk.now, by="Ida")


async def test_a_verdict_is_undone_before_it_was_sent_and_not_afterwards(desk: Desk):
    await desk.show(HERE)
    await desk.add(EIGHT)
    await desk.tick()
    before = (await desk.core.corrections.get(1)).correction
    await desk.correct()
    await desk.core.corrections.undo(before, desk.now, by="Ida")
    assert await desk.tick(5) == []
    await desk.correct(why="Really.")
    assert told(await desk.tick(2)) == [HERE]
    with pytest.raises(BadInput, match="already been sent"):
        await desk.core.corrections.undo(before, desk.now, by="Ida")


async def test_quiet_hours_gone_chats_threads_and_the_same_chat_twice(desk: Desk):
    core = desk.core
    await core.chats.set_quiet(THERE, QuietHours(time(11), time(14)), NOON)
    await core.chats.close("telegram:-3", "the bot was blocked", NOON)
    await desk.show(HERE, TOPIC, THERE, "telegram:-3")
    await desk.add(EIGHT)
    await desk.tick()
    await desk.correct()
    assert told(await desk.tick(1)) == [TOPIC]  # once, in the thread where it stood last
    assert [(each.address, each.state, each.reason) for each in (await core.corrections.get(1)).chats] == [
        (TOPIC, "sent", ""),
        (THERE, "pending", ""),
        ("telegram:-3", "cancelled", "the bot was blocked"),
    ]
    assert told(await desk.tick(120)) == [THERE]


async def test_what_a_person_alone_was_shown_and_their_direct_messages_are_told_once(desk: Desk):
    person, direct = "slack:U7", "slack:D7"
    await desk.core.chats.note_person(await desk.core.chats.chat(direct), person)
    await desk.show(direct, person)
    await desk.add(EIGHT, place=HERE)
    await desk.tick()
    await desk.correct()
    assert told(await desk.tick(1)) == [direct]
    assert [each.address for each in (await desk.core.corrections.get(1)).chats] == [direct]


async def test_linked_accounts_are_told_once_where_they_prefer(desk: Desk):
    mine, other = "telegram:42", "slack:U7"
    code = await desk.core.account_links.propose(mine, mine, desk.now)
    await desk.core.account_links.join(code, other, "slack:D7", "Ida", desk.now)
    await desk.show(mine, "slack:D7")
    await desk.add(EIGHT, place=HERE)
    await desk.tick()
    await desk.correct()
    assert len(told(await desk.tick(1))) == 1


async def test_one_who_was_told_of_a_correction_hears_of_the_next_one_too(desk: Desk):
    await desk.show(HERE)
    await desk.add(EIGHT)
    await desk.tick()
    await desk.correct()
    assert told(await desk.tick(1)) == [HERE]
    await desk.add(EIGHT.replace("eight", "six"))
    ((_, question),) = await desk.tick(1)
    assert isinstance(question, CorrectionQuestion)
    assert question.correction.items[0].old == "The ice is eight centimetres thick."
    await desk.correct(2)
    assert told(await desk.tick(1)) == [HERE]


async def test_a_correction_that_waits_says_what_the_newest_revision_says(desk: Desk):
    await desk.core.chats.set_quiet(HERE, QuietHours(time(11), time(14)), NOON)
    await desk.show(HERE)
    await desk.add(EIGHT)
    await desk.tick()
    await desk.correct()
    assert await desk.tick(1) == []
    await desk.add(f"{EIGHT.replace('eight', 'six')}\nA new end.\n")
    await desk.tick(1)
    ((_, due),) = await desk.tick(120)
    assert isinstance(due, CorrectionDue)
    assert (due.items[0].old, due.items[0].new) == (
        "The ice is ten centimetres thick.",
        "The ice is six centimetres thick.",
    )
    assert due.revision == 3


async def test_the_log_quotes_the_wording_that_chats_were_told(desk: Desk):
    await desk.show(HERE)
    await desk.add(EIGHT)
    await desk.tick()
    await desk.correct()
    await desk.add(EIGHT.replace("eight", "six"))
    ((_, due),) = [sent for sent in await desk.tick(1) if isinstance(sent[1], CorrectionDue)]
    assert isinstance(due, CorrectionDue)
    assert due.items[0].new == "The ice is six centimetres thick."
    logged = (await desk.core.corrections.get(1)).correction.items[0]
    assert (logged.new, logged.now) == ("The ice is eight centimetres thick.", "The ice is six centimetres thick.")


async def test_a_push_in_doubt_waits_until_it_is_known_and_is_told_with_a_may_have(desk: Desk):
    core = desk.core
    await core.subscriptions.subscribe(
        HERE, HERE, frozenset(range(1, 8)), time(12, 30), "UTC", "", SOMEONE, at("2026-03-01T11:00")
    )
    desk.now = at("2026-03-01T12:30")
    await core.outbox.enqueue_due(PLATFORMS, desk.now)
    epoch = desk.epochs["telegram"] = await core.outbox.take_over("telegram", desk.now)
    (batch,) = await core.outbox.ready("telegram", desk.now)
    assert await core.outbox.claim(batch, epoch, desk.now, quoting(notice_message(batch.notices[0])))
    await core.outbox.settle(batch, epoch, Outcome("doubt", "the connection was cut"), desk.now)
    await desk.add(EIGHT)
    await desk.tick()
    await desk.correct()
    assert told(await desk.tick(1)) == []
    doubt = await core.doubts.next("telegram", epoch, desk.now + 10 * MINUTE)
    assert doubt
    await core.doubts.settle(doubt, epoch, "", "no way to look", desk.now + 10 * MINUTE)
    sent = await desk.tick(11)
    assert told(sent) == [HERE]
    assert all(notice.doubt for _, notice in sent if isinstance(notice, CorrectionDue))
    assert told(await desk.tick(11)) == []


async def test_an_answer_that_was_on_its_way_when_it_was_corrected_brings_the_correction_too(desk: Desk):
    await desk.show(HERE)
    await desk.add(EIGHT)
    await desk.tick()
    await desk.correct()
    assert told(await desk.tick(1)) == [HERE]
    await desk.show(THERE)
    assert told(await desk.tick(1)) == [THERE]


async def test_undoing_the_revision_drops_the_question_and_takes_back_what_was_told(desk: Desk):
    core = desk.core
    await desk.show(HERE)
    added = await core.library.add("ice.txt", EIGHT.encode(), desk.now, by="Ida", place=SOMEONE)
    await desk.tick()
    await desk.correct()
    assert told(await desk.tick(1)) == [HERE]
    assert added.step
    await core.library.withdraw(added.step, core.agenda.without_mentions, desk.now, by="Ida")  # type: ignore[arg-type]
    ((address, back),) = await desk.tick(1)
    assert address == HERE
    assert isinstance(back, CorrectionTakenBack)
    assert await desk.tick(5) == []
    again = await core.library.add("ice.txt", EIGHT.encode(), desk.now, by="Ida", place=SOMEONE)
    ((_, question),) = await desk.tick(1)
    assert isinstance(question, CorrectionQuestion)
    assert again.step
    await core.library.withdraw(again.step, core.agenda.without_mentions, desk.now, by="Ida")  # type: ignore[arg-type]
    assert await desk.tick(5) == []


async def test_a_removal_with_a_reason_is_told_and_its_undo_as_well(desk: Desk):
    core = desk.core
    await desk.show(HERE)
    also = await core.corrections.withdrawal(1, "Ice", "It was invented.", desk.now, by="Ida", place=SOMEONE)
    gone = await core.history.remove(1, desk.now, by="Ida", also=also)
    assert await desk.tick() == []
    ((address, due),) = await desk.tick(1)
    assert address == HERE
    assert isinstance(due, CorrectionDue)
    assert (due.correction.kind, due.revision) == ("withdrawal", 0)
    assert [each.old for each in due.items] == ["The ice is ten centimetres thick."]
    await core.history.restore(1, gone.kept, desk.now, by="Ida")
    ((_, back),) = await desk.tick(1)
    assert isinstance(back, CorrectionTakenBack)
    assert await desk.tick(5) == []


async def test_a_removal_that_is_undone_at_once_tells_nobody(desk: Desk):
    core = desk.core
    await desk.show(HERE)
    also = await core.corrections.withdrawal(1, "Ice", "It was invented.", desk.now, by="Ida", place=SOMEONE)
    gone = await core.history.remove(1, desk.now, by="Ida", also=also)
    await core.history.restore(1, gone.kept, desk.now, by="Ida")
    assert await desk.tick(5) == []


async def test_a_revision_from_a_folder_is_asked_of_all_editors(desk: Desk):
    await desk.show(HERE)
    await desk.add(EIGHT, place="")
    desk.now += MINUTE
    await desk.core.reviews.work(PLATFORMS, desk.now, ["telegram:5", "slack:U5"])
    assert sorted(address for address, _ in await desk.tick()) == ["slack:U5", "telegram:5"]


async def test_a_forgotten_chat_is_not_told(desk: Desk):
    await desk.show(HERE, THERE)
    await desk.add(EIGHT)
    await desk.tick()
    await desk.core.chats.forget(HERE, desk.now)
    await desk.correct()
    assert told(await desk.tick(1)) == [THERE]


FARES = """# Winter by the harbour

The harbour wall was built of granite by the town. Boats lie ashore from November until March. The lamps burn all night.

## Ice

The ice is ten centimetres thick.

## Price

A ticket costs nine crowns this year.
"""
DEARER = FARES.replace("is ten", "is eight").replace("nine", "twelve")
EVERYBODY, CLEARED = Viewer("AMBER", now=NOON), Viewer("RED", now=NOON)


async def mark_price(desk: Desk) -> None:
    draft = (await desk.core.library.get(2)).draft
    price = [each.heading for each in draft.sections].index("Price")
    await desk.core.markings.mark(2, price, Label("RED"), "Ida", desk.now)


async def shown_fares(desk: Desk, *addresses: str) -> None:
    """A second text, whose sentences were shown in chats before one of them is marked."""
    await desk.core.library.add("fares.md", FARES.encode(), desk.now, by="Ida", place=SOMEONE)
    draft = (await desk.core.library.get(2)).draft
    for one in draft.sentences:
        run = Run(draft.text[one.start : one.end], origin=QuotedSpan(2, 1, one.start, one.end))
        for address in addresses:
            await desk.events.answered(address, say(Bullets((text(run),))), ["1"])


async def corrected_fares(desk: Desk) -> list[tuple[str, Notice]]:
    """Both sentences are corrected after the section of one was marked; what the chats are told."""
    await shown_fares(desk, HERE, THERE)
    await mark_price(desk)
    await desk.core.markings.clear(THERE, "RED", "Ida", desk.now, "a test")
    await desk.core.library.add("fares.md", DEARER.encode(), desk.now, by="Ida", place=SOMEONE)
    await desk.tick()
    await desk.correct()
    return await desk.tick(2)


async def test_a_chat_that_is_not_cleared_is_not_told_what_changed_in_a_marked_section(desk: Desk):
    sent = dict(await corrected_fares(desk))
    words = {
        address: [each.new for each in due.items] for address, due in sent.items() if isinstance(due, CorrectionDue)
    }
    assert words[HERE] == ["The ice is eight centimetres thick."]
    assert words[THERE] == ["The ice is eight centimetres thick.", "A ticket costs twelve crowns this year."]
    marks = {each.address: str(each.changes) for each in await desk.core.reviews.to_mark(desk.now, 10)}
    assert "twelve" in marks[THERE]
    assert "twelve" not in marks[HERE]


async def test_a_message_that_quotes_a_marked_section_is_sent_again_to_nobody_who_is_not_cleared(desk: Desk):
    await desk.core.library.add("fares.md", FARES.encode(), desk.now, by="Ida", place=SOMEONE)
    draft = (await desk.core.library.get(2)).draft
    quoted = [(each.start, each.end) for each in draft.sentences]
    both = [text(Run(draft.text[start:end], origin=QuotedSpan(2, 1, start, end))) for start, end in quoted]
    for address in (HERE, THERE):
        await desk.events.answered(address, say(Bullets(tuple(both))), ["1"])
    await mark_price(desk)
    await desk.core.markings.clear(THERE, "RED", "Ida", desk.now, "a test")
    again = FARES.replace("is ten", "is eight")
    await desk.core.library.add("fares.md", again.encode(), desk.now, by="Ida", place=SOMEONE)
    await desk.tick()
    await desk.correct()
    assert {address for address, _ in await desk.tick(2)} == {HERE, THERE}
    assert [each.address for each in await desk.core.reviews.to_mark(desk.now, 10)] == [THERE]


async def test_the_question_about_a_marked_section_goes_to_who_is_cleared(desk: Desk):
    await shown_fares(desk, HERE)
    await mark_price(desk)
    await desk.core.library.add("fares.md", DEARER.encode(), desk.now, by="Ida", place=HERE)
    assert await desk.tick() == []
    with viewing(EVERYBODY):
        assert await desk.core.corrections.asked() == []
        with pytest.raises(NotFound):
            await desk.core.corrections.get(1)
        with pytest.raises(NotFound):
            await desk.core.corrections.decide(1, "wording", "", desk.now, by="Ida")
    with viewing(CLEARED):
        assert len((await desk.core.corrections.asked())[0].items) == 2


async def seen(desk: Desk) -> str:
    """What the log and each correction in it say to who isn't cleared."""
    with viewing(EVERYBODY):
        logged = await desk.core.corrections.log()
        return str([logged, [await desk.core.corrections.get(each.id) for each in logged]])


async def test_the_log_hides_sentences_of_marked_sections_also_after_the_analysis_is_removed(desk: Desk):
    await corrected_fares(desk)
    assert "eight" in await seen(desk)
    assert "ticket" not in await seen(desk)
    with viewing(CLEARED):
        assert "ticket" in str(await desk.core.corrections.log())
    also = await desk.core.corrections.withdrawal(2, "Ice", "It was invented.", desk.now, by="Ida", place=SOMEONE)
    gone = await desk.core.history.remove(2, desk.now, by="Ida", also=also)
    assert "It was invented." in await seen(desk)
    assert "ticket" not in await seen(desk)
    with viewing(EVERYBODY):  # the correction of the open sentence stays, as it does for a text without the section
        assert [each.kind for each in await desk.core.corrections.log()] == ["withdrawal", "revision"]
    sent = await desk.tick(2)
    assert told(sent) == [HERE, THERE]
    assert "ticket" not in str([notice for address, notice in sent if address == HERE])
    await desk.core.history.restore(2, gone.kept, desk.now, by="Ida")
    assert "eight" in await seen(desk)
    assert "ticket" not in await seen(desk)


async def test_the_removal_of_a_restricted_analysis_stays_hidden(desk: Desk):
    await desk.show(HERE)
    await desk.core.markings.mark(1, None, Label("RED"), "Ida", desk.now)
    also = await desk.core.corrections.withdrawal(1, "Ice", "It was invented.", desk.now, by="Ida", place=SOMEONE)
    await desk.core.history.remove(1, desk.now, by="Ida", also=also)
    assert await seen(desk) == "[[], []]"
    assert told(await desk.tick(2)) == []
    with viewing(CLEARED):
        assert len(await desk.core.corrections.log()) == 1


async def test_what_a_revision_said_in_a_marked_section_stays_hidden_once_it_is_taken_back(desk: Desk):
    await shown_fares(desk, HERE, THERE)
    await mark_price(desk)
    await desk.core.markings.clear(THERE, "RED", "Ida", desk.now, "a test")
    first, second = "The ice is ten centimetres thick.", "The ice is six centimetres thick."
    moved = FARES.replace(first, "It was measured.").replace("this year.", f"this year.\n{second}")
    added = await desk.core.library.add("fares.md", moved.encode(), desk.now, by="Ida", place=SOMEONE)
    await desk.tick()
    await desk.correct()
    await desk.tick(2)
    await desk.core.library.withdraw(added.step, desk.core.agenda.without_mentions, desk.now, by="Ida")  # type: ignore[arg-type]
    await desk.core.markings.mark(2, None, Label("GREEN"), "Ida", desk.now, "it was agreed")
    assert "six" not in await seen(desk)
    with viewing(CLEARED):  # what the marked section says is no new wording of an open sentence
        log = str(await desk.core.corrections.log())
        assert "ten centimetres" in log
        assert "six" not in log
