"""When deliveries are due: wall time, recurrence and quiet hours. Pure."""
