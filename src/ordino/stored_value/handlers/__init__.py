"""One file a verb: commands in sets, decided on locked accounts, written in sets."""
