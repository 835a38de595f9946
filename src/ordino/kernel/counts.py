"""How far lists are counted: nobody reads the difference between ten thousand rows and a million, and counting them takes long."""

MOST_COUNTED = 10_000
