"""What several platforms' adapters need alike; it knows no platform."""
