"""`python -m benchmarks.echo`: the bare libraries as a bot, a peer for `benchmarks.chat`: it says back what was said.

It takes the addresses and tokens of both platforms from the environment variables that `readout run` has.
"""

import asyncio
import os
import re
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient
from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

_Context = ContextTypes.DEFAULT_TYPE


def main() -> None:
    """Serves both until it is ended."""
    asyncio.run(_serve(dict(os.environ)))


async def _serve(settings: dict[str, str]) -> None:
    telegram = Application.builder().token(settings["TELEGRAM_BOT_TOKEN"])
    application = telegram.base_url(f"{settings['TELEGRAM_API_URL']}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, _said))
    application.add_handler(CallbackQueryHandler(_pressed))
    client = AsyncWebClient(settings["SLACK_BOT_TOKEN"], settings["SLACK_API_URL"])
    app = AsyncApp(client=client)
    app.command(re.compile(""))(_command)
    async with application:
        await application.start()
        assert application.updater
        await application.updater.start_polling()
        await AsyncSocketModeHandler(app, settings["SLACK_APP_TOKEN"]).start_async()  # type: ignore[no-untyped-call]


async def _said(update: Update, _: _Context) -> None:
    assert update.message
    await update.message.reply_text(update.message.text or "")


async def _pressed(update: Update, context: _Context) -> None:
    query = update.callback_query
    assert query
    await query.answer()
    await context.bot.send_message(query.from_user.id, query.data or "")


async def _command(ack: AsyncAck, respond: AsyncRespond, command: dict[str, Any]) -> None:
    await ack()
    await respond(command["text"])


if __name__ == "__main__":
    main()
