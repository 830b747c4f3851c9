"""Plain words: finds the command line that a sentence means, by phrase rules, a classifier, or a language model."""
