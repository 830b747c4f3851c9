"""Followers of events: whom a change concerns, quiet hours, and duplicates across linked accounts.

It stands below delivery because the agenda needs it; it sends nothing.
"""
