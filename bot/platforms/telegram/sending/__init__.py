"""What goes to Telegram: rendering, sending, retrying and progress."""
