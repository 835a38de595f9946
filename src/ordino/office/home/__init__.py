"""Today: what needs attention, and how many orders are at each stage."""
