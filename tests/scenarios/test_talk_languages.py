"""Which language is spoken to whom: chosen, the client's, or that of who spoke."""

import re
from datetime import UTC, datetime

import pytest

from bot.chat import Request
from bot.commands import Conversation
from bot.languages import current, language_set, translate
from bot.views.accounts.audit_log import COMMAND_LINE
from bot.views.delivery.subscriptions import unserved_target
from bot.views.refusals import not_understood
from briefings.accounts import Chat
from briefings.translatable import phrase, restored, stored
from tests.scenarios.stage import EDITOR, FERRIES, READER, ROLES, Stage, attachment, says

GROUP = "telegram:-5"


async def language(stage: Stage, address: str, sender: str, client: str = "", line: str = "language") -> str:
    """The first line of the answer to a person whose client speaks a language."""
    said = Request(address, sender, line, stage.now, private=address == sender, language=client)
    message = await Conversation(stage.briefings, ROLES, lambda: stage.now).answer(said)
    assert message
    return message.plain().splitlines()[0]


OF_THE_APP = {"en": "your app's language", "ru": "языке вашего приложения", "zh": "应用的语言"}


@pytest.mark.parametrize(
    ("client", "tag"), [("ru", "ru"), ("zh-hans", "zh"), ("en-GB", "en"), ("fr", "en"), ("", "en")]
)
async def test_a_person_is_answered_in_the_language_of_their_client(stage: Stage, client: str, tag: str):
    assert OF_THE_APP[tag] in await language(stage, EDITOR, EDITOR, client)
    assert current() == "en"


async def test_a_chosen_language_goes_before_the_clients(stage: Stage):
    assert "Русский" in await language(stage, EDITOR, EDITOR, "zh", "language ru")
    assert "Русский" in await language(stage, EDITOR, EDITOR, "zh")
    assert OF_THE_APP["zh"] in await language(stage, EDITOR, EDITOR, "zh", "language auto")


async def test_a_group_speaks_what_it_chose_else_what_each_person_chose_for_themselves(stage: Stage):
    await stage.say("start", sender=EDITOR, address=GROUP)
    await language(stage, READER, READER, "", "language zh")
    await language(stage, EDITOR, EDITOR, "", "language ru")
    assert OF_THE_APP["ru"] in await language(stage, GROUP, EDITOR, "en")
    assert OF_THE_APP["en"] in await language(stage, GROUP, "telegram:9", "en")
    assert "English" in await language(stage, GROUP, EDITOR, "ru", "language en")
    assert "English" in await language(stage, GROUP, EDITOR, "ru")


async def test_another_language_is_refused_and_each_other_one_has_a_button(stage: Stage):
    assert "doesn't accept “fr”" in await stage.say("language fr")
    await stage.say("language zh")
    assert says(await stage.message("language")) == ["/language en", "/language ru", "/language auto"]
    assert "中文" in await stage.say("language")


async def test_who_is_forgotten_is_answered_as_on_the_first_day(stage: Stage):
    direct, person = "slack:D1", "slack:U1"

    async def spoken() -> str:
        said = Request(direct, person, "language", stage.now, private=True)
        message = await Conversation(stage.briefings, ROLES, lambda: stage.now).answer(said)
        assert message
        return message.language

    for line in ("language ru", "forget yes"):
        said = Request(direct, person, line, stage.now, private=True)
        assert await spoken() == ("en" if line == "language ru" else "ru")
        await Conversation(stage.briefings, ROLES, lambda: stage.now).answer(said)
    assert await spoken() == "en"


async def test_who_is_forgotten_loses_all_settings(stage: Stage):
    async def answer(line: str) -> Chat:
        said = Request("slack:D1", "slack:U1", line, stage.now, private=True)
        await Conversation(stage.briefings, ROLES, lambda: stage.now).answer(said)
        return await stage.briefings.chats.chat("slack:U1")

    new = await stage.briefings.chats.chat("slack:U1")
    await answer("settings length short")
    assert (await answer("language ru")) != new
    assert await answer("forget yes") == new


@pytest.mark.parametrize(("tag", "told"), [("zh", "2025年3月5日"), ("ru", "5 марта 2025 года"), ("en", "5 March 2025")])
async def test_a_day_that_was_set_is_told_as_a_day_is_told_in_the_language(stage: Stage, tag: str, told: str):
    await stage.import_ferries()
    await stage.say("published a1 2025-03-05")
    await stage.say(f"language {tag}")
    log = await stage.say("log")
    assert told in log
    assert "2025-03-05" not in log


@pytest.mark.parametrize(("tag", "who"), [("zh", "命令行"), ("ru", "командная строка"), ("en", "the command line")])
async def test_who_imported_at_the_command_line_is_told_in_the_language(stage: Stage, tag: str, who: str):
    await stage.briefings.library.add("ferries.txt", FERRIES.read_bytes(), stage.now, by=COMMAND_LINE)
    await stage.say(f"language {tag}")
    for line in ("log", "changes a1"):
        assert who in await stage.say(line)


@pytest.mark.parametrize(("tag", "words"), [("zh", "/search 词语"), ("ru", "/search СЛОВА"), ("en", "/search WORDS")])
def test_placeholders_of_what_can_be_typed_are_translated(tag: str, words: str):
    with language_set(tag):
        assert words in not_understood("/").plain()


@pytest.mark.parametrize(("tag", "name"), [("zh", "终端"), ("ru", "терминал"), ("en", "the terminal")])
def test_the_terminal_is_named_in_the_language(tag: str, name: str):
    with language_set(tag):
        assert f"{name} " in f"{unserved_target('teams:5', ['terminal'])} ".replace("。", " ").replace(".", " ")


RUSSIAN = """# Два звонка за один день

## Итоги

По словам Ивана Петрова, «нужна осторожность» (Петров, 2026). Встреча лидеров состоится в апреле 2026 года.

## Список литературы

Петров, И. (2026). Первый разговор. Москва.

Петров, И. (2026). Второй разговор. Москва.
"""


async def test_russian_answers_have_one_kind_of_quotation_marks_and_right_cases(stage: Stage):
    await stage.say("import", files=(attachment("calls.md", RUSSIAN.encode()),))
    await stage.say("language ru")
    stage.now = datetime(2026, 11, 26, 9, tzinfo=UTC)
    audit = await stage.say("audit a1")
    assert "напишите «Петров, 2026a» [1] или «Петров, 2026b» [2]." in audit
    assert "Написано до события «Встреча лидеров», до апреля 2026 года; этот срок прошёл, исхода в тексте нет." in audit
    events = await stage.say("events all")
    assert "210 дней назад" in events
    assert "прошло" not in events
    for line in ("audit a1", "quotes a1", "sources a1", "log", "summary nothing", "history"):
        assert "“" not in await stage.say(line)


async def test_quotations_keep_the_marks_that_their_text_gives_them(stage: Stage):
    await stage.say("import", files=(attachment("calls.md", RUSSIAN.encode()),))
    assert "- «нужна осторожность»" in await stage.say("quotes a1")


@pytest.mark.parametrize("line", ["кого цитирует анализ a1?", "quotes analysis a1", "quotes статья a1"])
async def test_an_analysis_is_found_by_its_number_after_what_it_is_called(stage: Stage, line: str):
    await stage.say("import", files=(attachment("calls.md", RUSSIAN.encode()),))
    assert "«нужна осторожность»" in await stage.say(line, command=False)


def test_a_reason_that_was_stored_is_a_sentence_in_russian():
    reason = phrase("the {place} says “{word}”, a word of that title", place=phrase("sentence"), word="Trump")
    with language_set("ru"):
        told = translate(restored(stored(reason)))
    assert told == "в предложении есть «Trump», слово из этого названия"


@pytest.mark.parametrize(
    "said",
    ["/language russian", "/language русский", "language по-русски", "русский", "по-русски", "answer in Russian"],
)
async def test_a_language_is_chosen_by_any_of_its_names(stage: Stage, said: str):
    told = await stage.say(said.lstrip("/"), command=said.startswith("/"))
    assert "Русский" in told


@pytest.mark.parametrize(("said", "tag"), [("Russian", "ru"), ("Chinese", "zh"), ("俄语", "ru")])
async def test_a_language_named_in_another_one_is_set_after_a_question(stage: Stage, said: str, tag: str):
    told = await stage.say(said, command=False)
    assert f"/language {tag}" in told
    assert (await stage.briefings.chats.chat("terminal:local")).language == ""


async def test_an_unknown_language_is_refused_with_the_choices(stage: Stage):
    assert "doesn't accept “klingon”" in await stage.say("language klingon")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("events in december", "декабрь"),
        ("events all before 2027-01-01", "до 31 декабря 2026"),
        ("events all after 2026-12-01", "с 2 декабря 2026"),
        ("events all 2027", "2027"),
        ("events all about taiwan", "taiwan"),
    ],
)
async def test_the_period_of_a_list_of_events_is_told_in_the_language_of_the_chat(stage: Stage, line: str, told: str):
    await stage.say("language ru")
    shown = (await stage.say(line)).partition("[")[0]  # without the lines of buttons
    assert told in shown, shown
    assert not re.search(r"\b(?:in|before|after|december|about) ", shown)


async def test_the_log_names_roles_in_the_language_of_the_reader(stage: Stage):
    await stage.say("invite editor")
    await stage.say("language ru")
    assert "(редактор)" in await stage.say("log")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("привет", "Здравствуйте"),
        ("кто открыл пингвинов в Антарктиде?", "Ничего близкого в том, что вам доступно, нет"),
        ("абракадабра фыва олдж", "Не уверен, что понял вас"),
        ("你好", "您好。"),
        ("谁在南极发现了企鹅？", "没有与此相近的"),
        ("hello", "Hello."),
    ],
)
async def test_words_that_are_not_understood_are_answered_in_their_own_script(stage: Stage, said: str, told: str):
    await stage.import_ferries()
    answer = await stage.say(said, command=False)
    assert told in answer
    assert said == "hello" or not re.search(r"\b(?:the|mean|Hello|type)\b", answer)


async def test_a_language_that_was_chosen_is_kept_whatever_is_typed(stage: Stage):
    await stage.say("language en")
    assert "Hello." in await stage.say("привет", command=False)
    await stage.say("language zh")
    assert "您好。" in await stage.say("привет", command=False)
