"""`python -m ordino` is the command `ordino`."""

from ordino.cli.main import main

main()
