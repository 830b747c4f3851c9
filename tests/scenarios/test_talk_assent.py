"""Everyday words of assent answer a question that waits; words of taking back drop it and nothing else."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.commands.memory.awaited_answers import agrees
from tests.fakes.kept_libraries import filled_once
from tests.scenarios.stage import Stage, attachment

LIBRARY = Path(__file__).parents[2] / "benchmarks" / "plain_words" / "library"
MOVED = "move the summit to 4 December"


@pytest.fixture
@filled_once
async def asked(stage: Stage) -> Stage:
    """A stage with reminders of the summit, where it was asked last whether to move the summit."""
    stage.now += timedelta(days=290)
    await stage.say("import", files=(attachment("lithium.txt", (LIBRARY / "lithium.txt").read_bytes()),))
    await stage.briefings.agenda.keep_all(1, "", stage.now)
    await stage.say(f"remind e{(await stage.briefings.agenda.find('summit')).id} 7d")
    assert "Go ahead?" in await stage.say(MOVED, command=False)
    return stage


async def day(stage: Stage) -> str:
    return (await stage.briefings.agenda.find("summit")).when.first.isoformat()


@pytest.mark.parametrize("said", ["ok do it", "sure, go ahead", "давай", "ага", "好", "好的", "可以", "Yes!"])
async def test_assent_in_everyday_words_makes_the_change(asked: Stage, said: str):
    await asked.say(said, command=False)
    assert await day(asked) == "2026-12-04"


@pytest.mark.parametrize(
    "said",
    [
        *("yes please", "Okay.", "sounds good, do it", "please go ahead", "fine", "yep, thanks", "go for it!"),
        *("хорошо, давай", "Да, сделать", "конечно", "ок", "ладно, делай", "да, спасибо", "подтверждаю"),
        *("好，执行", "行", "好的，谢谢", "嗯，可以", "没问题", "确认", "好的好的"),
    ],
)
def test_assent_is_recognised(said: str):
    assert agrees(said)


@pytest.mark.parametrize(
    "said",
    [
        *("ok, what is next week?", "good morning", "yes or no?", "thanks", "fine papers", "please stop", "not ok"),
        *("спасибо", "давай про литий", "хорошо бы знать", "нет", "не надо"),
        *("谢谢", "好消息", "可以吗", "不行", "不可以", "好像不对"),
    ],
)
def test_other_words_are_no_assent(said: str):
    assert not agrees(said)


@pytest.mark.parametrize("said", ["thanks", "спасибо", "谢谢"])
async def test_a_question_waits_on_after_thanks(asked: Stage, said: str):
    await asked.say(said, command=False)
    await asked.say("yes", command=False)
    assert await day(asked) == "2026-12-04"


@pytest.mark.parametrize(
    ("said", "then"),
    [
        *((said, "Undo it?") for said in ("put it back", "ой, верни обратно", "верни всё обратно")),
        *((said, "Undone: ") for said in ("put it back the way it was", "oops, change it back", "undo")),
        *((said, "Undone: ") for said in ("верни как было", "恢复原来的", "改回原来的吧")),
        *((said, "Undone: ") for said in ("算了，改回去", "还原成原来的样子")),
    ],
)
async def test_words_of_taking_back_drop_the_question_only(asked: Stage, said: str, then: str):
    told = await asked.say(said, command=False)
    assert "I changed nothing." in told
    assert len(await asked.briefings.subscriptions.follows("terminal:local")) == 1
    told = await asked.say(said, command=False)
    assert then in told


@pytest.mark.parametrize("between", ["frobnicate the wibble", "чпокни фигню", "呃呃啊啊"])
async def test_an_undo_after_words_that_were_not_understood_drops_the_question_only(asked: Stage, between: str):
    await asked.say(between, command=False)
    assert "I changed nothing." in await asked.say("undo", command=False)
    assert len(await asked.briefings.subscriptions.follows("terminal:local")) == 1
