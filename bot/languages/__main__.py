"""`python -m bot.languages` updates the catalogs from the code and prints what is left to translate."""

import sys

from bot.languages.catalog_update import update

for line in update():
    sys.stdout.write(line.replace("\n", " ") + "\n")
