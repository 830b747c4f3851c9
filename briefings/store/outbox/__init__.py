"""SQL of the outbox: enqueue once, claim by one sender, settle, log."""
