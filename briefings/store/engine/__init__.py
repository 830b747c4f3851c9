"""The database itself: connections and transactions, the lock of the one sender, backups and migration, file modes."""
