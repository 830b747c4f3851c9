"""The database engine: connections, transactions, the sender lock, backups, migration, file modes."""
