"""How much waits behind the entries of the menu."""
