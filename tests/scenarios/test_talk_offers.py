"""What the platforms are given beside answers: menus and words about the bot in each language, and who has a role."""

import re

import pytest

from bot.chat import Offers
from bot.commands import Conversation, menu
from bot.commands.offers.suggestions import offers_of
from bot.languages import LANGUAGES
from tests.scenarios.stage import ADMIN, EDITOR, READER, Stage


@pytest.fixture
def offers(stage: Stage) -> Offers:
    return offers_of(Conversation(stage.briefings, stage.roles, lambda: stage.now), lambda: stage.now)


def test_each_language_has_its_menu_and_introduction(offers: Offers):
    assert set(offers.menus) == set(LANGUAGES) - {"en"}
    assert set(offers.introductions) == {"", *offers.menus}
    for told in offers.menus.values():
        assert [entry.name for entry in told] == [entry.name for entry in menu()]


def test_introductions_fit_where_telegram_shows_them_and_differ(offers: Offers):
    for told in offers.introductions.values():
        assert 1 < len(told.description) <= 512
        assert 1 < len(told.short) <= 120
    assert len({told.description for told in offers.introductions.values()}) == len(LANGUAGES)


async def test_staff_are_those_with_a_role(offers: Offers):
    assert offers.staff
    staff = await offers.staff()
    assert (staff[ADMIN], staff[EDITOR]) == ("admin", "editor")


async def test_who_is_invited_with_a_role_is_staff_until_it_is_withdrawn(stage: Stage, offers: Offers):
    assert offers.staff
    told = await stage.say("invite editor", sender=ADMIN)
    found = re.search(r"\b\d+-[a-z2-7]{26}\b", told)
    assert found
    await stage.say(f"start {found[0]}", sender=READER)
    assert (await offers.staff())[READER] == "editor"
    await stage.say(f"people remove {READER} yes", sender=ADMIN)
    assert READER not in await offers.staff()
