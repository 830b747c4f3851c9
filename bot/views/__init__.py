"""Turns results of the core into messages. Pure functions, one module per noun; no clock, store or platform."""
