"""M1: what a line's goods come to is quantity × unit price, rounded to the minor unit of the order's currency."""

from collections.abc import Iterable

import msgspec

from ordino.kernel.money import is_currency, minor_digits
from ordino.simulation.audit.report import Finding
from ordino.simulation.audit.scope import SQL, OrderRange
from ordino.simulation.audit.snapshot import Snapshot


def compare_goods(snapshot: Snapshot, orders: OrderRange) -> Iterable[Finding]:
    """Lines whose goods are another amount; the database multiplies exactly, with the digits of each currency given."""
    bounds = {"first": orders.first, "last": orders.last}
    currencies = snapshot.reader.fetch_values(SQL.select_currencies, **bounds)
    digits = {currency: minor_digits(currency) for currency in currencies if is_currency(currency)}
    return snapshot.reader.fetch(SQL.m1_line_goods, Finding, digits=msgspec.json.encode(digits).decode(), **bounds)
