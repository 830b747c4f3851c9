"""Followers of events: affected followers of a change, quiet hours, duplicates across linked accounts.

It stands below delivery because the agenda needs it. It sends nothing.
"""
