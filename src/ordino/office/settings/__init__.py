"""Settings: what the house is set up with, who may come in, and who did what."""
