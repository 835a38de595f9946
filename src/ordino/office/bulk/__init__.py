"""One action on many rows of a list: previewed row by row, carried out as one batch, answered row by row."""
