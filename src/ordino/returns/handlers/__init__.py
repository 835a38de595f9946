"""One file a verb: what each command on returns does."""
