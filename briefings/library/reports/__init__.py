"""Reports on one analysis: audit, facts, quotations, sources, timeline, and where a sentence is from. Pure."""
