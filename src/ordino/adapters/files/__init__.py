"""Files of other people: bounded, safe, streaming readers that yield rows of text with their line numbers.

A row that cannot be used is a value in the stream (`BadRow`); a file that cannot be read any further raises
`FileUnreadable`. Nothing is ever evaluated: no formula, no SQL, no entity.
"""

from ordino.adapters.files.problems import FileProblem, FileUnreadable
from ordino.adapters.files.reading import read_rows
from ordino.adapters.files.rows import BadRow, FileFormat, Limits, Row

__all__ = ["BadRow", "FileFormat", "FileProblem", "FileUnreadable", "Limits", "Row", "read_rows"]
