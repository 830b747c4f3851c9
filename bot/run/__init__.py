"""Runs the bot: settings, wiring, logs, folder watcher and doctor."""
