"""Inline mode: a query in any chat returns cards to send there."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.constants import InlineQueryLimit

from bot.chat import Card, Cards, DeliveryFailed, LookUp
from bot.message import Message
from bot.platforms.telegram.address import HELLO, link_to
from bot.platforms.telegram.events import CardChosen, InlineQueryReceived
from bot.platforms.telegram.sending.render import render
from bot.platforms.telegram.sending.send import NO_PREVIEW, TelegramSender

log = logging.getLogger(__name__)

CARDS = InlineQueryLimit.RESULTS.value
HINT = 64  # characters on the button above the cards; a choice
DESCRIPTION = 160  # characters beneath a card's title, of which two lines are shown; a choice
SECONDS = 10.0  # for which the answer is tried; the query is soon too old
CACHED = 30  # seconds for which Telegram may show the same person the same cards


@dataclass(frozen=True, slots=True)
class Inline:
    """Answers inline queries."""

    sender: TelegramSender
    look_up: LookUp | None

    async def answer(self, asked: InlineQueryReceived) -> None:
        """Answers with a page of results."""
        found = await self.look_up(asked.lookup) if self.look_up else Cards()
        results = results_of(found, self.sender.bot.username)
        following = asked.lookup.offset + len(found.cards) if found.more else 0
        show = partial(
            self.sender.bot.answer_inline_query,
            asked.query,
            results,
            cache_time=CACHED if found.admitted else 0,
            is_personal=True,
            next_offset=str(following) if following else "",
            button=InlineQueryResultsButton(found.hint[:HINT], start_parameter=HELLO) if found.hint else None,
        )
        try:
            await self.sender.call(show, seconds=SECONDS)
        except DeliveryFailed as failed:  # most often: somebody has typed on meanwhile
            log.info("What was looked up could not be shown", extra={"reason": str(failed.__cause__)})

    async def chosen(self, card: CardChosen) -> Message | None:
        """The message of a card that was sent; None if there is no such card any more."""
        found = await self.look_up(card.lookup) if self.look_up else Cards()
        return next((each.message for each in found.cards if each.about == card.lookup.words), None)


def results_of(found: Cards, bot: str) -> Sequence[InlineQueryResultArticle]:
    """The cards as inline results, without those that have no visible content."""
    made = (_result(card, found.opens, bot) for card in found.cards[:CARDS])
    return [result for result in made if result]


def _result(card: Card, opens: str, bot: str) -> InlineQueryResultArticle | None:
    parts = render(card.message)
    if not parts or not card.title.strip():
        return None
    button = InlineKeyboardButton(opens, url=link_to(bot, card.about)) if opens else None
    return InlineQueryResultArticle(
        id=card.about,
        title=card.title,
        description=card.description[:DESCRIPTION],
        input_message_content=InputTextMessageContent(
            parts[0].text, entities=parts[0].entities, link_preview_options=NO_PREVIEW
        ),
        reply_markup=InlineKeyboardMarkup([[button]]) if button else None,
    )
