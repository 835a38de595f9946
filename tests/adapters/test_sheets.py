"""Sheets: what stands on them is read back from the page, their bar code from its picture."""

import io

import msgspec
import pypdf
import pytest
import typst
import zxingcpp
from msgspec.structs import replace

from ordino.adapters.documents.sheet import Sheet, SheetColumn, SheetPair, drawn, sheet_as_pdf
from ordino.adapters.documents.typst_pdf import TEMPLATES
from tests.support.png import gray_rows

SLIP = Sheet(
    language="de",
    title="Rücksendeschein",
    number="Retoure 98",
    code="RET-98",
    sender=("Ada Byron", "LONDON"),
    recipient=("Ordino Works", "1 Dock Road"),
    facts=(SheetPair("Auftrag", "10482"),),
    columns=(SheetColumn("Artikel", wide=True), SheetColumn("Menge", number=True)),
    rows=(("#panic() *bold* $x$", "2"), ("Kettle", "1")),
    sums=(SheetPair("Waren", "12.00"), SheetPair("Summe", "14.28")),
    notes=("Bitte beilegen.",),
)


def test_what_stands_on_a_sheet_is_what_was_said() -> None:
    (page,) = pypdf.PdfReader(io.BytesIO(sheet_as_pdf(SLIP))).pages
    text = " ".join(page.extract_text().split())

    for said in ("Rücksendeschein", "Retoure 98", "RET-98", "Ada Byron", "1 Dock Road", "Auftrag", "10482", "Menge"):
        assert said in text
    for said in ("#panic() *bold* $x$", "Kettle", "14.28", "Bitte beilegen."):
        assert said in text


def test_the_bar_code_of_a_sheet_is_its_code() -> None:
    data = msgspec.json.encode(drawn(SLIP)).decode()
    png = typst.Compiler(root=TEMPLATES, ignore_system_fonts=True).compile(
        TEMPLATES / "sheet.typ", format="png", ppi=203, sys_inputs={"data": data}
    )
    assert isinstance(png, bytes)

    (code,) = zxingcpp.read_barcodes(gray_rows(png))

    assert code.text == "RET-98"


def test_a_row_that_lacks_a_cell_is_refused() -> None:
    with pytest.raises(ValueError, match="a cell for every column"):
        sheet_as_pdf(replace(SLIP, rows=(("Kettle",),)))
