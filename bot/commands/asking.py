"""What the whole library says: to a question."""

from bot.commands.registry import Argument, Call, command
from bot.message import Message
from bot.views import asking as views


@command(
    "ask",
    "Answers a question with passages from the library, or says that none does",
    Argument("QUESTION", many=True),
    examples=("ask when does the treaty expire?",),
)
async def ask(call: Call) -> Message:
    """The passages that answer, best first, each with its place and sources."""
    return views.answered(await call.briefings.asking.ask(" ".join(call.args)), call.prefix)
