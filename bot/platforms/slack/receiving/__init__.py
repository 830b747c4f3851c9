"""What Slack sends: connection, events, buttons and files, turned into requests."""
