"""What goes to Slack: rendering, posting, retrying and finding a message again."""
