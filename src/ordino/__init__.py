"""Ordino: order management that never oversells and explains every cent."""

__version__ = "0.1.0"
