"""Views of subscriptions: digests by weekday and time."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.languages import _, translate
from bot.message import Bullets, Button, Buttons, Heading, Message, Note, Text, bold, code, filled, say, text
from bot.views.shared.names_and_dates import (
    clock,
    day,
    invite,
    joined,
    weekday,
    weekdays,
)
from briefings.model.delivery import OrderedSubscription, Subscription


def subscribed(
    new: Subscription,
    zone: str,
    prefix: str,
    taken_for_zone: str = "",
    *,
    plain: bool = False,
    absent: bool = False,
    timeless: bool = False,
) -> Message:
    """A new digest; `taken_for_zone` is a word read as its zone that could mean something else.

    If the topic is `plain`, nothing is said about that. The bot is `absent` from a channel that it can't post in.
    `timeless`: no time was given.
    """
    target = " " + _("It will be sent to {address}.", address=new.address) if new.address != new.owner else ""
    what = _("{order}: news and upcoming events.", order=order(new, zone))
    first = clock(new.due_at, new.zone or zone)
    return say(
        Heading(_("Subscription {id}", id=new.id)),
        f"{what}{target}",
        _("The first one is due {time}. It covers what is in the library by then.", time=first)
        if new.first
        else _("The first one is due {time}, if there is news.", time=first),
        *((_usual_time(new, prefix),) if timeless else ()),
        *invite(absent=absent),
        *((_taken(new, prefix, taken_for_zone),) if taken_for_zone else ()),
        *((_topic(new, zone),) if _like_a_place(new) and not plain else ()),
        Buttons(((Button(_("Stop it"), f"/unsubscribe {new.id}"),),)),
    )


def ask_beside(standing: Sequence[Subscription], ordered: str, here: str, zone: str) -> Message:
    """Asks whether a digest is to come beside others of the same days, or in place of one; `ordered` is its line."""
    if len(standing) == 1:
        asked = _("You already have a digest here: {order}. Keep both?", order=_lower(order(standing[0], zone)))
    else:
        asked = _("You already have these digests here: {orders}. Keep all?", orders=_all(standing, zone))
    places = [
        Button(
            _("Replace") if len(standing) == 1 else _("Replace {id}", id=each.id),
            f"/subscribe instead {each.id} {ordered}",
        )
        for each in standing
        if here in (each.owner, each.address)
    ]
    keep = Button(_("Keep both"), f"/subscribe also {ordered}")
    return say(asked, Buttons(((keep, *places), (Button(_("Cancel"), "/subscriptions"),))))


def _all(orders: Sequence[Subscription], zone: str) -> str:
    return "; ".join(f"{each.id} {order(each, zone)}" for each in orders)


def _lower(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"


def subscribed_already(ordered: OrderedSubscription, here: str, zone: str, *, absent: bool = False) -> Message:
    """A digest that already exists; the bot is `absent` from a channel that it can't post in."""
    of = ordered.order
    stop = Buttons(((Button(_("Stop it"), f"/unsubscribe {of.id}"),),))
    return say(
        Heading(_("Subscription {id}", id=of.id)),
        _("{order}: this digest is already set up.", order=order(of, zone)),
        *((_("It was paused and is now on again."),) if ordered.resumed else ()),
        _("The next one is due {time}, if there is news.", time=clock(of.due_at, of.zone or zone)),
        *invite(absent=absent),
        *((stop,) if here in (of.owner, of.address) else ()),
    )


def unserved_target(target: str, served: Sequence[str]) -> str:
    """Why a digest can't be sent to an address; `served` are the possible platforms."""
    if target.startswith("#"):
        return _(
            "“{target}” doesn't identify one channel. Choose it from Slack's list, or give its id, for example "
            "slack:C0123ABCD.",
            target=target,
        )
    platform, mark, _chat = target.partition(":")
    if not mark or platform.lower() in served:
        return _("“{target}” isn't a chat address. Type status in that chat to see its address.", target=target)
    names = [_("the terminal") if name == "terminal" else name.capitalize() for name in served]
    if len(names) == 1:
        return _("I can't reach “{target}”: I'm only connected to {served}.", target=target, served=names[0])
    return _("I can't reach “{target}”: I'm only connected to {served}.", target=target, served=joined(names))


def _like_a_place(new: Subscription) -> bool:
    """Whether the topic might be meant as a city: one capitalised word, and no zone given."""
    return new.zone is None and new.words.isalpha() and new.words.istitle()


def _topic(new: Subscription, zone: str) -> Note:
    pattern = _("I read “{word}” as the topic; the time is in {zone}.")
    return Note(filled(pattern, word=new.words, zone=zone))


def _usual_time(new: Subscription, prefix: str) -> Note:
    at, line = f"{new.at:%H:%M}", code(f"{prefix}subscribe daily 18:30")
    words = _("You gave no time, so it comes at {at}. For another one, type for example {line}")
    return Note(filled(words, at=at, line=line))


def _taken(new: Subscription, prefix: str, word: str) -> Note:
    typed = f"{prefix}subscribe ... {new.at:%H:%M} about {word}"
    pattern = _("I read “{word}” as the time zone {zone}. For a digest about it, type {line}.")
    return Note(filled(pattern, word=word, zone=str(new.zone), line=code(typed)))


def order(of: Subscription, zone: str) -> str:
    """A subscription in words: "Every weekday at 08:00 Europe/London, about “trade”"."""
    days = weekdays(of.days)
    about = _(", about “{words}”", words=of.words) if of.words else ""
    schedule = _("{days} at {time} {zone}", days=days, time=f"{of.at:%H:%M}", zone=of.zone or zone)
    return f"{schedule[0].upper()}{schedule[1:]}{about}"


def subscriptions(
    all_: Sequence[Subscription], here: str, zone: str, prefix: str, unreadable: Sequence[int] = ()
) -> Message:
    """The subscriptions of a chat or thread; `unreadable` are the numbers of those that can't be read."""
    if not all_ and not unreadable:
        return say(_("No subscriptions here. To get a digest, type {prefix}subscribe weekdays 08:00.", prefix=prefix))
    return say(
        Heading(_("Subscriptions")),
        Bullets((*(line(each, here, zone) for each in all_), *(_unreadable(id_, prefix) for id_ in unreadable))),
        Buttons(confirm_unsubscribe([*(each.id for each in all_), *unreadable])),
    )


def _unreadable(id_: int, prefix: str) -> Text:
    explanation = _(
        "can't be read, so it sends nothing. Set it up again and end this one: {prefix}unsubscribe {id}",
        prefix=prefix,
        id=id_,
    )
    return text(bold(f"{id_}"), f" {explanation}")


def confirm_unsubscribe(ids: Sequence[int]) -> tuple[tuple[Button, ...], ...]:
    """Rows of buttons that end subscriptions."""
    stops = [Button(_("Stop {id}", id=id_), f"/unsubscribe {id_}") for id_ in ids]
    return tuple(tuple(stops[i : i + 4]) for i in range(0, len(stops), 4))


def line(of: Subscription, here: str, zone: str) -> Text:
    """A subscription on one line: number, order, target, next date."""
    target = _(", to {address}", address=of.address) if of.address != here else ""
    source = _(", ordered from {address}", address=of.owner) if of.owner != here else ""
    next_ = clock(of.due_at, of.zone or zone)
    state = _("paused: {reason}", reason=translate(of.paused)) if of.paused else _("next {time}", time=next_)
    return text(bold(f"{of.id}"), f" {order(of, zone)}{target}{source}; {state}")


def skipped(of: Subscription, left_out: Sequence[datetime], zone: str) -> Message:
    """The digests that aren't sent, and the one that comes next."""
    first = of.due_at > left_out[-1]
    next_ = _("Subscription {id} comes again {time}.") if first else _("Subscription {id} comes next {time}.")
    return say(
        _("Skipped: {days}.", days=_days_and_time(left_out, zone)),
        next_.format(id=of.id, time=clock(of.due_at, zone)),
        Note(text(_("The first digest after that also tells what the skipped ones would have told."))),
    )


def _days_and_time(instants: Sequence[datetime], zone: str) -> str:
    """Instants in words; several at one time of day with that time told once."""
    local = [each.astimezone(ZoneInfo(zone)) for each in instants]
    times = {f"{each:%H:%M}" for each in local}
    if len(local) == 1 or len(times) > 1:
        return joined([clock(each, zone) for each in instants])
    days_ = joined([f"{weekday(each.weekday())} {day(each)}" for each in local])
    return _("{days} at {time} {zone}", days=days_, time=times.pop(), zone=zone)


def skipped_nothing(of: Subscription, zone: str) -> Message:
    """No digest is due then."""
    return say(_("Nothing to skip: subscription {id} comes next {time}.", id=of.id, time=clock(of.due_at, zone)))


def sent_after_all(of: Subscription, freed: Sequence[datetime], zone: str) -> Message:
    """The digests that were skipped and are sent after all."""
    days = joined([clock(each, zone) for each in freed])
    return say(
        _("No longer skipped: {days}.", days=days),
        _("Subscription {id} comes next {time}.", id=of.id, time=clock(of.due_at, zone)),
    )


def nothing_skipped(of: Subscription, zone: str) -> Message:
    """When the digest comes next, if none of its days is left out."""
    return say(_("Subscription {id} skips nothing. It comes next {time}.", id=of.id, time=clock(of.due_at, zone)))


def unsubscribed_unreadable(id_: int) -> Message:
    """An ended subscription that couldn't be read."""
    return say(_("Subscription {id} has ended.", id=id_))


def unsubscribed(gone: Subscription, zone: str) -> Message:
    """An ended subscription."""
    return say(_("Subscription {id} has ended: {order}.", id=gone.id, order=order(gone, zone)))
