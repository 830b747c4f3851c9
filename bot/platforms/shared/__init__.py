"""Code shared by the platforms' adapters. It knows no platform.

`backlog` holds what waits, in `lanes`; `health` keeps trying while a platform is down; `retry` repeats a send.
"""
