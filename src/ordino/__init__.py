"""Ordino: order management that never oversells and explains every cent."""
