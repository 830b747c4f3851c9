"""What platforms offer beside answers: completion, suggestions, inline search."""
