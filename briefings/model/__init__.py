"""Domain types: frozen values shared by all packages. They know no store, chat or clock."""
