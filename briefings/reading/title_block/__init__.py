"""What a text says of itself below its title: authors, dates, the name of a case. Pure."""
