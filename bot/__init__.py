"""The conversation: commands, messages, platforms and delivery.

A platform turns an update into a request, a command asks the core, and a view turns the result into a message.
"""
