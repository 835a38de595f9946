"""What a list shows, as CSV or XLSX. No cell can be read as a formula by the program that opens it."""

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any, Protocol, TypeVar

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from msgspec.structs import replace
from openpyxl import Workbook

from ordino.engine import Window
from ordino.kernel.messages import Record
from ordino.kernel.money import major

FORMATS = ("csv", "xlsx")
MOST_ROWS = 10_000
_ROWS_READ_AT_ONCE = 1000
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Keyed(Protocol):
    @property
    def id(self) -> int: ...


Row = TypeVar("Row")
Keyed = TypeVar("Keyed", bound=_Keyed)
Cell = str | int | Decimal


def wants_export(request: HttpRequest) -> bool:
    return request.GET.get("export") in FORMATS


def all_pages(page_after: Callable[[Row | None], Sequence[Row]]) -> list[Row]:
    """The rows of page after page, up to 10,000; `page_after` answers the page after a row."""
    rows: list[Row] = []
    while len(rows) < MOST_ROWS:
        page = page_after(rows[-1] if rows else None)
        if not page:
            break
        rows.extend(page)
    return rows[:MOST_ROWS]


def all_rows(read: Callable[[Window], Sequence[Keyed]], window: Window) -> list[Keyed]:
    """The rows of a list by key, up to 10,000, from the end where the window is."""

    def page_after(last: Keyed | None) -> Sequence[Keyed]:
        return read(replace(window, limit=_ROWS_READ_AT_ONCE, after_id=None if last is None else last.id))

    return all_pages(page_after)


def exported(request: HttpRequest, name: str, rows: Sequence[Record]) -> HttpResponse:
    """A file with one line a row and one column a field; amounts in whole currency, moments in the person's zone."""
    table = list(_table(rows))
    wanted = request.GET.get("export")
    content, kind = (_xlsx(name, table), _SHEET) if wanted == "xlsx" else (_csv(table), "text/csv; charset=utf-8")
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.{wanted}"',
            "Cache-Control": "private, no-store",
        },
    )


def safe_text(text: str) -> str:
    """A text that begins like a formula, with an apostrophe before it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _table(rows: Sequence[Record]) -> Iterator[list[Cell]]:
    if not rows:
        return
    names = [field.name for field in msgspec.structs.fields(rows[0])]
    yield [name.removesuffix("_minor").replace("_", " ") for name in names]
    for row in rows:
        currency = getattr(row, "currency", "")
        yield [_cell(name, getattr(row, name), currency) for name in names]


def _cell(name: str, value: Any, currency: str) -> Cell:
    if value is None:
        return ""
    if name.endswith("_minor") and currency:
        return major(value, currency)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Decimal):
        return value
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return safe_text(text)


def _csv(table: Sequence[Sequence[Cell]]) -> bytes:
    """With a byte order mark, by which spreadsheets know that it is UTF-8."""
    out = StringIO()
    csv.writer(out).writerows(table)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(name: str, table: Sequence[Sequence[Cell]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    for line in table:
        sheet.append(list(line))
    out = BytesIO()
    book.save(out)
    return out.getvalue()
