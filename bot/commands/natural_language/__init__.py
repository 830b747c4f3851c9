"""Plain sentences and replies: what they are about is looked up, and the command they mean is run."""
