"""Roles of people and chats beyond the configured ones, and invitations."""

import hmac
import re
import secrets
from base64 import b32encode
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from briefings.errors import BadInput, NotAllowed, NotFound
from briefings.model.audit_log import Record
from briefings.model.delivery import chat_of
from briefings.model.people import ROLES, Holder, Invitation, OpenedChat, Role, WebLink
from briefings.store import Connection, Store, key_value, subscriptions
from briefings.store.accounts import audit_log, chats, web_links
from briefings.store.accounts import people as rows
from briefings.store.accounts.people import lower_clearance
from briefings.store.outbox import pending
from briefings.translatable import phrase

WITHDRAWN = phrase("access withdrawn")
CODE = re.compile(r"([0-9]{1,12})-([a-z2-7]{26})")
_CODES = re.compile(rf"(?<![0-9a-z-]){CODE.pattern}(?![0-9a-z])", re.IGNORECASE)
_MOST_CODES = 20  # of one message that are looked at
_SIGNED_BYTES = 16
_KEY = "invitation key"


@dataclass(frozen=True, slots=True)
class IssuedInvitation:
    """A new invitation with its code, which is shown once."""

    invitation: Invitation
    code: str


@dataclass(frozen=True, slots=True)
class AccessList:
    """All roles, open chats and open invitations."""

    holders: tuple[Holder, ...]
    opened: tuple[OpenedChat, ...]
    invitations: tuple[Invitation, ...]


def looks_like_code(word: str) -> bool:
    """Whether a word looks like an invitation code, in upper or lower case."""
    return CODE.fullmatch(word.lower()) is not None


def invitation_codes_in(words: str) -> tuple[str, ...]:
    """The codes of invitations that a message holds, each once, wherever they stand: in a link, in a sentence."""
    found = dict.fromkeys(each[0].lower() for each in _CODES.finditer(words))
    return tuple(found)[:_MOST_CODES]


class RoleAssignments:
    """The roles in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def role_of(self, sender: str, address: str) -> Role | None:
        """The role given to a person, or reader if the chat is open."""
        chat = chat_of(address)

        def highest(connection: Connection) -> Role | None:
            own = rows.role_of(connection, [sender])
            return own or (ROLES[0] if rows.role_of(connection, [chat]) else None)

        return await self._store.look_up(highest)

    async def let_in(self, names: Collection[str]) -> set[str]:
        """Which of these people and chats hold a role, were let in by /start, or belong to a linked account."""
        return await self._store.look_up(lambda connection: rows.let_in(connection, names))

    async def with_role(self, role: Role) -> list[str]:
        """Everyone with exactly this role."""
        return await self._store.read(lambda connection: rows.with_role(connection, role))

    async def staff(self) -> dict[str, Role]:
        """Everyone with a role above reader, and the role."""
        return await self._store.look_up(lambda connection: rows.with_roles(connection, ROLES[1:]))

    async def any_admin(self) -> bool:
        """Whether there is any admin."""
        return bool(await self.with_role("admin"))

    async def access_list(self, now: datetime) -> AccessList:
        """Everyone with access, newest last."""
        return await self._store.read(
            lambda connection: AccessList(
                tuple(rows.holders(connection)),
                tuple(rows.opened(connection)),
                tuple(rows.invitations(connection, now)),
            )
        )

    async def invite(self, role: Role, lasts: timedelta, by: str, now: datetime) -> IssuedInvitation:
        """Creates an invitation for the first person to use its code; `by` names the author in words."""

        def step(connection: Connection) -> IssuedInvitation:
            made = rows.invite(connection, role, by, now + lasts)
            audit_log.note(connection, Record(now, by, "invited", made.name, note=role))
            return IssuedInvitation(made, self._code(connection, made))

        return await self._store.write(step)

    def recheck(
        self, sender: str, address: str, suffices: Callable[[Role | None], bool], *, link: WebLink | None = None
    ) -> Callable[[Connection], None]:
        """Looks again, in the transaction that stores a change, whether somebody may still make it.

        `suffices` says whether a role given to the person or chat is enough. `link` is the token of a request. What
        is returned raises NotAllowed.
        """

        def step(connection: Connection) -> None:
            if link is not None and not web_links.is_live(connection, link.id):
                raise NotAllowed("This token was revoked while your request was on its way. Nothing was changed.")
            if not suffices(rows.role_of(connection, {sender, chat_of(address)})):
                raise NotAllowed("You lost the right to do this while it was on its way. Nothing was changed.")

        return step

    async def accept(
        self,
        code: str,
        holder: str,
        place: str,
        name: str,
        now: datetime,
        *,
        already: Role | None = None,
        opener: str = "",
    ) -> Holder | None:
        """Uses an invitation for a person or chat; None, and it stays unused, if it gives nothing new.

        `place` is where messages are resumed; `name` names the person in words, `already` is the configured role. A
        chat's clearance is no higher than that of its `opener`, who types the code. Using a code again changes nothing.
        Raises BadInput if it is forged, withdrawn, used by someone else, or expired.
        """

        def step(connection: Connection) -> Holder | None:
            invitation, used_by = self._genuine(connection, code)
            before = rows.holder(connection, holder)
            if before is not None and used_by == holder:
                return before
            if used_by:
                raise BadInput("This invitation has already been used. Please ask for a new one.")
            if invitation.expires_at <= now:
                raise BadInput("This invitation has expired. Please ask for a new one.")
            has = [ROLES.index(role) for role in (already, before and before.role) if role]
            if max(has, default=-1) >= ROLES.index(invitation.role):
                return None
            if not rows.use(connection, invitation.id, holder):
                raise BadInput("This invitation has already been used. Please ask for a new one.")
            new = Holder(holder, invitation.role, name, invitation.by, place, now)
            rows.put(connection, new)
            _pause(connection, place, "", now)
            audit_log.note(connection, Record(now, name, "entitled", holder, invitation.name, invitation.role))
            lower_clearance(connection, holder, opener, name, now)
            return new

        return await self._store.write(step)

    async def kept_from_chat(self, code: str, by: str, now: datetime, *, exposed: bool) -> Invitation | None:
        """The invitation of a personal code that was posted in a chat; None if the code fits a chat.

        If others could read it (`exposed`), it is withdrawn; `by` names the person in words. Raises BadInput if it is
        forged or withdrawn.
        """

        def step(connection: Connection) -> Invitation | None:
            invitation, used_by = self._genuine(connection, code)
            if invitation.role == ROLES[0] or used_by or invitation.expires_at <= now:
                return None
            if exposed:
                rows.withdraw(connection, invitation.id)
                audit_log.note(connection, Record(now, by, "exposed", invitation.name, note=invitation.role))
            return invitation

        return await self._store.write(step)

    async def withdraw(self, name: str, by: str, now: datetime, *, admins: Sequence[str] = ()) -> str:
        """Removes a role, closes a chat, or withdraws an invitation ("i3"); returns what that was.

        Messages there stop. `admins` are the configured ones: the last admin stays. Raises NotFound or BadInput; `by`
        names the person in words.
        """

        def step(connection: Connection) -> None:
            for place in self._withdrawn(connection, name, admins):
                _pause(connection, place, WITHDRAWN, now)
            chats.forget_refusals(connection, name)
            audit_log.note(connection, Record(now, by, "withdrawn", name))

        await self._store.write(step)
        return name

    def _withdrawn(self, connection: Connection, name: str, admins: Sequence[str]) -> tuple[str, ...]:
        """Where messages stop."""
        if re.fullmatch(r"i[0-9]{1,12}", name):
            if rows.withdraw(connection, int(name[1:])):
                return ()
            raise NotFound("There is no open invitation {name}. Type /people to see open ones.", name=name)
        before, closed = rows.holder(connection, name), rows.close(connection, name)
        if before is None and not closed:
            raise NotFound("{name} has no role here. Type /people to see who has one.", name=name)
        if not admins and rows.with_role(connection, "admin") == [name]:
            raise BadInput("{name} is the only admin. First invite another one: /invite admin.", name=name)
        rows.drop(connection, name)
        return (name, before.place) if before else (name,)

    def _genuine(self, connection: Connection, code: str) -> tuple[Invitation, str]:
        found = CODE.fullmatch(code.lower())
        kept = rows.invitation_of(connection, int(found[1])) if found else None
        if kept is None or not hmac.compare_digest(code.lower(), self._code(connection, kept[0])):
            raise BadInput("This invitation isn't valid. Please ask for a new one.")
        invitation, used_by, withdrawn = kept
        if withdrawn:
            raise BadInput("This invitation has been withdrawn. Please ask for a new one.")
        return invitation, used_by

    def _code(self, connection: Connection, of: Invitation) -> str:
        """The invitation's number with a signature made with this database's key."""
        key = key_value.set_once(connection, _KEY, secrets.token_hex(32))
        signed = f"{of.id} {of.role} {int(of.expires_at.timestamp())}".encode()
        signature = hmac.new(key.encode(), signed, sha256).digest()[:_SIGNED_BYTES]
        return f"{of.id}-{b32encode(signature).decode().rstrip('=').lower()}"


def _pause(connection: Connection, address: str, reason: str, now: datetime) -> None:
    """Pauses messages to a chat with a reason for people; "" resumes them."""
    chat = chat_of(address)
    if reason or subscriptions.paused_in(connection, chat):
        chats.put(connection, chat, paused=reason)
        subscriptions.pause(connection, chat, reason)
    if reason:
        pending.cancel_to(connection, chat, reason, now)
