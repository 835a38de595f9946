"""The simulator: a whole merchant from one seed and nothing else, on the real engine and a real database."""
