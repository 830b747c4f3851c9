"""What a delivery about a correction says, made at the last moment: with the newest wording of each sentence."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from briefings.corrections.changes import in_newest
from briefings.errors import NotFound
from briefings.library.library import Library
from briefings.model.corrections import ChangedSentence, Correction
from briefings.model.delivery import CorrectionDue, CorrectionQuestion, CorrectionTakenBack
from briefings.translatable import Phrase, phrase

_SHARED = 16  # corrections whose newest wording stays in memory while they go out to many chats
_DECIDED = phrase("it has been decided already")
TAKEN_BACK = phrase("the correction was taken back before this was sent")
_Notice = CorrectionQuestion | CorrectionDue | CorrectionTakenBack


class CorrectionContent:
    """Makes the content of deliveries about corrections."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._newest: dict[tuple[int, int], tuple[ChangedSentence, ...]] = {}

    async def notice(
        self, of: Correction | None, facts: Mapping[str, Any], zone: str, now: datetime
    ) -> _Notice | Phrase:
        """The question about a revision, or what a chat is told of a correction; else why there is nothing to say."""
        if facts["kind"] == "revised":
            return CorrectionQuestion(of, zone, now) if of and of.state == "asked" else _DECIDED
        if of is None:
            return TAKEN_BACK
        if facts["kind"] == "reinstated":
            return CorrectionTakenBack(of, _chosen(of.items, facts), zone, now)
        if of.state not in ("ready", "sent"):
            return TAKEN_BACK
        items, revision = await self._worded(of)
        return CorrectionDue(of, _chosen(items, facts), zone, now, revision, facts["doubt"])

    async def _worded(self, of: Correction) -> tuple[tuple[ChangedSentence, ...], int]:
        """The sentences as the newest revision words them, and that revision; 0 if the analysis is gone."""
        try:
            current = await self._library.get(of.analysis)
            then = await self._library.revision(of.analysis, of.revision)
        except NotFound:
            return of.items, 0
        if then.revision == current.revision:
            return of.items, current.revision
        if (of.id, current.revision) not in self._newest:
            if len(self._newest) >= _SHARED:
                self._newest.clear()
            self._newest[of.id, current.revision] = await asyncio.to_thread(in_newest, of.items, then, current)
        return self._newest[of.id, current.revision], current.revision


def _chosen(items: tuple[ChangedSentence, ...], facts: Mapping[str, Any]) -> tuple[ChangedSentence, ...]:
    return tuple(items[index] for index in facts["items"] if 0 <= index < len(items))
