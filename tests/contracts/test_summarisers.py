"""What every summariser keeps to: it stays within its words, and each thing it says rests on sentences of the text."""

from collections.abc import Awaitable, Callable, Sequence

import pytest

from briefings.model.summary import ProseSentence
from briefings.summarising import SUMMARISERS, Passage
from briefings.summarising.language_model import ModelServer as Server
from briefings.summarising.language_model import write
from briefings.summarising.prompts import Task
from briefings.text.terms import word_count
from tests.fakes.model_server import KEY, MODEL, ModelServer
from tests.fakes.texts import apart

pytest_plugins = ["tests.fakes.model_fixtures"]

Tell = Callable[[str, Sequence[str], int], Awaitable[tuple[ProseSentence, ...]]]

ENGLISH = (
    "The harbour of Lindvik will close its coal terminal in two stages.",
    "Ninety people work there, and the terminal pays a fifth of the town's taxes.",
    "The council voted 14 to 9 for a yard that assembles wind turbines.",
    "Fishing crews fear that dredging in spring will cloud the spawning grounds.",
    "“We were never asked,” said Marta Holm, who speaks for the crews.",
    "A hearing on the dredging is set for 12 March 2026.",
)
RUSSIAN = (
    "Порт закроет угольный терминал в два этапа.",
    "Совет проголосовал за верфь на месте терминала.",
    "Рыбаки боятся за нерест весной.",
)
CHINESE = (
    "港口将分两个阶段关闭煤炭码头。",
    "市议会投票决定在码头旧址建设风电装配厂。",
    "渔民担心春季疏浚会影响鱼类产卵。",
)


@pytest.fixture(params=[*SUMMARISERS, "remote"])
def tell(request: pytest.FixtureRequest, model: ModelServer) -> Tell:
    """Each summariser, given a title, sentences and words."""

    async def chosen(title: str, sentences: Sequence[str], words: int) -> tuple[ProseSentence, ...]:
        passage = Passage("", "\n".join(sentences), _spans(sentences))
        found = SUMMARISERS[request.param](title, [passage], words=words)
        return tuple(ProseSentence(sentences[one.sentence], (one.sentence,)) for one in found.sentences)

    async def written(title: str, sentences: Sequence[str], words: int) -> tuple[ProseSentence, ...]:
        answered = await write(Server(model.url, MODEL, KEY), Task(title, words), apart(*sentences))
        return answered.prose.sentences

    return written if request.param == "remote" else chosen


def _spans(sentences: Sequence[str]) -> tuple[tuple[int, int], ...]:
    starts = [sum(len(one) + 1 for one in sentences[:number]) for number in range(len(sentences))]
    return tuple((start, start + len(one)) for start, one in zip(starts, sentences, strict=True))


@pytest.mark.parametrize("sentences", [ENGLISH, RUSSIAN, CHINESE])
@pytest.mark.parametrize("words", [15, 30, 60])
async def test_stays_within_its_words(tell: Tell, sentences: tuple[str, ...], words: int) -> None:
    said = await tell("Lindvik", sentences, words)
    assert said
    assert sum(word_count(one.text) for one in said) <= words


@pytest.mark.parametrize("sentences", [ENGLISH, RUSSIAN, CHINESE])
async def test_everything_said_is_made_of_the_sentences_that_it_names(tell: Tell, sentences: tuple[str, ...]) -> None:
    said = await tell("Lindvik", sentences, 200)
    assert said
    for one in said:
        named = "".join(sentences[n] for n in one.rests_on)
        assert one.text.replace(" ", "") == named.replace(" ", "")


async def test_says_the_same_when_asked_again(tell: Tell) -> None:
    assert await tell("Lindvik", ENGLISH, 40) == await tell("Lindvik", ENGLISH, 40)


async def test_says_nothing_twice(tell: Tell) -> None:
    texts = [one.text for one in await tell("Lindvik", [*ENGLISH, ENGLISH[0]], 70)]
    assert len(texts) == len(set(texts))
