"""Commands for subscriptions, reminders and the schedule."""
