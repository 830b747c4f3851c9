"""Code shared by the platforms' adapters. It knows no platform.

`update_queue` holds what waits; `health` keeps trying to connect while a platform is down; `retry` sends within the
rate limit and repeats a send; `follow_ups` sends what comes after an answer.
"""
