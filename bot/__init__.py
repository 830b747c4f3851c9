"""The conversation: commands, messages, platforms and delivery.

A request comes in from a platform, a command asks the core once, a view makes a message of the answer.
"""
