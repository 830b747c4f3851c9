"""Parses the reference list: author, year, title, publication and links of each entry. Pure."""
