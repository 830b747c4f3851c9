"""The reference list: its entries, and what each says of author, year, title, publication and links. Pure."""
