"""What Telegram sends: updates are polled, put in a chat's lane and turned into requests."""
