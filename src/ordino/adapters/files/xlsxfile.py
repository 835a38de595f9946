"""Rows of an XLSX workbook. The archive is checked before a byte is unpacked, and again while it is."""

import datetime
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import ParseError

import openpyxl
import openpyxl.xml
from defusedxml.common import DefusedXmlException
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from ordino.adapters.files.csvfile import formula_found
from ordino.adapters.files.problems import DamagedFile, FileUnreadable, NotReadable, TooLarge, UnusableRow
from ordino.adapters.files.rows import BadRow, FileFormat, Limits, Row, check_header

_SHEETS = "xl/worksheets/"
_Cells = tuple[Cell | MergedCell | ReadOnlyCell | EmptyCell, ...]
_DAMAGE = (
    zipfile.BadZipFile,
    ParseError,
    DefusedXmlException,
    KeyError,
    ValueError,
    EOFError,
    InvalidFileException,
    TypeError,
)


def read_xlsx(path: Path, columns: Sequence[str], form: FileFormat, limits: Limits) -> Iterator[Row | BadRow]:
    """The asked columns of one sheet (the first unless `form.sheet` names one); its first row names the columns."""
    if not openpyxl.xml.DEFUSEDXML or openpyxl.xml.LXML:
        raise FileUnreadable(
            NotReadable(found="the XML parser is not the defused one", accepted="defusedxml installed, lxml not used")
        )
    _check_archive(path, limits)
    try:
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except (*_DAMAGE, OSError, RecursionError) as error:
        raise FileUnreadable(_damaged(0)) from error
    try:
        yield from _read_sheet(_sheet(workbook, form), columns, limits)
    finally:
        workbook.close()


def _check_archive(path: Path, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
        size = path.stat().st_size
    except zipfile.BadZipFile as error:
        raise FileUnreadable(
            NotReadable(found=f"{path.name} is not an XLSX workbook", accepted="a workbook saved as .xlsx")
        ) from error
    except OSError as error:
        raise FileUnreadable(
            NotReadable(found=f"{path.name}: {error.strerror}", accepted="a file that can be read")
        ) from error
    unpacked = sum(entry.file_size for entry in entries)
    reasons = (
        (
            len(entries) > limits.workbook_entries,
            f"{len(entries)} parts in the workbook",
            f"at most {limits.workbook_entries}",
        ),
        (unpacked > limits.workbook_bytes, f"{unpacked} bytes when unpacked", f"at most {limits.workbook_bytes} bytes"),
        (
            any(e.file_size > limits.workbook_shared_bytes for e in entries if not e.filename.startswith(_SHEETS)),
            "a part beside the sheets is very large",
            f"at most {limits.workbook_shared_bytes} bytes",
        ),
        (
            unpacked > limits.ratio_from_bytes and unpacked > size * limits.ratio,
            f"it unpacks to {unpacked // max(size, 1)} times its size",
            f"at most {limits.ratio} times",
        ),
        (
            sum(entry.compress_size for entry in entries) > size,
            "parts of the workbook overlap",
            "a workbook without overlapping parts",
        ),
        (any(entry.flag_bits & 1 for entry in entries), "the workbook is encrypted", "a workbook without a password"),
    )
    for exceeded, found, accepted in reasons:
        if exceeded:
            raise FileUnreadable(TooLarge(found=found, accepted=accepted))


def _sheet(workbook: Workbook, form: FileFormat) -> Worksheet:
    name = form.sheet or (workbook.sheetnames[0] if workbook.sheetnames else "")
    if name not in workbook.sheetnames:
        accepted = f"one of the sheets {', '.join(workbook.sheetnames[:20])}"
        raise FileUnreadable(NotReadable(field="sheet", found=f"there is no sheet {name!r}", accepted=accepted))
    sheet = workbook[name]
    if not isinstance(sheet, ReadOnlyWorksheet):
        raise FileUnreadable(NotReadable(field="sheet", found=f"{name!r} is a chart", accepted="a sheet with rows"))
    # The size a sheet states is not believed: a lie would make openpyxl fill rows up to it.
    sheet.reset_dimensions()
    return sheet


def _read_sheet(sheet: Worksheet, columns: Sequence[str], limits: Limits) -> Iterator[Row | BadRow]:
    rows = _guarded(sheet.iter_rows())
    header = [_text(cell).strip() for cell in next(rows, (0, ()))[1]]
    check_header(header, columns, limits)
    places = [header.index(name) for name in columns]
    for line, cells in rows:
        if line > limits.rows:
            raise FileUnreadable(
                TooLarge(line=line, found=f"more than {limits.rows} rows", accepted="the file in parts")
            )
        if all(cell.value is None for cell in cells):
            continue
        yield _row(line, cells, places, columns, limits)


def _guarded(rows: Iterable[_Cells]) -> Iterator[tuple[int, _Cells]]:
    line = 0
    iterator = iter(rows)
    while True:
        try:
            cells = next(iterator, None)
        except _DAMAGE as error:
            raise FileUnreadable(_damaged(line + 1)) from error
        if cells is None:
            return
        line += 1
        yield line, cells


def _damaged(line: int) -> DamagedFile:
    return DamagedFile(
        line=line, found="the workbook is damaged or holds forbidden XML", accepted="a workbook saved as .xlsx"
    )


def _row(line: int, cells: _Cells, places: list[int], columns: Sequence[str], limits: Limits) -> Row | BadRow:
    texts = [_text(cells[place]) if place < len(cells) else "" for place in places]
    for place, column, text in zip(places, columns, texts, strict=True):
        problem = _cell_problem(line, column, text, cells[place].data_type if place < len(cells) else "n", limits)
        if problem is not None:
            return BadRow(problem, tuple(texts))
    return Row(line, tuple(texts))


def _cell_problem(line: int, column: str, text: str, data_type: str, limits: Limits) -> UnusableRow | None:
    if data_type == "f" or text[:1] == "=":
        return formula_found(line, column, text)
    if data_type == "e":
        return UnusableRow(line=line, field=column, found=f"the error {text}", accepted="a value")
    if len(text) > limits.field_characters:
        accepted = f"at most {limits.field_characters} characters"
        return UnusableRow(line=line, field=column, found=f"{len(text)} characters", accepted=accepted)
    return None


def _text(cell: Cell | MergedCell | ReadOnlyCell | EmptyCell) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, (int, str)):
        return str(value)
    # A workbook stores numbers as binary doubles; the shortest text that gives the same double
    # is what the author typed.
    digits = repr(value)
    return format(Decimal(digits), "f") if digits[:1].isdigit() or digits[:1] == "-" else str(value)
