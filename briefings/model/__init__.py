"""The nouns: frozen values that cross every border. They know no store, no chat and no clock."""
