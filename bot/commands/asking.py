"""What the whole library says: to a question, and on a topic."""

from dataclasses import replace

from bot.commands.registry import Argument, Call, command
from bot.message import Message, say
from bot.views import asking as views
from bot.views import prose
from briefings.errors import Unwritten
from briefings.model.briefing import Reply


@command(
    "ask",
    "Answers a question with passages from the library, or says that none does",
    Argument("QUESTION", many=True),
    examples=("ask when does the treaty expire?",),
)
async def ask(call: Call) -> Message:
    """The passages that answer, best first, each with its place and sources; prose after them where it is set up."""
    reply = await call.briefings.asking.ask(" ".join(call.args))
    plain = views.answered(reply, call.prefix)
    return await _fluent(call, reply, plain) if call.briefings.fluency.ready and len(reply.passages) > 1 else plain


async def _fluent(call: Call, reply: Reply, plain: Message) -> Message:
    """Prose out of the passages that was written before; else the passages at once, and the prose after them."""
    fluency = call.briefings.fluency
    kept = await fluency.kept_answer(reply.question, reply.passages)
    if kept is not None:
        return prose.answer(reply.question, kept)

    async def written() -> Message:
        try:
            return prose.answer(reply.question, await fluency.answer(reply.question, reply.passages, call.asker))
        except Unwritten as failed:
            return say(prose.unwritten(str(failed)))

    return replace(plain, blocks=prose.coming(plain), later=written)


@command(
    "brief",
    "Briefs you on a topic across the library, oldest first",
    Argument("WORDS", many=True),
    examples=("brief soya beans",),
)
async def brief(call: Call) -> Message:
    """The telling sentences on the topic, each with its place, date and sources."""
    return views.briefed(await call.briefings.asking.brief(" ".join(call.args)), call.prefix)
