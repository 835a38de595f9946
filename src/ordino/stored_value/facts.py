"""Reads in sets what moving stored value needs to know besides the accounts."""

from collections.abc import Iterable

from ordino.engine import Statements, Unit
from ordino.kernel.messages import Record

SQL = Statements("ordino.stored_value")


class CreditHolder(Record, frozen=True, order=True):
    """A customer in one currency."""

    customer_id: int
    currency: str


class _Pair(Record, frozen=True):
    asked_id: int
    customer_id: int


class _CreditAccount(Record, frozen=True):
    customer_id: int
    currency: str
    id: int


def standing_customers(unit: Unit, customer_ids: Iterable[int]) -> dict[int, int]:
    """Who stands for each customer that exists."""
    rows = unit.fetch(SQL.select_customers, _Pair, customer_ids=sorted(set(customer_ids)))
    return {row.asked_id: row.customer_id for row in rows}


def customers_of_orders(unit: Unit, order_ids: Iterable[int]) -> dict[int, int]:
    """Whose the orders are, where they are somebody's."""
    rows = unit.fetch(SQL.select_customers_of_orders, _Pair, order_ids=sorted(set(order_ids)))
    return {row.asked_id: row.customer_id for row in rows}


def open_store_credit(unit: Unit, holders: Iterable[CreditHolder]) -> dict[CreditHolder, int]:
    """The store credit accounts of the customers, opened where they have none."""
    wanted = sorted(set(holders))
    unit.write(SQL.open_store_credit, wanted, now=unit.now)
    rows = unit.fetch(SQL.select_store_credit, _CreditAccount, wanted=wanted) if wanted else []
    return {CreditHolder(row.customer_id, row.currency): row.id for row in rows}
