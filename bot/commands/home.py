"""/home, the overview page."""

from bot.commands.permissions import CHANGE_EVENT, allows
from bot.commands.registry import Call, command
from bot.message import Message
from bot.views import home as views
from briefings.model.agenda import EventWindow

_LOOKED_AT = 20  # events beside the muted ones, some of which are postponed


@command("home", "Shows upcoming events, what you follow, and what is new", usual=True)
async def home(call: Call) -> Message:
    """Shows the chat's overview with buttons."""
    core, address = call.briefings, call.request.address
    muted = await core.subscriptions.muted(address)
    page = await core.agenda.page(EventWindow(), call.now, _LOOKED_AT + len(muted))
    ahead = [each.event for each in page.events if each.state == "coming"]
    shown = [event for event in ahead if event.id not in muted][: views.SHOWN]
    newest = await core.library.entries("", views.SHOWN)
    of = views.Overview(
        ahead=tuple(shown),
        follows=tuple(await core.subscriptions.follows(address)),
        subscriptions=tuple(await core.subscriptions.of(address)),
        newest=tuple(newest),
        levels=await core.markings.levels([each.id for each in newest]),
        zone=call.zone,
        address=address,
        imports=allows(call.role, "import"),
        changes_events=allows(call.role, CHANGE_EVENT),
        came_due=await core.outlook.came_due(call.now, call.zone),
        unconfirmed=await core.agenda.unconfirmed(call.now),
        outcomes=await core.outlook.of_events([event.id for event in shown], call.now, call.zone),
    )
    return views.home(of, call.now)
