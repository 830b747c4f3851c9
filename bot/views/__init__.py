"""What the core says, made into messages: pure functions, one module for each noun. No clock, no store, no platform."""
