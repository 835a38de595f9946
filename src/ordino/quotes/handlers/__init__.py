"""One file a verb: what each command on quotes does."""
