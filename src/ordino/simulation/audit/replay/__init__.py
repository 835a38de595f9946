"""The books written a second time, from the journal's events alone, by code that no handler shares."""
