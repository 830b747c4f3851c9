"""/home, the overview page."""

from bot.commands.permissions import CHANGE_EVENT, allows
from bot.commands.registry import Call, command
from bot.message import Message
from bot.views import home as views


@command("home", "Shows upcoming events, what you follow, and what is new")
async def home(call: Call) -> Message:
    """Shows the chat's overview with buttons."""
    core, address = call.briefings, call.request.address
    muted = await core.subscriptions.muted(address)
    ahead = [each.event for each in await core.agenda.ahead(call.now) if each.state == "coming"]
    shown = [event for event in ahead if event.id not in muted][: views.SHOWN]
    of = views.Overview(
        ahead=tuple(shown),
        follows=tuple(await core.subscriptions.follows(address)),
        subscriptions=tuple(await core.subscriptions.of(address)),
        newest=tuple(await core.library.entries("", views.SHOWN)),
        zone=call.zone,
        address=address,
        imports=allows(call.role, "import"),
        changes_events=allows(call.role, CHANGE_EVENT),
        came_due=await core.outlook.came_due(call.now, call.zone),
        unconfirmed=sum(bool(event.review) for event in ahead),
        outcomes=await core.outlook.of_events([event.id for event in shown], call.now, call.zone),
    )
    return views.home(of, call.now)
