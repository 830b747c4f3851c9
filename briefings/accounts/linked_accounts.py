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
from briefings.store import Store, audit_log, chats
from briefings.store import people as rows

LINK_CODE_LASTS = timedelta(minutes=15)
_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that looks like another
_LENGTH = 8
_CODE = re.compile(rf"[{_SIGNS}]{{4}}[ -]?[{_SIGNS}]{{4}}", re.IGNORECASE)
_SHOWN = re.compile(rf"(?<![\w-])[{_SIGNS}]{{4}}-[{_SIGNS}]{{4}}(?![\w-])")  # as `propose` writes one
_AFTER_LINK = re.compile(rf"\blink\s+({_CODE.pattern})\s*$", re.IGNORECASE)
_MOST_CODES = 20  # of one message that are looked at


def looks_like_link_code(words: str) -> bool:
    """Whether words look like a link code."""
    return _CODE.fullmatch(words) is not None


def link_codes_in(words: str) -> tuple[str, ...]:
    """What has the form of such a code in a message: as it is shown, or as it is typed after the command."""
    found = dict.fromkeys((*(each[0] for each in _SHOWN.finditer(words)), *_AFTER_LINK.findall(words)))
    return tuple(found)[:_MOST_CODES]


class LinkedAccounts:
    """The linked accounts in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, person: str) -> list[LinkedAccount]:
        """All accounts of a person, this one first; empty if it isn't linked."""
        async with self._store.look() as look:
            return await rows.accounts_of(look, person)

    async def propose(self, person: str, place: str, now: datetime) -> str:
        """A code to type on the other platform within LASTS; it replaces an earlier one."""
        signs = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
        async with self._store.work() as work:
            await rows.propose(work, _hash(signs), person, place, now + LINK_CODE_LASTS)
        return f"{signs[:4]}-{signs[4:]}"

    async def expose(self, code: str) -> bool:
        """Strikes a code that others could read; False where it is none."""
        async with self._store.work() as work:
            return await rows.forget_code(work, _hash(code))

    async def join(self, code: str, person: str, place: str, by: str, now: datetime) -> list[LinkedAccount]:
        """Links this account and the one that got the code; this one is preferred for messages due to both.

        Raises BadInput for a code that is unknown, expired or of the same platform, and if either account is linked.
        """
        async with self._store.work() as work:
            other = await rows.proposed(work, _hash(code), now)
            if other is None:
                raise BadInput("This code is unknown or has expired. Type /link on the other platform for a new one.")
            if platform_of(other[0]) == platform_of(person):
                raise BadInput("This code is for the other platform. Type it there.")
            if await rows.accounts_of(work, person) or await rows.accounts_of(work, other[0]):
                raise BadInput("One of the two accounts is already linked. Type /link off to unlink it.")
            if not await rows.forget_code(work, _hash(code)):  # typed twice at once
                raise BadInput("This code is unknown or has expired. Type /link on the other platform for a new one.")
            links = [LinkedAccount(person, place, preferred=True), LinkedAccount(*other, preferred=False)]
            await rows.link_accounts(work, secrets.token_hex(8), links)
            await audit_log.note(work, Record(now, by, "linked", person, note=other[0]))
            return links

    async def prefer(self, person: str, platform: str) -> list[LinkedAccount]:
        """Makes the account on a platform preferred. Raises BadInput if there is none."""
        async with self._store.work() as work:
            links = await rows.accounts_of(work, person)
            there = next((each.person for each in links if platform_of(each.person) == platform), None)
            if there is None:
                raise _alone()
            await rows.prefer(work, links, there)
            await align_covered(work, links)
            return await rows.accounts_of(work, person)

    async def part(self, person: str, by: str, now: datetime) -> Sequence[LinkedAccount]:
        """Unlinks the accounts. Raises BadInput if they aren't linked."""
        async with self._store.work() as work:
            links = await rows.accounts_of(work, person)
            if not links:
                raise _alone()
            await rows.unlink_accounts(work, links)
            for each in links:
                await chats.forget_refusals(work, each.person)
            await align_covered(work, links)
            await audit_log.note(work, Record(now, by, "unlinked", person, note=links[1].person))
            return links


def _hash(code: str) -> str:
    return sha256(code.replace("-", "").replace(" ", "").upper().encode()).hexdigest()


def _alone() -> BadInput:
    return BadInput("This account isn't linked. Type /link to get a code for the other platform.")
