"""A file that somebody sent is read in a process of its own, which it cannot leave and which ends in time.

`outside` starts the process and waits for it, `inside` runs in it, and both know `limits`. The draft crosses as JSON.
"""
