"""Views of roles, invitations and linked accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.languages import _, msgid, ngettext
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Heading,
    Inline,
    Message,
    Note,
    Paragraph,
    Run,
    Text,
    bold,
    code,
    filled,
    say,
    text,
)
from bot.views.accounts.audit_log import ROLE_NAMES
from bot.views.shared.names_and_dates import PLATFORMS, clock, prefix_on
from briefings.accounts import AccessList, IssuedInvitation
from briefings.model.delivery import platform_of
from briefings.model.people import ROLES, Holder, Invitation, LinkedAccount, OpenedChat, Role

SHOWN = 20
_INVITES = {
    "reader": msgid("Invitation {name} for one person or chat:"),
    "editor": msgid("Editor invitation {name} for one person. Send it to me in a direct message:"),
    "admin": msgid("Admin invitation {name} for one person. Send it to me in a direct message:"),
}
_PERSON = {
    "reader": msgid("You now have access."),
    "editor": msgid("You are now an editor of this Readout."),
    "admin": msgid("You are now an admin of this Readout."),
}
_SAME_ROLE = {
    "editor": msgid(
        "To be an editor in {here} too, ask an admin to type {line}, and send me the code in {here} in a direct "
        "message: {start}"
    ),
    "admin": msgid(
        "To be an admin in {here} too, type {line} to me in {there}, and send me the code in {here} in a direct "
        "message: {start}"
    ),
}
_WITHDRAWN = {
    "editor": msgid(
        "This is an editor code, meant for a direct message to me. Others could read it here, so it no longer "
        "works and the admins have been told. Please ask them for a new one."
    ),
    "admin": msgid(
        "This is an admin code, meant for a direct message to me. Others could read it here, so it no longer "
        "works and the admins have been told. Please ask them for a new one."
    ),
}
_CHAT = msgid("I'll answer everyone in this chat from now on.")  # a chat is let in; more is for one person


def invitation_created(of: IssuedInvitation, invitation_links: Sequence[str], zone: str) -> Message:
    """A new invitation with all ways to use it; `invitation_links` are the links for a private chat and a group."""
    invitation = of.invitation
    what = _(_INVITES[invitation.role], name=invitation.name)
    for_chats = invitation.role == "reader"
    there = _("In Slack, anywhere: {line}") if for_chats else _("In Slack, in a direct message to me: {line}")
    ways = [
        filled(_("In Telegram, to the bot: {line}"), line=code(f"/start {of.code}")),
        filled(there, line=code(f"/readout start {of.code}")),
    ]
    if invitation_links:
        alone, group = invitation_links
        ways[:1] = [
            filled(_("In Telegram, for a person: {link}"), link=Run(alone, link=alone)),
            *((filled(_("In Telegram, for a group: {link}"), link=Run(group, link=group)),) if for_chats else ()),
        ]
    return say(
        what,
        Bullets(tuple(ways)),
        Note(
            text(
                _(
                    "It works once, until {time}. Anyone who has it can use it.",
                    time=clock(invitation.expires_at, zone),
                )
            )
        ),
        Buttons(((_withdraw(invitation.name),),)),
    )


def sent_in_private(name: str) -> Message:
    """The invitation was sent to its author as a direct message."""
    return say(
        _("I sent invitation {name} to you in a direct message, so that nobody else can read its code.", name=name)
    )


def unreachable(invitation_links: Sequence[str], prefix: str) -> Message:
    """The author can't be sent a direct message; `invitation_links` are links to the bot, a private chat's first."""
    reason = _("I can't send you a direct message yet, and a code that a whole group can read isn't safe.")
    line = code(f"{prefix}invite")
    if invitation_links:
        link = Run(invitation_links[0], link=invitation_links[0])
        way = filled(_("Open {link}, press Start, and type {line} there."), link=link, line=line)
    else:
        way = filled(_("Open a direct message with me and type {line} there."), line=line)
    return replace(say(reason, Paragraph(way)), failed=True)


def in_private(prefix: str) -> Message:
    """A personal code was used in a chat where only its sender saw it."""
    request = _("This code is for one person. Send it to me in a direct message.")
    line = code(f"{prefix}start CODE")
    way = filled(_("Nobody else saw it here, so it still works. Type {line} there."), line=line)
    return replace(say(request, Paragraph(way)), failed=True)


def withdrawn_in_public(role: str) -> Message:
    """A personal code was used where others could read it."""
    return replace(say(_(_WITHDRAWN[role])), failed=True)


def link_code_in_public(prefix: str) -> Message:
    """A code that joins two accounts was given where others could read it."""
    warning = _("Others here could read that code, so it no longer works. {line}, typed to me alone, shows a new one.")
    return replace(say(Paragraph(filled(warning, line=code(f"{prefix}link")))), failed=True)


def exposed_invitation(name: str, role: str, who: str, chat: str) -> Message:
    """For admins: the code of an editor's or admin's invitation was posted where others could read it."""
    warning = _(
        "{who} posted the code of invitation {name} ({role}) in {chat}, where others could read it. It no "
        "longer works.",
        who=who,
        name=name,
        role=_(ROLE_NAMES[role]),
        chat=chat,
    )
    return say(warning, Paragraph(filled(_("For a new one, type {line}"), line=code(f"/invite {role}"))))


def access_granted(of: Holder, *, private: bool) -> Block:
    """An invitation was used, by a person or for a chat."""
    return Paragraph(text(_(_PERSON[of.role] if private else _CHAT)))


def already_allowed(*, private: bool) -> Message:
    """An invitation that gives nothing new."""
    if private:
        return say(_("You can already do that, so the invitation is still unused."))
    return say(_("Everyone in this chat can already do that, so the invitation is still unused."))


def people(of: AccessList, settled: Sequence[tuple[str, str]], words: str, zone: str, *, open_: bool) -> Message:
    """Everyone with access; `settled` are those from the settings, with their roles."""
    lines = [
        (name, filled(_("{name}: {role}, by the settings"), name=code(name), role=_(ROLE_NAMES[role])), False)
        for name, role in settled
    ]
    lines += [(f"{each.holder} {each.name}", _holder(each, zone), True) for each in of.holders]
    lines += [(each.address, _opened(each, zone), True) for each in of.opened]
    lines += [(each.name, _invitation(each, zone), True) for each in of.invitations]
    found = [line for line in lines if words.casefold() in line[0].casefold()]
    shown = found[:SHOWN]
    rows = tuple((_withdraw(line[0].split()[0]),) for line in shown if line[2])
    return say(
        Heading(_("People and roles")),
        *((Note(text(_("READOUT_ACCESS is open, so everyone is a reader."))),) if open_ else ()),
        *((Bullets(tuple(line[1] for line in shown)),) if shown else (_("Nobody yet."),)),
        *((Note(_more(len(found) - SHOWN)),) if len(found) > SHOWN else ()),
        *((Buttons(rows),) if rows else ()),
    )


def _more(number: int) -> Text:
    line = ngettext(
        "{number} more; add words after the command to narrow the list.",
        "{number} more; add words after the command to narrow the list.",
        number,
    )
    return text(line)


def _holder(of: Holder, zone: str) -> Text:
    name = of.name if of.holder in of.name else f"{of.name} ({of.holder})" if of.name else of.holder
    pattern = _("{name}: {role}, invited by {by}, {time}")
    return filled(pattern, name=bold(name), role=_(ROLE_NAMES[of.role]), by=of.invited_by, time=clock(of.at, zone))


def _opened(of: OpenedChat, zone: str) -> Text:
    time = clock(of.at, zone) if of.at else ""
    return filled(_("{name}: a chat, opened by {by}, {time}"), name=bold(of.address), by=of.by, time=time)


def _invitation(of: Invitation, zone: str) -> Text:
    pattern = _("{name}: an invitation ({role}) by {by}, until {time}")
    return filled(pattern, name=bold(of.name), role=_(ROLE_NAMES[of.role]), by=of.by, time=clock(of.expires_at, zone))


def _withdraw(name: str) -> Button:
    return Button(_("Withdraw {name}", name=name), f"/people remove {name}")


def confirm_withdrawal(name: str, prefix: str) -> Message:
    """Asks whether to withdraw a role, because only a new invitation gives it back."""
    warning = _("Withdraw the access of {name}? Only a new invitation gives it back.", name=name)
    hint = filled(_("Press the button or type {line}."), line=code(f"{prefix}people remove {name} yes"))
    button = Button(_("Withdraw {name}", name=name), f"/people remove {name} yes")
    return say(warning, Note(hint), Buttons(((button,),)))


def access_withdrawn(name: str, *, open_: bool) -> Message:
    """What became of a role or an invitation; with `open_`, that the person can read all the same."""
    if name[0] == "i" and name[1:].isdecimal():
        return say(_("Invitation {name} is withdrawn.", name=name))
    outcome = _("{name} has no role here any more and won't get messages.", name=name)
    return say(outcome, *((_("READOUT_ACCESS is open, so they can still read."),) if open_ else ()))


def link_code(of: str, platform: str, lasts: timedelta) -> Message:
    """The code that links another account."""
    there, line = ("slack", f"/readout link {of}") if platform == "telegram" else ("telegram", f"/link {of}")
    minutes = int(lasts.total_seconds() // 60)
    return say(
        Paragraph(
            filled(
                _("To link your {platform} account, send me this there in a direct message: {line}"),
                platform=PLATFORMS[there],
                line=code(line),
            )
        ),
        Note(
            text(
                ngettext(
                    "The code works once, within {number} minute. Never type a code that someone else gave you.",
                    "The code works once, within {number} minutes. Never type a code that someone else gave you.",
                    minutes,
                )
            )
        ),
    )


def accounts_linked(links: Sequence[LinkedAccount], held: Mapping[str, Role], *, new: bool = False) -> Message:
    """Linked accounts with the role that each has, and the one that gets messages due to both.

    A link passes on no role: how to get the higher one on the other platform as well is said here.
    """
    names: Text = text(*(part for each in links for part in (code(each.person), " + ")))[:-1]
    there = next(platform_of(each.person) for each in links if each.preferred)
    other = next(platform_of(each.person) for each in links if not each.preferred)
    return say(
        *((_("The two accounts are linked."),) if new else ()),
        Paragraph(filled(_("{names}: messages for both go to {platform}."), names=names, platform=PLATFORMS[there])),
        *_roles_of(held),
        Buttons(
            (
                (
                    Button(_("Use {platform}", platform=PLATFORMS[other]), f"/link prefer {other}"),
                    Button(_("Unlink"), "/link off"),
                ),
            )
        ),
    )


def _roles_of(held: Mapping[str, Role]) -> tuple[Block, ...]:
    """The role of each account, where one has more than the other, and the way to the same role for both."""
    best = max(held, key=lambda person: ROLES.index(held[person]))
    less = [person for person in held if held[person] != held[best]]
    if not less:
        return ()
    rows = tuple(
        filled(_("{name}: {role}"), name=code(person), role=_(ROLE_NAMES[role])) for person, role in held.items()
    )
    there, here = platform_of(best), platform_of(less[0])
    note = _("A link lets you read on both platforms. Other roles don't come along.")
    return Bullets(rows), Note(text(note)), *same_role(held[best], there, here)


def same_role(role: Role, there: str, here: str) -> tuple[Paragraph, ...]:
    """How somebody with a role on one platform gets it on another; nothing for a reader."""
    if role == "reader":
        return ()
    line, start = code(f"{prefix_on(there)}invite {role}"), code(f"{prefix_on(here)}start CODE")
    parts: dict[str, Inline] = {"line": line, "start": start, "there": PLATFORMS[there], "here": PLATFORMS[here]}
    return (Paragraph(filled(_(_SAME_ROLE[role]), **parts)),)


def accounts_unlinked() -> Message:
    """Accounts are no longer linked."""
    return say(_("The accounts are no longer linked. Each gets the messages it subscribed to."))
