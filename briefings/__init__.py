"""The core: reads analyses, briefs on them, and decides what is due to whom.

Open it with `briefings.service`. The core knows no chat, no environment and no clock: callers pass `now`.
"""
