"""Writing out what is there: rows of one snapshot as CSV, a workbook or JSON lines.

A spreadsheet opens the files without running anything, and no size is too large for the machine: rows come through a cursor.
"""
