"""Sending what is due: the courier, the rate limit, the clock, and what platforms report."""
