"""Falsified facts of fulfillment are named, each by its rule; what is true is not."""

from typing import Any

import psycopg
import pytest

from ordino.engine import Reader
from ordino.fulfillment.rows import PackedUnits
from ordino.simulation.audit import audit
from tests.fulfillment.house import House

RULES = {
    "Fulfillment holds what it has taken up",
    "Lines are where fulfillment says",
    "Lines hold what is allocated to them",
    "Packages hold what is packed",
    "Fulfillment orders are in the state of their lines",
}
LINE, PART = "order {order} line 1", "fulfillment order {key} line 1"
TAMPERINGS = (
    (
        "units taken up",
        "update inventory_allocation set in_fulfillment = 2 where order_id = {order}",
        [
            ("I3", LINE, "allocated to it", "0", "1"),
            ("I3", LINE, "in fulfillment for it", "3", "2"),
            ("I5", LINE, "in fulfillment at LON", "3", "2"),
        ],
    ),
    (
        "a line that is further than its fulfillment order",
        "update orders_line set picked = picked - 1, packed = packed + 1 where order_id = {order}",
        [("I6", LINE, "packed", "2", "3"), ("I6", LINE, "picked", "1", "0")],
    ),
    (
        "a fulfillment order that is further than its line",
        "update fulfillment_line set packed = 3 where fulfillment_order_id = {key}",
        [
            ("I6", LINE, "packed", "3", "2"),
            ("I6", LINE, "picked", "0", "1"),
            ("I6", PART, "packed", "2", "3"),
            ("S2", "fulfillment order {key}", "state", "packed", "picking"),
        ],
    ),
    (
        "the content of a package",
        "update fulfillment_package_line set quantity = 1 where package_id = {package}",
        [("I6", PART, "packed", "1", "2")],
    ),
    (
        "a package that is shipped in silence",
        "update fulfillment_package set state = 'shipped' where id = {package}",
        [("I6", PART, "shipped", "2", "0")],
    ),
    (
        "a state",
        "update fulfillment_order set state = 'packed' where id = {key}",
        [("S2", "fulfillment order {key}", "state", "picking", "packed")],
    ),
    (
        "a fulfillment order that is given up in silence",
        "update fulfillment_order set state = 'canceled' where id = {key}",
        [
            ("I5", LINE, "in fulfillment at LON", "0", "3"),
            ("I6", LINE, "packed", "0", "2"),
            ("I6", LINE, "picked", "0", "1"),
            ("I6", PART, "packed", "2", "0"),
        ],
    ),
)


@pytest.mark.parametrize(("what", "sql", "named"), TAMPERINGS, ids=[what for what, _, _ in TAMPERINGS])
def test_what_is_falsified_is_named(
    house: House, tamper: "psycopg.Connection[tuple[Any, ...]]", what: str, sql: str, named: list[tuple[str, ...]]
) -> None:
    house.stock("A", 5)
    order_id, key = house.picked(("A", 3))
    package = house.pack(key, lines=(PackedUnits(1, 2),)).package_id
    house.packed(("A", 1))
    ids = {"order": order_id, "key": key, "package": package}
    with tamper.transaction(force_rollback=True):
        tamper.execute(sql.format(**ids))  # type: ignore[call-overload]
        found = audit(Reader(tamper), now=house.engine.clock())
    differences = [
        (one.rule, one.thing, one.figure, one.expected, one.found)
        for checked in found.rules
        if checked.title in RULES
        for one in checked.differences
    ]
    assert sorted(differences) == sorted((rule, thing.format(**ids), *rest) for rule, thing, *rest in named)
