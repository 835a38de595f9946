"""Compares what the tables say with what the auditor has reckoned. These statements are the auditor's own."""

from collections.abc import Collection

from ordino.engine import Reader, Statements
from ordino.kernel.messages import Record
from ordino.simulation.auditor.findings import Findings
from ordino.simulation.auditor.money import Ledger, MoneyModel
from ordino.simulation.auditor.orders import BUCKETS, OrdersModel
from ordino.simulation.auditor.stock import Level, LevelKey, StockModel

SQL = Statements("ordino.simulation.auditor")


class OrderRow(Record, frozen=True):
    order_id: int
    state: str
    fulfillment_status: str
    total_minor: int
    captured_minor: int
    refunded_minor: int
    invoiced_minor: int
    credited_minor: int
    open_holds: list[int]


class LineRow(Record, frozen=True):
    order_id: int
    number: int
    canceled: int
    unsourced: int
    backordered: int
    allocated: int
    released: int
    picked: int
    packed: int
    shipped: int
    delivered: int
    return_expected: int
    returned: int
    written_off: int


class LevelRow(Record, frozen=True):
    location: str
    sku: str
    on_hand: int
    allocated: int
    unavailable: int


class DisputedRow(Record, frozen=True):
    payment_id: int
    disputed_minor: int


class LooseEnd(Record, frozen=True):
    order_id: int
    state: str
    fulfillment_status: str


def compare_orders(
    reader: Reader, findings: Findings, orders: OrdersModel, money: MoneyModel, ids: Collection[int]
) -> None:
    """E6, S2: the rows of these orders and of their lines say what the events come to."""
    if not ids:
        return
    rows = {row.order_id: row for row in reader.fetch(SQL.select_orders, OrderRow, order_ids=sorted(ids))}
    for order_id in sorted(ids):
        order, row = orders.orders[order_id], rows.get(order_id)
        if row is None:
            findings.add("E1", f"order {order_id}", "a row", "none")
            continue
        ledger = money.ledgers.get(order_id) or Ledger()
        figures = (
            ("state", order.state, row.state),
            ("fulfillment status", order.fulfillment_status() or row.fulfillment_status, row.fulfillment_status),
            ("total", order.total_minor if order.state != "draft" else row.total_minor, row.total_minor),
            ("captured", ledger.captured, row.captured_minor),
            ("refunded", ledger.refunded, row.refunded_minor),
            ("invoiced", ledger.invoiced, row.invoiced_minor),
            ("credited", ledger.credited, row.credited_minor),
            ("open holds", sorted(order.holds), row.open_holds),
        )
        for figure, expected, found in figures:
            rule = "S2" if figure == "fulfillment status" else "E6"
            findings.expect(rule, f"order {order_id}, {figure}", expected, found)
    for line in reader.fetch(SQL.select_lines, LineRow, order_ids=sorted(ids)):
        _compare_line(findings, orders, line)


def _compare_line(findings: Findings, orders: OrdersModel, row: LineRow) -> None:
    order = orders.orders[row.order_id]
    line = order.lines.get(row.number)
    thing = f"order {row.order_id} line {row.number}"
    if line is None:
        if order.state != "draft":
            findings.add("E6", thing, "no line", "a line")
        return
    for bucket in BUCKETS:
        findings.expect("I6", f"{thing}, {bucket}", line.buckets[bucket], getattr(row, bucket))
    after = {
        "delivered": order.outcome_of(row.number, "delivered"),
        "written_off": order.outcome_of(row.number, "written_off"),
        "return_expected": line.return_expected,
        "returned": line.returned,
    }
    for figure, expected in after.items():
        findings.expect("I6", f"{thing}, {figure}", expected, getattr(row, figure))


def compare_disputes(reader: Reader, findings: Findings, money: MoneyModel) -> None:
    """M4: what banks dispute of payments is what was told of it, each dispute once."""
    told = {
        payment_id: payment.disputed
        for ledger in money.ledgers.values()
        for payment_id, payment in ledger.payments.items()
        if payment.disputed
    }
    found = {row.payment_id: row.disputed_minor for row in reader.fetch(SQL.select_disputed, DisputedRow)}
    for payment_id in sorted(told.keys() | found.keys()):
        thing = f"payment {payment_id}, disputed"
        findings.expect("M4", thing, told.get(payment_id, 0), found.get(payment_id, 0))


def compare_levels(reader: Reader, findings: Findings, stock: StockModel, keys: Collection[LevelKey]) -> None:
    """I3, I4, E6: the rows of these levels say what the events come to."""
    if not keys:
        return
    wanted = sorted(keys)
    asked = {"locations": [place for place, _ in wanted], "skus": [sku for _, sku in wanted]}
    rows = {(row.location, row.sku): row for row in reader.fetch(SQL.select_levels, LevelRow, **asked)}
    for key in wanted:
        level, row = stock.levels.get(key) or Level(), rows.get(key) or LevelRow(*key, 0, 0, 0)
        for rule, figure in (("I4", "on_hand"), ("I3", "allocated"), ("I2", "unavailable")):
            findings.expect(rule, f"stock {'/'.join(key)}, {figure}", getattr(level, figure), getattr(row, figure))


def loose_ends(reader: Reader) -> list[LooseEnd]:
    """Orders that have not ended and say nowhere why, the first of them."""
    return reader.fetch(SQL.select_loose_ends, LooseEnd)


def name_loose_ends(reader: Reader, findings: Findings) -> None:
    """Life: every order ended, or sits under a named hold or exception with an owner."""
    for row in loose_ends(reader):
        thing = f"order {row.order_id} ({row.state}, {row.fulfillment_status})"
        findings.add("Life", thing, "an end, a hold, or an exception with an owner", "none of them")
