"""One file a verb: commands in sets, decided in `decide`, written in sets."""
