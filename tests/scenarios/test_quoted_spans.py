"""Every answer that quotes an analysis says which spans it quotes, so that a correction finds who was shown them."""

import pytest

from bot.message import Message, quoted_spans, texts
from bot.views.shared.quotations import strip_markdown
from tests.scenarios.stage import FERRIES, READER, Stage, attachment

QUOTING = (
    "summary a1",
    "summary a1 brief",
    "summary a1 80 words",
    "summary a1 2 long",
    "read a1",
    "read a1 2",
    "ask how many ships join the pact?",
    "brief pact",
    "search ice",
    "timeline a1",
    "timeline a1 picture",
    "where a1 r1 400",
    "where ice subsidy",
    "event e1",
    "outlook",
    "outlook a1",
)
NOT_QUOTING = ("list", "sections a1", "sources a1", "home", "help", "status")


async def answered(stage: Stage, line: str) -> Message:
    await stage.import_ferries()
    message = await stage.message(line)
    assert message
    return message


@pytest.mark.parametrize("line", QUOTING)
async def test_what_quotes_says_so_and_each_span_holds_what_is_shown(stage: Stage, line: str):
    message = await answered(stage, line)
    spans = quoted_spans(message)
    assert spans
    text = (await stage.briefings.library.get(1)).draft.text
    for block in message.blocks:
        for run in (run for runs in texts(block) for run in runs if run.origin):
            assert run.origin
            words = strip_markdown(text[run.origin.start : run.origin.end])
            assert " ".join(run.text.split())[:30].strip(' “”"') in " ".join(words.split())
    assert {(span.analysis, span.revision) for span in spans} == {(1, 1)}


@pytest.mark.parametrize("line", NOT_QUOTING)
async def test_what_quotes_nothing_says_nothing(stage: Stage, line: str):
    assert quoted_spans(await answered(stage, line)) == ()


async def test_changes_quote_what_is_new_and_not_what_is_gone(stage: Stage):
    await stage.import_ferries()
    await stage.say("start", sender="telegram:1", address="telegram:-1")
    reader = {"sender": READER, "address": "telegram:-1"}
    await stage.say("summary a1", **reader)
    revised = FERRIES.read_bytes().replace(b"eleven ships", b"twelve ships")
    await stage.say("import", files=(attachment("ferries.txt", revised),))
    message = await stage.message("changes a1", **reader)  # type: ignore[arg-type]
    assert message
    (span,) = quoted_spans(message)
    text = (await stage.briefings.library.get(1)).draft.text
    assert span.revision == 2
    assert "twelve ships" in text[span.start : span.end]
