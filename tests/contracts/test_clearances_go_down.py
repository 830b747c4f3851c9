"""Nobody comes to see more by what they do to their own chats and accounts, on each database."""

from datetime import UTC, datetime

import pytest

from briefings.model.marking import Marking
from briefings.service import Briefings

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
LOW, OTHER, GROUP, ADMIN = "telegram:42", "slack:U7", "telegram:-100", "telegram:1"


async def clearance(core: Briefings, address: str, person: str = "") -> Marking:
    return (await core.markings.viewer(address, person, NOW, private=bool(person))).clearance


async def low(core: Briefings, holder: str = LOW) -> None:
    await core.markings.clear(holder, "GREEN", ADMIN, NOW)


async def linked(core: Briefings, one: str, other: str) -> None:
    code = await core.account_links.propose(one, one, NOW)
    await core.account_links.join(code, other, other, other, NOW)


async def test_forget_keeps_a_clearance_below_the_default(core: Briefings):
    await low(core)
    await core.chats.forget(LOW, NOW, by=LOW, person=LOW)
    assert await clearance(core, LOW, LOW) == "GREEN"


async def test_forget_keeps_a_limit_of_the_terminal(core: Briefings):
    await core.markings.clear("terminal:local", "AMBER", "Mira", NOW)
    await core.chats.forget("terminal:local", NOW)
    assert await core.markings.clearances() == {"terminal:local": "AMBER"}


async def test_forget_takes_a_clearance_above_the_default(core: Briefings):
    await core.markings.clear(LOW, "RED", ADMIN, NOW, "she joined")
    await core.chats.forget(LOW, NOW, by=LOW, person=LOW)
    assert await clearance(core, LOW, LOW) == "AMBER"


async def test_a_new_group_sees_no_more_than_who_opens_it(core: Briefings):
    await low(core)
    await core.chats.open(GROUP, LOW, NOW, opener=LOW)
    assert await clearance(core, GROUP) == "GREEN"
    await core.markings.clear(GROUP, None, ADMIN, NOW, "the editors meet here")
    await core.chats.open(GROUP, LOW, NOW, opener=LOW)
    assert await clearance(core, GROUP) == "AMBER"  # it was open already


async def test_a_clearance_of_the_own_chat_counts_for_the_group_too(core: Briefings):
    await core.markings.note_direct("slack:D9", OTHER)
    await low(core, "slack:D9")
    await core.chats.open("slack:C5", OTHER, NOW, opener=OTHER)
    assert await clearance(core, "slack:C5") == "GREEN"


async def test_a_group_that_somebody_cleared_highly_opens_has_the_default(core: Briefings):
    await core.markings.clear(LOW, "RED", ADMIN, NOW, "she joined")
    await core.chats.open(GROUP, LOW, NOW, opener=LOW)
    assert await clearance(core, GROUP) == "AMBER"


async def test_a_group_that_is_let_in_by_a_code_sees_no_more_than_who_types_it(core: Briefings):
    await low(core)
    code = (await core.people.invite("reader", NOW.replace(day=6) - NOW, ADMIN, NOW)).code
    await core.people.accept(code, GROUP, GROUP, LOW, NOW, opener=LOW)
    assert await clearance(core, GROUP) == "GREEN"


@pytest.mark.parametrize("pair", [(LOW, OTHER), (OTHER, LOW)])
async def test_linked_accounts_have_the_lower_clearance_of_the_two(core: Briefings, pair: tuple[str, str]):
    await low(core)
    await linked(core, *pair)
    assert await clearance(core, OTHER, OTHER) == await clearance(core, LOW, LOW) == "GREEN"
    await core.account_links.part(LOW, LOW, NOW)
    assert await clearance(core, OTHER, OTHER) == "GREEN"


async def test_who_is_lowered_later_is_lowered_in_both_accounts(core: Briefings):
    await linked(core, LOW, OTHER)
    await low(core)
    assert await clearance(core, OTHER, OTHER) == "GREEN"
    await core.markings.clear(LOW, "RED", ADMIN, NOW, "she joined")
    assert await clearance(core, OTHER, OTHER) == "GREEN"


async def test_a_group_that_moves_keeps_its_clearance_audience_and_groups(core: Briefings):
    await low(core, GROUP)
    await core.markings.set_group("board", [GROUP], ADMIN, NOW)
    await core.chats.move(GROUP, "telegram:-200", NOW)
    assert await clearance(core, "telegram:-200") == "GREEN"
    assert await core.markings.groups() == {"board": ("telegram:-200",)}
