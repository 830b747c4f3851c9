"""Running the bot: settings, wiring, logs, the folder watcher and the doctor."""
