"""Code shared by the platforms' adapters. It knows no platform."""
