"""Packing slips: what is in which parcel of a shipment, a page or more for each shipment."""

from collections.abc import Sequence
from datetime import datetime

from ordino.adapters.documents.typst_pdf import render
from ordino.delivery.views import PackingSlip
from ordino.kernel.messages import Record
from ordino.kernel.quantity import quantity_text


class _Line(Record, frozen=True):
    sku: str
    description: str
    quantity: str
    sscc: str


class _Slip(Record, frozen=True):
    shipment_id: int
    order_id: int
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    lines: tuple[_Line, ...]


class _Slips(Record, frozen=True):
    slips: tuple[_Slip, ...]


def packing_slips_as_pdf(slips: Sequence[PackingSlip], *, dated: datetime | None = None) -> bytes:
    """One PDF of all slips; ValueError without any."""
    if not slips:
        raise ValueError("a document has at least one packing slip")
    return render("packing_slip.typ", _Slips(tuple(map(_set, slips))), dated=dated)


def _set(slip: PackingSlip) -> _Slip:
    lines = tuple(
        _Line(line.sku, line.description, quantity_text(line.quantity, line.quantity_scale), line.sscc)
        for line in slip.lines
    )
    return _Slip(slip.shipment_id, slip.order_id, slip.sender, slip.recipient, lines)
