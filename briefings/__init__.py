"""The core: reading analyses, briefing on them, and what is owed to whom.

Enter by `briefings.service`. The core knows no chat, no environment and no clock of its own: `now` is always given.
"""
