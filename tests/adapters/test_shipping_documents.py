"""Labels, packing slips and manifests; the bar code is read back from the page as it is set."""

from datetime import UTC, datetime

import msgspec
import pytest
import typst
import zxingcpp
from msgspec.structs import replace

from ordino.adapters.documents.label import label_sheet, labels_as_pdf, labels_as_zpl
from ordino.adapters.documents.manifest import manifest_as_pdf
from ordino.adapters.documents.packing_slip import packing_slips_as_pdf
from ordino.adapters.documents.typst_pdf import TEMPLATES
from ordino.delivery.views import Manifest, ManifestLine, PackingSlip, ParcelLabel, ShippedLine
from tests.support.png import gray_rows

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SSCC = "095287654321012346"
SENDER = ("Ordino Works", "1 Dock Road", "LONDON", "E16 1AA")
LABEL = ParcelLabel(
    shipment_id=12,
    order_id=10482,
    sender=SENDER,
    recipient=("Ada Byron", "12 St James's Square", "LONDON", "SW1Y 4JH"),
    carrier="POST",
    service="STANDARD",
    tracking_number="OD00000000128",
    sscc=SSCC,
    weight_grams=1_250,
    parcel=1,
    parcels=2,
)


def test_the_bar_code_of_the_label_reads_back_as_the_gs1_code_of_its_sscc() -> None:
    data = msgspec.json.encode(label_sheet([LABEL])).decode()
    png = typst.Compiler(root=TEMPLATES, ignore_system_fonts=True).compile(
        TEMPLATES / "label.typ", format="png", ppi=203, sys_inputs={"data": data}
    )
    assert isinstance(png, bytes)

    (code,) = zxingcpp.read_barcodes(gray_rows(png))

    assert code.text == f"(00){SSCC}"
    assert code.symbology_identifier == "]C1"


def test_a_page_for_each_parcel_in_one_document() -> None:
    pdf = labels_as_pdf([LABEL, replace(LABEL, parcel=2)], dated=NOON)

    assert pdf.startswith(b"%PDF-")
    assert b"/Type/Pages/Count 2/" in pdf
    assert pdf == labels_as_pdf([LABEL, replace(LABEL, parcel=2)], dated=NOON)


def test_a_document_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one label"):
        labels_as_pdf([])
    with pytest.raises(ValueError, match="at least one packing slip"):
        packing_slips_as_pdf([])


def test_zpl_of_a_label() -> None:
    zpl = labels_as_zpl([LABEL])

    assert zpl.startswith("^XA\n^CI28^PW839^LL1183\n")
    assert zpl.endswith("^XZ\n")
    assert f"^FO100,820^BY4^BCN,220,N,N,N^FD>;>800{SSCC}^FS\n" in zpl
    assert "^FO40,700^A0N,30^FH_^FDOrder 10482^FS\n" in zpl
    assert "^FDParcel 1 of 2^FS\n" in zpl
    assert "^FD1.25 kg^FS\n" in zpl


def test_what_is_written_on_a_label_is_never_a_command_of_the_printer() -> None:
    zpl = labels_as_zpl([replace(LABEL, recipient=("^XZ~JR_5E", "two\nlines\x00"))])

    assert "^FD_5EXZ_7EJR_5F5E^FS" in zpl
    assert "^FDtwo lines^FS" in zpl
    assert zpl.count("^XZ") == 1
    assert "~" not in zpl


def test_a_packing_slip_with_markup_in_its_words_is_set_as_it_is_written() -> None:
    line = ShippedLine(1, "A", "#panic() *bold* $x$ \\", 2_500, 3, SSCC)

    pdf = packing_slips_as_pdf([PackingSlip(12, 10482, SENDER, LABEL.recipient, (line,))], dated=NOON)

    assert pdf.startswith(b"%PDF-")


def test_a_manifest_is_set() -> None:
    rows = (
        ManifestLine(12, "OD00000000128", "STANDARD", 2, 1_250),
        ManifestLine(13, "OD00000000135", "EXPRESS", 1, 300),
    )

    assert manifest_as_pdf(Manifest(3, "POST", NOON, SENDER, rows), dated=NOON).startswith(b"%PDF-")


BACK = replace(LABEL, sscc="", tracking_number="RT00000000073", weight_grams=0, carrier="RETURN", service="Return 7")


def test_the_bar_code_of_a_return_label_is_its_tracking_number() -> None:
    data = msgspec.json.encode(label_sheet([BACK])).decode()
    png = typst.Compiler(root=TEMPLATES, ignore_system_fonts=True).compile(
        TEMPLATES / "label.typ", format="png", ppi=203, sys_inputs={"data": data}
    )
    assert isinstance(png, bytes)

    (code,) = zxingcpp.read_barcodes(gray_rows(png))

    assert code.text == "RT00000000073"
    assert str(code.format).endswith("Code128") or "128" in str(code.format)


def test_zpl_of_a_return_label() -> None:
    zpl = labels_as_zpl([BACK])

    assert "^FO100,820^BY3^BCN,220,N,N,N^FH_^FD>:RT00000000073^FS\n" in zpl
    assert " kg" not in zpl
