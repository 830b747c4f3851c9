"""Posts changes to webhooks over HTTP, signed as Standard Webhooks says, and never to private addresses unasked."""
