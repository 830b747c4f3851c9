"""Domain types and pure rules shared by all packages. They know no store, chat or clock."""
