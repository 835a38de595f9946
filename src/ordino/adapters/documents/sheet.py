"""Sheets of A4: a heading with a bar code, two addresses, facts, a table, sums and notes. Whoever makes one has the words."""

from datetime import datetime

from ordino.adapters.documents.bars import Bars, code_128
from ordino.adapters.documents.typst_pdf import render
from ordino.kernel.messages import Record


class SheetPair(Record, frozen=True):
    """A label and what it says."""

    label: str
    text: str


class SheetColumn(Record, frozen=True):
    """A column's heading; `wide` takes the room that is left, `number` stands at the right."""

    heading: str
    wide: bool = False
    number: bool = False


class Sheet(Record, frozen=True, kw_only=True):
    """What is printed, as texts of one language; `code` is printed as a bar code and in letters below it."""

    language: str
    title: str
    number: str
    code: str = ""
    sender: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    facts: tuple[SheetPair, ...] = ()
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: tuple[SheetPair, ...] = ()
    notes: tuple[str, ...] = ()


class DrawnSheet(Record, frozen=True):
    """A sheet with its bar code as it is drawn."""

    sheet: Sheet
    barcode: Bars | None


def sheet_as_pdf(sheet: Sheet, *, dated: datetime | None = None) -> bytes:
    """The PDF; with `dated` the same sheet gives the same bytes. ValueError where a row has not as many cells as columns."""
    return render("sheet.typ", drawn(sheet), dated=dated)


def drawn(sheet: Sheet) -> DrawnSheet:
    """What the template `sheet.typ` draws."""
    if any(len(row) != len(sheet.columns) for row in sheet.rows):
        raise ValueError("each row has a cell for every column")
    return DrawnSheet(sheet, code_128(sheet.code) if sheet.code else None)
