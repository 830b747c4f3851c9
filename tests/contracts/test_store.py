"""What the core promises of everything it keeps, on each database."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from briefings.errors import Ambiguous, BadInput, NotFound
from briefings.model.agenda import EventDate
from briefings.model.delivery import DigestDue, EventMoved, EventStopped, Lead, Outcome, ReminderDue
from briefings.service import Briefings

ALL_DAYS = frozenset(range(1, 8))
HERE, THERE, SOMEONE = "telegram:1", "telegram:2", "telegram:42"
PAPER = b"""The harbour talks and their costs
Introduction
The harbour talks between Norland and Sudland ended on 3 March 2026 (Daily Ledger, 2026). Both sides praised the tone.
Costs
Dredging the harbour costs 40 million crowns (Holm, 2025). A ministers' meeting in May will settle who pays (Daily Ledger, 2026).
References
Daily Ledger. (2026, March 4). Talks end in good spirit.
Holm, A. (2025). The price of mud. https://example.org/mud
"""  # noqa: E501 - one paragraph a line is what the format is


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 3, 5, 12, tzinfo=UTC)


async def added(core: Briefings, now: datetime, data: bytes = PAPER, name: str = "harbour.txt"):
    return await core.library.add(name, data, now)


async def meeting(core: Briefings):
    return next(a.event for a in await core.agenda.all(datetime(2026, 3, 5, tzinfo=UTC)) if "meeting" in a.event.title)


async def claim(core: Briefings, epoch: int, now: datetime, platform: str = "telegram"):
    """The next batch, committed to being sent; None when nothing may leave."""
    for batch in await core.outbox.ready(platform, now):
        assert await core.outbox.claim(batch, epoch, now)
        return batch
    return None


async def state(core: Briefings, address: str = HERE) -> str:
    """The state of a chat's newest delivery."""
    return (await core.outbox.latest(address))[0].state


async def sent(core: Briefings, epoch: int, now: datetime, *, platform: str = "telegram"):
    """Everything that leaves now, each accepted by the platform."""
    notices = []
    await core.outbox.enqueue_due([platform], now)
    while batch := await claim(core, epoch, now, platform):
        notices += [(batch.address, notice) for notice in batch.notices]
        assert await core.outbox.settle(batch, epoch, Outcome("sent", receipt="1"), now) == "sent"
    return notices


class TestLibrary:
    async def test_an_analysis_comes_back_as_it_was_read(self, core, now):
        new = await added(core, now)
        assert new.outcome == "new"
        kept = await core.library.get(new.analysis.id)
        assert kept == new.analysis
        assert kept.draft.text == PAPER.decode()
        assert await core.library.newest() == kept

    async def test_the_identical_file_changes_nothing(self, core, now):
        first = await added(core, now)
        again = await added(core, now + timedelta(hours=1), name="other.txt")
        assert (again.outcome, again.analysis) == ("unchanged", first.analysis)
        assert await core.library.count() == 1

    async def test_a_summary_that_was_asked_for_does_not_outlive_its_revision(self, core, now):
        first = await added(core, now)
        await core.library.summary(await core.library.get(first.analysis.id), "long")
        await added(core, now, PAPER.replace(b"The harbour talks", b"The quayside talks"))
        revised = await core.library.get(first.analysis.id)
        assert "The quayside talks" in str(await core.library.summary(revised, "long"))
        assert "The harbour talks" in str(await core.library.summary(first.analysis))

    async def test_the_same_title_is_a_new_revision(self, core, now):
        first = await added(core, now)
        second = await added(core, now, PAPER.replace(b"40 million", b"50 million"), "harbour-2.txt")
        assert (second.outcome, second.analysis.id, second.analysis.revision) == ("revised", first.analysis.id, 2)
        found = await core.library.search("dredging million")
        assert [hit.text for hit in found.hits] == ["Dredging the harbour costs 50 million crowns (Holm, 2025)."]

    async def test_a_search_can_stay_within_some_analyses(self, core, now):
        new = await added(core, now)
        other = await added(core, now, b"Costs of grain\nPrices\nGrain costs as much as the harbour.\n", "grain.txt")
        for words in ("costs", "harbour costs", "nothing harbour"):
            for ids in ([new.analysis.id], [other.analysis.id], [new.analysis.id, other.analysis.id], []):
                found = await core.library.search(words, 50, ids)
                everywhere = await core.library.search(words, 50)
                assert {hit.text for hit in found.hits} == {hit.text for hit in everywhere.hits if hit.analysis in ids}

    async def test_what_a_message_shows_is_kept_by_place_as_long_as_receipts(self, core, now):
        await core.chats.show(HERE, ["7", "8"], "a1 2", now)
        await core.chats.show(HERE, ["8"], "e1", now + timedelta(hours=1))
        await core.chats.show(f"{HERE}:3", ["9"], "a1", now)
        assert [await core.chats.shown(HERE, message) for message in ("7", "8", "9", "")] == ["a1 2", "e1", "", ""]
        assert await core.chats.shown(THERE, "7") == ""
        await core.outbox.prune(now + timedelta(days=1, minutes=30), timedelta(days=1))
        assert [await core.chats.shown(HERE, message) for message in ("7", "8")] == ["", "e1"]
        await core.chats.move(HERE, THERE, now)
        assert (await core.chats.shown(HERE, "8"), await core.chats.shown(THERE, "8")) == ("", "e1")
        await core.chats.forget(THERE, now)
        assert await core.chats.shown(THERE, "8") == ""

    async def test_what_was_paused_for_a_reason_goes_on_when_that_is_over(self, core, now):
        topic = f"{HERE}:7"
        for address in (HERE, topic, THERE):
            await core.subscriptions.subscribe(address, address, ALL_DAYS, time(8), None, "", SOMEONE, now)
        await core.chats.close(HERE, "another reason", now)
        await core.chats.close(topic, "The topic is closed", now)
        await core.chats.close(THERE, "The topic is closed", now)
        await core.chats.reopen(topic, "The topic is closed")
        paused = [(await core.subscriptions.of(each))[0].paused for each in (HERE, topic, THERE)]
        assert paused == ["another reason", "", "The topic is closed"]
        await core.chats.reopen(HERE, "The topic is closed")
        assert (await core.chats.chat(HERE)).paused == "another reason"

    async def test_a_given_date_reads_the_text_again(self, core, now):
        new = await added(core, now)
        assert (await meeting(core)).when.first == date(2026, 5, 1)
        again = await core.library.set_published(new.analysis.id, date(2025, 3, 5), now)
        assert again.analysis.draft.published == date(2025, 3, 5)
        assert (await meeting(core)).when.first == date(2025, 5, 1)

    async def test_places_are_named_by_id_title_number_and_heading(self, core, now):
        new = await added(core, now)
        other = await added(core, now, b"Costs of grain\nPrices\nGrain is dear this year, they say.\n", "grain.txt")
        resolve = core.library.resolve
        assert (await resolve([], None)).analysis.id == other.analysis.id
        assert (await resolve([], new.analysis.id)).analysis.id == new.analysis.id
        assert (await resolve([f"a{new.analysis.id}", "2"], None)).section == 1
        assert (await resolve(["harbour", "intro"], None)).section == 0
        assert (await resolve(["grain"], new.analysis.id)).analysis.id == other.analysis.id
        assert (await resolve(["harbour"], new.analysis.id)).section is None
        with pytest.raises(Ambiguous, match="could mean"):
            await resolve(["costs"], new.analysis.id)
        with pytest.raises(NotFound, match="Introduction"):
            await resolve(["introdction"], new.analysis.id)
        with pytest.raises(NotFound, match="no section 9"):
            await resolve(["9"], new.analysis.id)

    async def test_an_empty_library_says_what_to_do(self, core):
        with pytest.raises(NotFound, match="empty"):
            await core.library.resolve([], None)

    async def test_a_summary_is_verbatim_and_kept(self, core, now):
        analysis = (await added(core, now)).analysis
        summary = await core.library.summary(analysis, "long")
        points = [point for section in summary.sections for point in section.points]
        assert points
        assert all(analysis.draft.text[p.start : p.end] == p.text for p in points)
        assert await core.library.summary(analysis, "long") == summary

    async def test_search_finds_all_words_first_in_any_script(self, core, now):
        await added(core, now)
        await added(core, now, "Встреча в порту\nИтоги\nМинистры обсудили дноуглубление порта.\n".encode(), "ru.txt")
        await added(core, now, "港口会谈\n背景\n两国部长讨论了港口疏浚费用。\n".encode(), "zh.txt")
        assert "settle who pays" in (await core.library.search("minister meetings")).hits[0].text
        assert "порта" in (await core.library.search("порту")).hits[0].text
        assert "疏浚" in (await core.library.search("疏浚")).hits[0].text
        assert (await core.library.search("unheardof")).hits == ()
        assert (await core.library.search("' OR 1=1 --")).bounded is False

    async def test_a_question_is_answered_out_of_the_texts_that_speak_of_it(self, core, now):
        await added(core, now)
        await added(core, now, "Порты\nИтоги\nСтоимость порта составит 40 миллионов рублей.\n".encode(), "ports.txt")
        reply = await core.library_answers.ask("What does dredging the harbour cost?")
        assert reply.passages[0].text == "Dredging the harbour costs 40 million crowns (Holm, 2025)."
        assert [source.year for source in reply.passages[0].sources] == ["2025"]
        assert "порта" in (await core.library_answers.ask("Какова стоимость порта?")).passages[0].text
        unsaid = await core.library_answers.ask("Who owns the dredging company in Lisbon?")
        assert unsaid.passages == ()
        assert (await core.library_answers.ask("' OR 1=1 -- ?")).passages == ()


class TestAgenda:
    async def test_a_text_brings_its_events_at_their_precision(self, core, now):
        await added(core, now)
        event = await meeting(core)
        assert (event.when.first, event.when.last, event.when.precision) == (
            date(2026, 5, 1),
            date(2026, 5, 31),
            "month",
        )
        agendum = (await core.agenda.upcoming(now))[0]
        assert [mention.text for mention in agendum.mentions] == [
            "A ministers' meeting in May will settle who pays (Daily Ledger, 2026)."
        ]

    async def test_a_revision_moves_what_only_texts_have_set(self, core, now):
        await added(core, now)
        before = await meeting(core)
        await added(core, now, PAPER.replace(b"in May", b"on 12 May 2026"))
        after = await meeting(core)
        assert (after.id, after.when.precision, after.when.first) == (before.id, "day", date(2026, 5, 12))
        await core.agenda.move(after.id, EventDate(date(2026, 6, 1), date(2026, 6, 30), "month"), SOMEONE, now)
        await added(core, now, PAPER.replace(b"in May", b"on 13 May 2026"))
        assert (await meeting(core)).when.first == date(2026, 6, 1)

    async def test_joined_events_are_one_with_all_followers(self, core, now):
        await added(core, now)
        kept = await meeting(core)
        other = await core.agenda.create("Talks on money", kept.when, SOMEONE, now)
        await core.subscriptions.remind(HERE, kept.id, [Lead(7, "d")], SOMEONE, now)
        await core.subscriptions.remind(HERE, other.id, [Lead(1, "d")], SOMEONE, now)
        await core.subscriptions.remind(THERE, other.id, [Lead(1, "d")], SOMEONE, now)
        await core.agenda.join(kept.id, other.id, SOMEONE, now)
        assert (await core.agenda.find(f"e{other.id}")).id == kept.id
        assert [len(await core.subscriptions.follows(a)) for a in (HERE, THERE)] == [1, 1]
        with pytest.raises(BadInput, match="already"):
            await core.agenda.join(kept.id, other.id, SOMEONE, now)


class TestPushing:
    async def test_a_reminder_comes_once_and_briefs_on_the_event(self, core, now):
        await added(core, now)
        event = await meeting(core)
        follow = await core.subscriptions.remind(HERE, event.id, [Lead(60, "d"), Lead(30, "d")], SOMEONE, now)
        assert [r.state for r in follow.reminders] == ["passed", "waiting"]
        epoch = await core.outbox.take_over("telegram", now)
        assert await sent(core, epoch, now) == []
        due = datetime(2026, 4, 1, 9, tzinfo=UTC)
        [(address, notice)] = await sent(core, epoch, due)
        assert address == HERE
        assert isinstance(notice, ReminderDue)
        assert any("settle who pays" in point.text and point.sources for point in notice.points)
        assert await sent(core, epoch, due) == []

    async def test_a_moved_event_takes_its_reminders_and_tells_once_those_reminded(self, core, now):
        await added(core, now)
        event = await meeting(core)
        await core.subscriptions.remind(HERE, event.id, [Lead(30, "d"), Lead(1, "d")], SOMEONE, now)
        await core.subscriptions.remind(THERE, event.id, [Lead(1, "d")], SOMEONE, now)
        epoch = await core.outbox.take_over("telegram", now)
        now = datetime(2026, 4, 1, 9, tzinfo=UTC)
        assert len(await sent(core, epoch, now)) == 1
        june = EventDate(date(2026, 6, 10), date(2026, 6, 10), "day")
        change = await core.agenda.move(event.id, june, SOMEONE, now)
        assert change.told == 1
        [(address, notice)] = await sent(core, epoch, now)
        assert address == HERE
        assert isinstance(notice, EventMoved)
        assert notice.before == event.when
        assert (await core.agenda.move(event.id, june, SOMEONE, now)).unchanged
        due = {r.due_at for f in await core.subscriptions.follows(THERE) for r in f.reminders}
        assert due == {datetime(2026, 6, 9, 9, tzinfo=UTC)}

    async def test_a_cancelled_event_is_silent_but_for_one_notice(self, core, now):
        event = await core.agenda.create("Vote", EventDate(date(2026, 5, 1), date(2026, 5, 1), "day"), SOMEONE, now)
        await core.subscriptions.remind(HERE, event.id, [Lead(7, "d")], SOMEONE, now)
        epoch = await core.outbox.take_over("telegram", now)
        await core.agenda.mark(event.id, "cancelled", "no quorum", SOMEONE, now)
        [(_, notice)] = await sent(core, epoch, now)
        assert isinstance(notice, EventStopped)
        assert await sent(core, epoch, datetime(2026, 4, 24, 9, tzinfo=UTC)) == []

    async def test_an_event_moved_into_the_past_yields_one_notice_and_no_reminders(self, core, now):
        event = await core.agenda.create("Vote", EventDate(date(2026, 5, 1), date(2026, 5, 1), "day"), SOMEONE, now)
        await core.subscriptions.remind(HERE, event.id, [Lead(7, "d"), Lead(1, "d")], SOMEONE, now)
        epoch = await core.outbox.take_over("telegram", now)
        await core.agenda.move(event.id, EventDate(date(2026, 3, 1), date(2026, 3, 1), "day"), SOMEONE, now)
        assert [type(notice) for _, notice in await sent(core, epoch, now)] == [EventMoved]
        assert await sent(core, epoch, datetime(2026, 5, 1, 9, tzinfo=UTC)) == []

    async def test_after_an_outage_each_follower_gets_the_newest_reminder_alone(self, core, now):
        event = await core.agenda.create("Vote", EventDate(date(2026, 5, 1), date(2026, 5, 1), "day"), SOMEONE, now)
        await core.subscriptions.remind(HERE, event.id, [Lead(30, "d"), Lead(7, "d"), Lead(1, "d")], SOMEONE, now)
        epoch = await core.outbox.take_over("telegram", now)
        [(_, notice)] = await sent(core, epoch, datetime(2026, 4, 28, 9, tzinfo=UTC))
        assert notice.lead == Lead(7, "d")

    async def test_a_digest_tells_what_is_new_since_the_last_one_sent(self, core, now):
        await core.subscriptions.subscribe(HERE, HERE, ALL_DAYS, time(8), None, "", SOMEONE, now)
        epoch = await core.outbox.take_over("telegram", now)
        day = timedelta(days=1)
        first = datetime(2026, 3, 6, 8, tzinfo=UTC)
        assert await sent(core, epoch, first) == []  # nothing is new
        await added(core, first + timedelta(hours=1))
        await core.outbox.enqueue_due(["telegram"], first + day)
        batch = await claim(core, epoch, first + day)
        assert isinstance(batch.notices[0], DigestDue)
        refused = Outcome("refused", "the platform would not take it")
        assert await core.outbox.settle(batch, epoch, refused, first + day) == "refused"
        [(_, digest)] = await sent(core, epoch, first + 2 * day)  # what failed is told by the next one
        assert [news.title for news in digest.news] == ["The harbour talks and their costs"]
        assert await sent(core, epoch, first + 3 * day) == []

    async def test_a_digest_with_words_tells_only_of_them(self, core, now):
        await core.subscriptions.subscribe(HERE, HERE, ALL_DAYS, time(8), None, "grain", SOMEONE, now)
        await core.subscriptions.subscribe(THERE, THERE, ALL_DAYS, time(8), None, "Dredging", SOMEONE, now)
        epoch = await core.outbox.take_over("telegram", now)
        await added(core, now + timedelta(hours=1))
        found = await sent(core, epoch, datetime(2026, 3, 6, 8, tzinfo=UTC))
        assert [address for address, _ in found] == [THERE]

    async def test_a_zone_moves_what_is_due_to_the_same_wall_time(self, core, now):
        event = await core.agenda.create("Vote", EventDate(date(2026, 5, 1), date(2026, 5, 1), "day"), SOMEONE, now)
        await core.subscriptions.remind(HERE, event.id, [Lead(1, "d")], SOMEONE, now)
        await core.subscriptions.subscribe(HERE, HERE, ALL_DAYS, time(8), None, "", SOMEONE, now)
        await core.chats.set_zone(HERE, "Asia/Shanghai", now)
        [subscription] = await core.subscriptions.of(HERE)
        [follow] = await core.subscriptions.follows(HERE)
        assert subscription.due_at == datetime(2026, 3, 6, 0, tzinfo=UTC)
        assert follow.reminders[0].due_at == datetime(2026, 4, 30, 1, tzinfo=UTC)

    async def test_other_peoples_subscriptions_stay(self, core, now):
        mine = (await core.subscriptions.subscribe(HERE, HERE, ALL_DAYS, time(8), None, "", SOMEONE, now)).order
        with pytest.raises(BadInput, match="another chat"):
            await core.subscriptions.unsubscribe(THERE, mine.id, now)
        with pytest.raises(NotFound):
            await core.subscriptions.unsubscribe(HERE, 999, now)
        await core.subscriptions.unsubscribe(HERE, mine.id, now)
        assert await core.subscriptions.of(HERE) == []


class TestOutbox:
    @pytest.fixture
    async def owed(self, core, now):
        """An epoch, and one delivery of a reminder that is claimed."""
        event = await core.agenda.create("Vote", EventDate(date(2026, 5, 1), date(2026, 5, 1), "day"), SOMEONE, now)
        await core.subscriptions.remind(HERE, event.id, [Lead(7, "d")], SOMEONE, now)
        epoch = await core.outbox.take_over("telegram", now)
        due = datetime(2026, 4, 24, 9, tzinfo=UTC)
        await core.outbox.enqueue_due(["telegram"], due)
        return epoch, await claim(core, epoch, due), due

    async def test_proof_of_refusal_for_now_brings_it_back_later(self, core, owed):
        epoch, batch, due = owed
        assert await core.outbox.settle(batch, epoch, Outcome("retry", "slow down", retry_after=30), due) == "pending"
        assert await claim(core, epoch, due + timedelta(seconds=29)) is None
        assert (await claim(core, epoch, due + timedelta(seconds=31))).ids == batch.ids

    async def test_a_doubt_blocks_its_chat_until_it_is_settled(self, core, owed):
        epoch, batch, due = owed
        assert await core.outbox.settle(batch, epoch, Outcome("doubt", "no answer came"), due) == "in_doubt"
        event = await core.agenda.find("vote")
        await core.agenda.mark(event.id, "cancelled", "", SOMEONE, due)
        assert await claim(core, epoch, due) is None
        assert await core.doubts.next("telegram", epoch, due) is None  # the send may still be under way
        later = due + timedelta(minutes=3)
        assert (await core.doubts.next("telegram", epoch, later)).ids == batch.ids
        assert await core.doubts.settle(batch, epoch, "", "nobody can tell", later) == "unknown"
        assert isinstance((await claim(core, epoch, later)).notices[0], EventStopped)

    async def test_what_was_on_its_way_at_a_crash_is_in_doubt_and_the_old_sender_is_out(self, core, owed):
        epoch, batch, due = owed
        newer = await core.outbox.take_over("telegram", due)
        await core.outbox.settle(batch, epoch, Outcome("sent", receipt="late"), due)
        assert await state(core) == "in_doubt"
        assert await core.doubts.next("telegram", newer, due) is None  # the platform may still be busy with it
        later = due + timedelta(seconds=11)
        doubt = await core.doubts.next("telegram", newer, later)
        assert (doubt.ids, doubt.key) == (batch.ids, batch.key)
        assert await core.doubts.settle(doubt, newer, None, "it had not arrived", later) == "pending"

    async def test_a_dead_chat_pauses_with_its_reason_and_opening_it_resumes(self, core, owed, now):
        epoch, batch, due = owed
        await core.subscriptions.subscribe(HERE, HERE, ALL_DAYS, time(8), None, "", SOMEONE, now)
        assert await core.outbox.settle(batch, epoch, Outcome("dead", "the bot was blocked"), due) == "dead"
        assert (await core.subscriptions.of(HERE))[0].paused == "the bot was blocked"
        assert await core.chats.open(HERE, SOMEONE, due)
        assert (await core.subscriptions.of(HERE))[0].paused == ""

    async def test_a_chat_that_moved_keeps_everything(self, core, owed):
        epoch, batch, due = owed
        await core.chats.set_zone(HERE, "Asia/Tokyo", due)
        outcome = Outcome("dead", "the group became a supergroup", moved_to="telegram:-100")
        assert await core.outbox.settle(batch, epoch, outcome, due) == "pending"
        assert (await core.chats.chat("telegram:-100")).zone == "Asia/Tokyo"
        assert len(await core.subscriptions.follows("telegram:-100")) == 1
        batch = await claim(core, epoch, due)
        assert batch.address == "telegram:-100"

    async def test_a_refused_account_pauses_its_sender_alone(self, core, owed):
        epoch, batch, due = owed
        assert await core.outbox.settle(batch, epoch, Outcome("sender", "the token was revoked"), due) == "pending"
        assert await claim(core, epoch, due) is None
        await core.outbox.set_trouble("telegram", "")
        assert (await claim(core, epoch, due)).ids == batch.ids

    async def test_a_retry_of_a_reminder_whose_event_moved_is_cancelled(self, core, owed):
        epoch, batch, due = owed
        await core.agenda.move(1, EventDate(date(2026, 6, 1), date(2026, 6, 1), "day"), SOMEONE, due)
        await core.outbox.settle(batch, epoch, Outcome("retry", "refused"), due)
        assert "cancelled" in {d.state for d in await core.outbox.latest(HERE)}
        correction = await claim(core, epoch, due + timedelta(hours=1))  # it may have arrived
        assert isinstance(correction.notices[0], EventMoved)

    async def test_what_is_too_late_expires(self, core, now):
        event = await core.agenda.create("Vote", EventDate(date(2026, 5, 1), date(2026, 5, 1), "day"), SOMEONE, now)
        await core.subscriptions.remind(HERE, event.id, [Lead(7, "d")], SOMEONE, now)
        epoch = await core.outbox.take_over("telegram", now)
        assert await sent(core, epoch, datetime(2026, 5, 3, tzinfo=UTC)) == []


class TestChats:
    async def test_an_update_is_new_once(self, core, now):
        assert [await core.chats.seen("telegram:7", now) for _ in range(3)] == [False, True, True]

    async def test_what_each_person_reads_is_kept_by_place(self, core, now):
        new = await added(core, now)
        await core.chats.remember(HERE, SOMEONE, new.analysis, now)
        assert await core.chats.current(HERE, SOMEONE) == new.analysis.id
        assert await core.chats.current(HERE, "telegram:43") is None

    async def test_forgetting_a_chat_leaves_nothing_of_it_and_of_its_threads(self, core, now):
        await core.chats.open(HERE, SOMEONE, now)
        await core.subscriptions.subscribe(HERE, f"{HERE}:5", ALL_DAYS, time(8), None, "", SOMEONE, now)
        await core.subscriptions.subscribe(THERE, THERE, ALL_DAYS, time(8), None, "", SOMEONE, now)
        assert await core.chats.forget(HERE, now) == 2
        assert not await core.chats.is_open(HERE)
        assert (await core.subscriptions.of(f"{HERE}:5"), len(await core.subscriptions.of(THERE))) == ([], 1)

    async def test_a_long_line_is_kept_under_a_token(self, core, now):
        lines = [f"/search {letter * 100}" for letter in "xy"]
        tokens = await core.chats.keep_lines(lines, HERE, now)
        assert all(len(token) <= 20 for token in tokens.values())
        assert [await core.chats.kept_line(tokens[line]) for line in lines] == lines
        assert await core.chats.kept_line("none") is None

    async def test_a_long_line_is_forgotten_unless_it_is_shown_again(self, core, now):
        lines, keep = [f"/search {letter * 100}" for letter in "xy"], timedelta(days=90)
        tokens = await core.chats.keep_lines(lines, HERE, now)
        await core.chats.keep_lines(lines[:1], HERE, now + timedelta(days=60))
        await core.outbox.prune(now + timedelta(days=100), keep)
        assert [await core.chats.kept_line(tokens[line]) for line in lines] == [lines[0], None]
