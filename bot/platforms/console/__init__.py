"""The terminal: an interactive prompt, or one command per line with plain-text answers.

`adapter` is the entry point; `keyboard` and `pipe` read lines and print answers; `work` runs one command;
`screen` formats messages; `saved_files` stores pictures and files.
"""
