"""How the bot presents itself in Telegram: menus by kind of chat, language and role, and its descriptions."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import pytest
from telegram import Bot

from bot.chat import Introduction, MenuEntry, Offers
from bot.commands import menu as every_command
from bot.platforms.telegram.errors import TelegramPauses
from bot.platforms.telegram.menus import Menus
from tests.fakes.deadline import HANGS
from tests.fakes.listener import Listener
from tests.fakes.telegram_rules import Refused, bad
from tests.fakes.telegram_server import TOKEN
from tests.fakes.telegram_world import GROUP, PERSON, TelegramWorld

pytest_plugins = ["tests.fakes.telegram_fixtures"]

MENU = (
    MenuEntry("people", "Who is in", "", "admin"),
    MenuEntry("import", "Imports", "", "editor"),
    MenuEntry("help", "Explains", "", "reader"),
    MenuEntry("mute", "Mutes", "", "reader"),
    MenuEntry("forget", "Erases", "", "reader", usual=False),
)
RUSSIAN = tuple(replace(entry, help=f"По-русски: {entry.name}") for entry in MENU)
OURS = {"": Introduction("Briefs you.", "Briefs."), "ru": Introduction("Кратко.", "Кр.")}
READER, EDITOR, ADMIN = ["help", "mute"], ["help", "mute", "import"], ["help", "mute", "import", "people"]


class Staff:
    """Who has which role, as it may change."""

    def __init__(self, **roles: str) -> None:
        self.roles: Mapping[str, str] = {f"telegram:{name.lstrip('_')}": role for name, role in roles.items()}
        self.broken, self.asked, self.looked = False, 0, asyncio.Event()

    async def __call__(self) -> Mapping[str, str]:
        self.asked += 1
        self.looked.set()
        if self.broken:
            raise OSError("the database is away")
        return self.roles


def offers(staff: Staff) -> Offers:
    return Offers(menus={"ru": RUSSIAN}, introductions=OURS, staff=staff)


async def settled(world: TelegramWorld, scope: str, names: list[str], language: str = "") -> None:
    await world.server.until(lambda: world.server.commands(scope, language) == names)


async def test_each_kind_of_chat_has_its_menu_in_each_language(silent: TelegramWorld, listener: Listener):
    await silent.serve(listener, MENU, offers(Staff()))
    await silent.server.until(lambda: silent.server.shorts.get("ru"))
    for scope in ("default", "all_private_chats", "all_chat_administrators"):
        assert silent.server.commands(scope) == READER
        assert silent.server.menus[scope, "ru"][0]["description"] == "По-русски: help"
    assert silent.server.commands("all_group_chats") == READER
    assert silent.server.commands("all_group_chats", "ru") == READER


async def test_who_has_a_role_sees_its_commands(silent: TelegramWorld, listener: Listener):
    silent.server.chat(43)
    await silent.serve(listener, MENU, offers(Staff(_42="admin", _43="editor")))
    for language in ("", "ru"):
        await settled(silent, "chat 42", ADMIN, language)
        await settled(silent, "chat 43", EDITOR, language)


async def test_a_menu_follows_its_role(silent: TelegramWorld, listener: Listener):
    staff = Staff(_42="admin")
    await silent.serve(listener, MENU, offers(staff))
    await settled(silent, "chat 42", ADMIN)
    staff.roles = {"telegram:42": "editor", f"telegram:{GROUP}": "editor", "slack:U1": "admin"}
    await silent.say("people")
    await settled(silent, "chat 42", EDITOR, "ru")
    await settled(silent, f"chat {GROUP}", EDITOR, "ru")
    staff.roles = {}
    await silent.say("people")
    await silent.server.until(lambda: not [scope for scope, _ in silent.server.menus if scope.startswith("chat ")])


async def test_who_has_not_written_yet_gets_the_menu_when_they_do(silent: TelegramWorld, listener: Listener):
    del silent.server.chats[PERSON]
    await silent.serve(listener, MENU, offers(Staff(_42="admin")))
    await silent.server.until(lambda: silent.server.methods().count("setMyCommands") == 9)
    silent.server.chat(PERSON)
    await silent.say("start")
    await settled(silent, "chat 42", ADMIN, "ru")


async def test_a_role_lost_meanwhile_is_taken_back_at_the_next_start(silent: TelegramWorld, listener: Listener):
    silent.server.menus["chat 42", ""] = silent.server.menus["chat 42", "ru"] = [
        {"command": "people", "description": "Who is in"}
    ]
    await silent.serve(listener, MENU, offers(Staff()))
    await silent.say("start")
    await silent.server.until(lambda: not [scope for scope, _ in silent.server.menus if scope == "chat 42"])


async def test_of_many_messages_in_a_moment_one_is_followed_by_a_look_at_the_roles(silent: TelegramWorld):
    staff = Staff()
    async with Bot(TOKEN, base_url=f"{silent.server.url}/bot") as bot:
        menus = Menus(bot, MENU, Offers(staff=staff), TelegramPauses(first=HANGS))
        running = asyncio.create_task(menus.run())
        await asyncio.wait_for(staff.looked.wait(), HANGS)
        for _ in range(20):
            menus.heard(PERSON, "help")
            await asyncio.sleep(0)
        assert staff.asked == 1
        running.cancel()


async def test_roles_that_cannot_be_had_stop_nothing(silent: TelegramWorld, listener: Listener):
    staff = Staff(_42="admin")
    staff.broken = True
    await silent.serve(listener, MENU, offers(staff))
    await silent.server.until(lambda: silent.server.shorts.get("ru"))
    staff.broken = False
    await silent.say("help")
    await settled(silent, "chat 42", ADMIN)


@pytest.mark.parametrize("outcome", [Refused(502, "Bad Gateway"), "cut", Refused(429, "", retry_after=0)])
async def test_a_menu_is_tried_again_until_telegram_answers(silent: TelegramWorld, listener: Listener, outcome):
    silent.server.fail("setMyCommands", outcome, times=3)
    await silent.serve(listener, MENU, offers(Staff(_42="editor")))
    await settled(silent, "chat 42", EDITOR, "ru")
    assert silent.platform_events.troubles == []


async def test_descriptions_are_set_in_each_language(silent: TelegramWorld, listener: Listener):
    await silent.serve(listener, MENU, offers(Staff()))
    await silent.server.until(lambda: silent.server.shorts.get("ru"))
    assert silent.server.descriptions == {"": "Briefs you.", "ru": "Кратко."}
    assert silent.server.shorts == {"": "Briefs.", "ru": "Кр."}


async def test_an_owners_own_description_stays(silent: TelegramWorld, listener: Listener):
    silent.server.descriptions[""] = "Ours, by hand"
    await silent.serve(listener, MENU, offers(Staff(_42="admin")))
    await settled(silent, "chat 42", ADMIN)
    assert silent.server.descriptions == {"": "Ours, by hand"}
    assert silent.server.shorts == {"": "Briefs.", "ru": "Кр."}


async def test_a_refused_description_stops_nothing(silent: TelegramWorld, listener: Listener):
    silent.server.fail("setMyDescription", bad("description is too long"), times=2)
    await silent.serve(listener, MENU, offers(Staff()))
    await silent.server.until(lambda: silent.server.shorts.get("ru"))
    assert silent.server.descriptions == {}


async def test_the_menus_of_the_whole_program_are_taken(silent: TelegramWorld, listener: Listener):
    await silent.serve(listener, every_command(), offers(Staff(_42="admin")))
    await silent.server.until(lambda: silent.server.commands("chat 42"))
    ordered = "home summary list ask events outlook remind subscribe settings help import people"
    assert set(silent.server.commands("chat 42")) == set(ordered.split())
    assert len(silent.server.commands("all_private_chats")) == 10


async def test_a_menu_follows_the_language_that_a_chat_has_chosen(silent: TelegramWorld, listener: Listener):
    chosen: dict[str, str] = {}

    async def languages() -> Mapping[str, str]:
        return chosen

    def told(language: str) -> str:
        return str(silent.server.menus.get(("chat 42", language), [{"description": ""}])[0]["description"])

    await silent.serve(listener, MENU, replace(offers(Staff()), languages=languages))
    await silent.server.until(lambda: silent.server.shorts.get("ru"))
    chosen["telegram:42"] = "ru"
    await silent.say("language ru")
    await silent.server.until(lambda: told("") == told("ru") == "По-русски: help")
    chosen["telegram:42"] = "en"
    await silent.say("language en")
    await silent.server.until(lambda: told("") == told("ru") == "Explains")
    chosen.clear()
    await silent.say("language auto")
    await silent.server.until(lambda: not [scope for scope, _ in silent.server.menus if scope == "chat 42"])
