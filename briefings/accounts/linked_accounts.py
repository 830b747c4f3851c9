"""Links a person's accounts on two platforms with a code, to suppress duplicates."""

import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from briefings.errors import BadInput
from briefings.model.audit_log import Record
from briefings.model.delivery import platform_of
from briefings.model.people import LinkedAccount
from briefings.reminders.linked_duplicates import align_covered
from briefings.store import Connection, Store
from briefings.store.accounts import audit_log, chats
from briefings.store.accounts import people as rows
from briefings.store.accounts.people import lower_clearance
from briefings.text import lazy_re

LINK_CODE_LASTS = timedelta(minutes=15)
_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that looks like another
_LENGTH = 8
_CODE = lazy_re(rf"[{_SIGNS}]{{4}}[ -]?[{_SIGNS}]{{4}}", re.IGNORECASE)
_SHOWN = lazy_re(rf"(?<![\w-])[{_SIGNS}]{{4}}-[{_SIGNS}]{{4}}(?![\w-])")  # as `propose` writes one
_AFTER_LINK = lazy_re(rf"\blink\s+({_CODE.pattern})\s*$", re.IGNORECASE)
_MOST_CODES = 20  # of one message that are looked at


def looks_like_link_code(words: str) -> bool:
    """Whether words look like a link code."""
    return _CODE.fullmatch(words) is not None


def link_codes_in(words: str) -> tuple[str, ...]:
    """What has the form of such a code in a message: as it is shown, or as it is typed after the command."""
    found = dict.fromkeys((*(each[0] for each in _SHOWN.finditer(words)), *_AFTER_LINK.findall(words)))
    return tuple(found)[:_MOST_CODES]


class LinkedAccounts:
    """Links accounts of one person by codes, and tells which ones belong together."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, person: str) -> list[LinkedAccount]:
        """All accounts of a person, this one first; empty if it isn't linked."""
        return await self._store.read(lambda connection: rows.accounts_of(connection, person))

    async def propose(self, person: str, place: str, now: datetime) -> str:
        """A code to type on the other platform within LASTS; it replaces an earlier one."""
        signs = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
        expires_at = now + LINK_CODE_LASTS
        await self._store.write(lambda connection: rows.propose(connection, _hash(signs), person, place, expires_at))
        return f"{signs[:4]}-{signs[4:]}"

    async def expose(self, code: str) -> bool:
        """Strikes a code that others could read; False where it is none."""
        return await self._store.write(lambda connection: rows.forget_code(connection, _hash(code)))

    async def join(self, code: str, person: str, place: str, by: str, now: datetime) -> list[LinkedAccount]:
        """Links this account and the one that got the code; this one is preferred for messages due to both.

        Both get the lower of their clearances.

        Raises BadInput for a code that is unknown, expired or of the same platform, and if either account is linked.
        """

        def step(connection: Connection) -> list[LinkedAccount]:
            other = rows.proposed(connection, _hash(code), now)
            if other is None:
                raise BadInput("This code is unknown or has expired. Type /link on the other platform for a new one.")
            if platform_of(other[0]) == platform_of(person):
                raise BadInput("This code is for the other platform. Type it there.")
            if rows.accounts_of(connection, person) or rows.accounts_of(connection, other[0]):
                raise BadInput("One of the two accounts is already linked. Type /link off to unlink it.")
            if not rows.forget_code(connection, _hash(code)):  # typed twice at once
                raise BadInput("This code is unknown or has expired. Type /link on the other platform for a new one.")
            links = [LinkedAccount(person, place, preferred=True), LinkedAccount(*other, preferred=False)]
            rows.link_accounts(connection, secrets.token_hex(8), links)
            audit_log.note(connection, Record(now, by, "linked", person, note=other[0]))
            lower_clearance(connection, person, other[0], by, now)
            lower_clearance(connection, other[0], person, by, now)
            return links

        return await self._store.write(step)

    async def prefer(self, person: str, platform: str) -> list[LinkedAccount]:
        """Makes the account on a platform preferred. Raises BadInput if there is none."""

        def step(connection: Connection) -> list[LinkedAccount]:
            links = rows.accounts_of(connection, person)
            there = next((each.person for each in links if platform_of(each.person) == platform), None)
            if there is None:
                raise _alone()
            rows.prefer(connection, links, there)
            align_covered(connection, links)
            return rows.accounts_of(connection, person)

        return await self._store.write(step)

    async def part(self, person: str, by: str, now: datetime) -> Sequence[LinkedAccount]:
        """Unlinks the accounts. Raises BadInput if they aren't linked."""

        def step(connection: Connection) -> Sequence[LinkedAccount]:
            links = rows.accounts_of(connection, person)
            if not links:
                raise _alone()
            rows.unlink_accounts(connection, links)
            for each in links:
                chats.forget_refusals(connection, each.person)
            align_covered(connection, links)
            audit_log.note(connection, Record(now, by, "unlinked", person, note=links[1].person))
            return links

        return await self._store.write(step)


def _hash(code: str) -> str:
    return sha256(code.replace("-", "").replace(" ", "").upper().encode()).hexdigest()


def _alone() -> BadInput:
    return BadInput("This account isn't linked. Type /link to get a code for the other platform.")
