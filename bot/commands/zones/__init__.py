"""Time zones in typed words: which one is meant, and asking back when several fit."""
