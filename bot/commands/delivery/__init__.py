"""Commands for subscriptions, reminders and the schedule of what will be sent."""
