"""Who may do what: roles, invitations, linked accounts, settings of chats, and the audit log of changes.

It knows no platform: a person and a chat are address strings.
"""
