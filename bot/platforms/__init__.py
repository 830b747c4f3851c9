"""The places where people talk to Readout. Each platform knows its own wire; none knows commands, views or the core."""
