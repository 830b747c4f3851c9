"""`python -m bot.languages` brings the catalogs in line with the code and prints what is left to translate."""

import sys

from bot.languages.gathering import update

for line in update():
    sys.stdout.write(line.replace("\n", " ") + "\n")
