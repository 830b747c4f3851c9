"""The setup subcommand: asks for settings and platform tokens, tries each token, and stores what works."""
