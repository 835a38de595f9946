"""A small history in the format of the shared one."""

import csv
from pathlib import Path

COLUMNS = ("InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country")
UK = "United Kingdom"
ROWS = (
    ("536365", "85123A", "HEART HOLDER", "6", "2010-12-01 08:26:00", "2.55", "17850.0", UK),
    ("536365", "71053", "LANTERN", "6", "2010-12-01 08:26:00", "3.39", "17850.0", UK),
    ("536365", "POST", "POSTAGE", "1", "2010-12-01 08:26:00", "18.00", "17850.0", UK),
    ("536366", "22633", "HAND WARMER", "7", "2010-12-01 08:28:00", "1.855", "17851.0", "France"),
    ("536367", "85123A", "HEART HOLDER", "100", "2010-12-02 09:00:00", "2.10", "", UK),
    ("536368", "22960", "JAM SET", "3", "2010-12-02 09:30:00", "0.00", "17850.0", UK),
    ("C536369", "85123A", "HEART HOLDER", "-2", "2010-12-02 10:00:00", "2.55", "17850.0", UK),
    ("C536370", "22633", "HAND WARMER", "-3", "2010-12-03 10:00:00", "1.855", "17851.0", "France"),
    ("C536371", "71053", "LANTERN", "-1", "2010-12-03 11:00:00", "3.00", "17850.0", UK),
    ("C536372", "71053", "LANTERN", "-9", "2010-12-03 12:00:00", "3.39", "17850.0", UK),
    ("C536373", "85123A", "HEART HOLDER", "-1", "2010-12-03 12:30:00", "2.10", "", UK),
    ("C536374", "D", "Discount", "-1", "2010-12-03 13:00:00", "27.50", "17850.0", UK),
    ("536375", "71053", "LANTERN", "12", "2010-12-09 14:00:00", "3.39", "17851.0", "France"),
)


def write_history(path: Path, rows: tuple[tuple[str, ...], ...] = ROWS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    return path
