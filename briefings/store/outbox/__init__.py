"""The rows of deliveries: enqueued once, claimed by one sender, settled, logged. SQL only."""
