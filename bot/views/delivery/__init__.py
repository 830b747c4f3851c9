"""Views of subscriptions, reminders, the schedule and pushed messages."""
