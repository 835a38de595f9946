"""Shipping labels: as PDF (A6, a page a parcel) and as ZPL II for label printers.

The bar code is the SSCC (GS1-128) where the parcel has one; a parcel that comes back has its tracking number (Code 128).
"""

from collections.abc import Sequence
from datetime import datetime

from ordino.adapters.documents.bars import Bars, code_128, gs1_128
from ordino.adapters.documents.typst_pdf import render
from ordino.delivery.views import ParcelLabel
from ordino.kernel.messages import Record
from ordino.kernel.quantity import quantity_text

_SSCC_APPLICATION = "00"
_ZPL_WORDS = str.maketrans({"_": "_5F", "^": "_5E", "~": "_7E"})
_A6_AT_203_DPI = "^PW839^LL1183"


class _Label(Record, frozen=True):
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    carrier: str
    service: str
    order_id: int
    parcel: int
    parcels: int
    weight: str
    tracking_number: str
    code: str
    barcode: Bars


class LabelSheet(Record, frozen=True):
    """Labels as they are drawn, one a page."""

    labels: tuple[_Label, ...]


def labels_as_pdf(labels: Sequence[ParcelLabel], *, dated: datetime | None = None) -> bytes:
    """One PDF with a page for each parcel; ValueError without any."""
    if not labels:
        raise ValueError("a document has at least one label")
    return render("label.typ", label_sheet(labels), dated=dated)


def label_sheet(labels: Sequence[ParcelLabel]) -> LabelSheet:
    """What the template `label.typ` draws."""
    return LabelSheet(tuple(map(_drawn, labels)))


def labels_as_zpl(labels: Sequence[ParcelLabel]) -> str:
    """ZPL II, a format for each parcel, for printers with 203 dots an inch."""
    return "".join(map(_zpl, labels))


def _drawn(label: ParcelLabel) -> _Label:
    return _Label(
        label.sender,
        label.recipient,
        label.carrier,
        label.service,
        label.order_id,
        label.parcel,
        label.parcels,
        _weight(label),
        label.tracking_number,
        f"({_SSCC_APPLICATION}) {label.sscc}" if label.sscc else label.tracking_number,
        gs1_128(f"{_SSCC_APPLICATION}{label.sscc}") if label.sscc else code_128(label.tracking_number),
    )


def _zpl(label: ParcelLabel) -> str:
    """`>;` chooses digits in pairs, `>8` is FNC1: together they make Code 128 a GS1-128."""
    fields = [
        *(_text(40, 40 + 28 * row, 24, text) for row, text in enumerate(label.sender)),
        _text(520, 40, 44, label.carrier),
        _text(520, 92, 30, label.service),
        *(_text(40, 260 + 52 * row, 44, text) for row, text in enumerate(label.recipient)),
        _text(40, 700, 30, f"Order {label.order_id}"),
        _text(320, 700, 30, f"Parcel {label.parcel} of {label.parcels}"),
        _text(600, 700, 30, _weight(label)),
        _text(40, 750, 30, f"Tracking {label.tracking_number}" if label.tracking_number else ""),
        *_zpl_code(label),
    ]
    return "\n".join(["^XA", f"^CI28{_A6_AT_203_DPI}", *filter(None, fields), "^XZ", ""])


def _zpl_code(label: ParcelLabel) -> tuple[str, str]:
    if label.sscc:
        code = f"^FO100,820^BY4^BCN,220,N,N,N^FD>;>8{_SSCC_APPLICATION}{label.sscc}^FS"
        return code, _text(230, 1060, 34, f"({_SSCC_APPLICATION}) {label.sscc}")
    number = label.tracking_number.translate(_ZPL_WORDS)
    return f"^FO100,820^BY3^BCN,220,N,N,N^FH_^FD>:{number}^FS", _text(230, 1060, 34, label.tracking_number)


def _text(x: int, y: int, height: int, text: str) -> str:
    """A field whose text cannot be taken for commands: `^`, `~` and the escape sign itself are written as hexadecimal."""
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    escaped = " ".join(printable.split()).translate(_ZPL_WORDS)
    return f"^FO{x},{y}^A0N,{height}^FH_^FD{escaped}^FS" if escaped else ""


def _weight(label: ParcelLabel) -> str:
    return f"{quantity_text(label.weight_grams, 3)} kg" if label.weight_grams else ""
