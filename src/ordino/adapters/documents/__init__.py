"""Documents on paper: typed data set by a template. The templates stand beside their data."""
