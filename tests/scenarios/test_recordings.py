"""A newcomer, an editor and an admin on each platform, from nothing to a digest and a reminder that arrive.

Read them as conversations; tests/scenarios/recording.py says what each word at the beginning of a line means.
"""

from datetime import timedelta

import pytest

from bot.commands import Roles
from tests.contracts.loopback_platforms import WORLDS
from tests.examples import slow_but
from tests.fakes.telegram_server import NOW
from tests.scenarios.recording import ME, PLATFORMS, playing

INVITED = """
    me: list
    bot: people who were invited
    me: start {code}
    bot: You now have access.
"""

NEWCOMER = """
    me: start
    bot: The library is empty.
    me: timezone London
    bot: Europe/London
    me: sumary
    bot: Did you mean
    elsewhere: berths.txt
    me: summary
    bot: The towns have agreed on nothing but the day of the vote.
    press: Sources
    bot: Strait Board. (2026). The pact of the three harbours. (cited once, in § 2 The Price of a Berth)
    aloud: what is coming up?
    bot: e1 Harbour council will vote on the price of berths: on 4 December 2026; in 9 days
    press: Remind me of e1
    bot: Harbour council will vote on the price of berths
    me: remind e1 7d 1d
    bot: 7 days before: Friday 27 November 2026, 09:00 Europe/London
    me: subscribe daily 08:00
    bot: The first one is due Thursday 26 November 2026, 08:00 Europe/London
    clock: 2026-11-26 07:59
    elsewhere: ferries.txt
    clock: 2026-11-26 08:00
    bot: Your first digest: 2 analyses
    clock: 2026-11-27 08:00
    clock: 2026-11-27 08:59
    clock: 2026-11-27 09:00
    bot: Harbour council will vote on the price of berths: in 7 days
    bot: You asked to be reminded 7 days before.
    press: In 1 hour
    bot: will come again on Friday 27 November 2026, 10:00 Europe/London
    clock: 2026-11-27 10:00
    bot: Harbour council will vote on the price of berths: in 7 days
    clock: 2026-11-27 10:01
    me: unsubscribe 1
    bot: Subscription 1
    me: forget
    bot: It can't be undone.
    press: Erase everything
    bot: Erased:
    clock: 2026-12-03 09:00
"""

FOLLOWER = """
    me: timezone London
    bot: Europe/London
    elsewhere: berths.txt
    me: remind e1 7d 2d 1d
    bot: 2 days before: Wednesday 2 December 2026, 09:00 Europe/London
    me: remind 3 days before e1 at 10am Berlin time
    bot: 3 days before, at 10:00 Europe/Berlin: Tuesday 1 December 2026, 09:00 Europe/London
    me: event e1
    bot: Reminders here
    press: Stop: 2 days before
    bot: No longer: 2 days before.
    press: Undo
    bot: 2 days before: Wednesday 2 December 2026, 09:00 Europe/London
    me: event e1
    bot: 7 days before: Friday 27 November 2026, 09:00 Europe/London
    press: Stop: 3 days before, at 10:00 Europe/Berlin
    bot: No longer: 3 days before, at 10:00 Europe/Berlin.
    me: remind e1 2d off
    bot: No longer: 2 days before.
    me: remind e1 2d off
    bot: This chat has no such reminder of e1.
    aloud: when is my next reminder?
    bot: Next reminders
    bot: Friday 27 November 2026, 09:00 Europe/London: reminder, Harbour council will vote on the price of berths
    clock: 2026-11-27 09:00
    bot: This is the first one here, so you get the full brief.
    clock: 2026-12-01 09:00
    clock: 2026-12-02 09:00
    clock: 2026-12-03 09:00
    bot: Harbour council will vote on the price of berths: tomorrow
    me: event e1
    bot: e1 · on 4 December 2026
    press: Stop reminders
    bot: No more reminders of e1
    aloud: when is my next reminder?
    bot: No reminder is set here.
"""

SHUT_OUT = """
    me: list
    bot: people who were invited
"""

EDITOR = """
    me: start
    bot: The library is empty.
    me: timezone London
    bot: Europe/London
    hand in: berths.txt
    bot: e1 Harbour council will vote on the price of berths: on 4 December 2026; in 9 days
    press: Audit
    bot: 2 sections without a citation
    me: published a1 2026-11-20
    bot: 20 November 2026
    me: remind e1 7d
    bot: 7 days before: Friday 27 November 2026, 09:00 Europe/London
    me: settings quiet 22:00-07:00
    bot: Quiet hours: 22:00-07:00
    me: subscribe weekdays 08:00
    bot: Every weekday at 08:00 Europe/London
    clock: 2026-11-26 08:00
    bot: Your first digest: 1 analysis
    clock: 2026-11-26 08:05
    me: event e1 2026-12-05
    bot: 7 days before: Saturday 28 November 2026, 09:00 Europe/London
    press: Undo
    bot: on 4 December 2026
    me: event e1 2026-12-05
    bot: Before: on 4 December 2026.
    clock: 2026-11-27 08:00
    bot: New: no new analysis, but an event changed
    bot: e1 Harbour council will vote on the price of berths: on 5 December 2026; in 8 days
    clock: 2026-11-27 09:00
    clock: 2026-11-28 08:00
    clock: 2026-11-28 09:00
    bot: Harbour council will vote on the price of berths: in 7 days
    bot: on the price of berths on 4 December 2026. [moved to 5 Dec; see e1] (a1, The Vote)
    me: event e1 cancelled no majority
    bot: no majority
    me: deliveries
    bot: Reminder, due Saturday 28 November 2026, 09:00 Europe/London: sent
    clock: 2026-11-28 12:00
    clock: 2026-11-30 08:00
    bot: e1 Harbour council will vote on the price of berths: cancelled (no majority); it was set on 5 December 2026
    clock: 2026-12-05 09:00
"""

ADMIN = """
    me: start
    bot: The library is empty.
    me: timezone London
    bot: Europe/London
    hand in: berths.txt
    bot: Harbour council will vote on the price of berths
    me: event new 2026-11-27 18:00 Board meeting
    bot: Board meeting
    me: invite editor
    bot: Editor invitation i1
    press: Withdraw i1
    bot: i1
    me: remind board meeting 2h
    bot: 2 hours before: Friday 27 November 2026, 16:00 Europe/London
    me: subscribe daily 08:00
    bot: Subscription 1
    me: schedule
    bot: Friday 27 November 2026, 16:00 Europe/London: reminder, Board meeting
    clock: 2026-11-25 12:00
    elsewhere: ferries.txt
    me: preview
    bot: Your first digest: 2 analyses
    clock: 2026-11-26 08:00
    bot: Your first digest: 2 analyses
    me: deliveries
    bot: Digest, due Thursday 26 November 2026, 08:00 Europe/London: sent
    clock: 2026-11-27 08:00
    bot: Today: 1 event
    clock: 2026-11-27 16:00
    bot: Board meeting: in 2 hours
    me: mute board meeting
    bot: Your reminders are saved
    me: log
    bot: withdrew i1
    me: remove a2
    bot: Three Harbours
    press: Remove a2
    bot: Removed
    press: Undo
    bot: “Three Harbours, One Timetable: The Strait Ferries After the January Pact” is back, as it was.
    me: summary a2 short
    bot: a2
    me: remove a2 yes
    bot: Removed
    me: list
    bot: Who Pays for the Berths
"""


CORRECTOR = """
    me: timezone London
    bot: Europe/London
    hand in: ferries.txt
    bot: Harbour summit
    me: read a1 2
    bot: The pact joins eleven ships and four quays
    aloud: was that corrected?
    bot: No correction has been sent.
    clock: 2026-11-25 20:00
    hand in: ferries-revised.txt
    bot: revision 2
    clock: 2026-11-25 20:01
    bot: This revision changes 2 sentences that chats were shown. Are they corrections?
    bot: The pact joins twelve ships and four quays
    press: Decide one by one
    bot: will sail on weekdays alone
    press: 2: wording only
    bot: 1 sentence is left to decide.
    press: Undo
    bot: Nobody was told, and correction 1 is open again.
    me: corrections 1 2 wording
    bot: 1 sentence is left to decide.
    me: corrections 1 correction
    bot: Why? Your next line is the reason
    me: corrections 1 correction The pact was counted again.
    bot: In 60 seconds the chats that were shown the old wording get the correction.
    clock: 2026-11-25 20:03
    bot: Correction: Three Harbours, One Timetable
    bot: The pact joins twelve ships and four quays
    bot: Why: The pact was counted again.
    {marked}
    clock: 2026-11-25 21:00
    clock: 2026-11-26 15:00
    aloud: what was corrected in the ferries paper?
    bot: in Sund (Strait Board, 2026). → The pact joins twelve
    me: corrections 1
    bot: 1 chat was told.
    me: deliveries
    bot: Correction, due Wednesday 25 November 2026
    me: log
    bot: corrected a1
    me: remove a1 yes The pact was never signed.
    bot: The chats that were shown it are told in a minute, with your reason.
    clock: 2026-11-26 15:02
    bot: Withdrawn: Three Harbours, One Timetable
    bot: Why: The pact was never signed.
    me: undo
    bot: is back, as it was.
    clock: 2026-11-26 15:03
    bot: The removal was undone: the analysis is back as it was.
    clock: 2026-11-26 16:00
"""

JUDGE = """
    me: timezone London
    bot: Europe/London
    me: subscribe daily 08:00
    bot: Subscription 1
    hand in: oslo-april.txt
    bot: The Oslo Visit
    clock: 2026-11-26 08:00
    bot: Your first digest: 1 analysis
    clock: 2026-11-26 12:00
    elsewhere: oslo-may.txt
    me: events
    bot: (April 2027 in a1, May 2027 in a2)
    me: brief Vessmar
    bot: 2 analyses say so; 2 rest on the same item.
    me: disagree
    bot: President Keller will visit Oslo in May 2027. (a2 A Tour of the North
    aloud: do the papers disagree on Oslo?
    bot: Disagreements: a1 The Oslo Visit
    clock: 2026-11-27 08:00
    bot: a2 contradicts a1 on date.
    me: disagree
    press: First is right
    bot: Verdict: first is right
    me: disagree
    bot: No open contradiction found.
    me: disagree all
    bot: first is right
    me: undo
    bot: d1 is open again
    me: disagree d1 none
    bot: Verdict: not a conflict
    press: Undo
    bot: d1 is open again
    me: log
    bot: d1
"""


@pytest.mark.parametrize("platform", slow_but(["telegram"], WORLDS))
async def test_a_newcomer_who_was_invited(platform: str):
    async with playing(platform, Roles(frozenset({"telegram:1"}))) as player:
        invited = await player.core.people.invite("reader", timedelta(hours=1), "telegram:1", NOW)
        await player.play(INVITED + NEWCOMER + SHUT_OUT, code=invited.code)


@pytest.mark.parametrize("platform", slow_but(["telegram"], PLATFORMS))
async def test_a_newcomer_where_everybody_is_answered(platform: str):
    async with playing(platform, Roles(open_access=True)) as player:
        await player.play(NEWCOMER)


@pytest.mark.parametrize("platform", slow_but(["telegram"], PLATFORMS))
async def test_a_follower_who_stops_one_reminder_after_the_other(platform: str):
    async with playing(platform, Roles(open_access=True)) as player:
        await player.play(FOLLOWER)


@pytest.mark.parametrize("platform", slow_but(["telegram"], PLATFORMS))
async def test_an_editor(platform: str):
    async with playing(platform, Roles(editors=frozenset({ME[platform]}))) as player:
        await player.play(EDITOR)


@pytest.mark.parametrize("platform", slow_but(["telegram"], PLATFORMS))
async def test_an_admin(platform: str):
    async with playing(platform, Roles(frozenset({ME[platform]}))) as player:
        await player.play(ADMIN)


@pytest.mark.parametrize("platform", slow_but(["telegram"], PLATFORMS))
async def test_a_corrected_sentence_reaches_the_chat_that_was_shown_it_once(platform: str):
    async with playing(platform, Roles(frozenset({ME[platform]}))) as player:
        # Slack's answers to slash commands come by response addresses, which the bot can't edit later.
        mark = "bot: Corrected on 25 November 2026: The pact joins twelve ships" if platform == "telegram" else ""
        await player.play(CORRECTOR, marked=mark)


@pytest.mark.parametrize("platform", slow_but(["telegram"], PLATFORMS))
async def test_a_contradiction_is_told_and_decided(platform: str):
    async with playing(platform, Roles(frozenset({ME[platform]}))) as player:
        await player.play(JUDGE)
