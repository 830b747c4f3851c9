"""The reading room: pages of analyses and of the library, with their texts, sources, timelines and styles."""
