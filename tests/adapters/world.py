"""A channel, a location and files of orders for the tests of imports."""

from pathlib import Path

from ordino.flows.wiring import load_handlers
from tests.conftest import TestEngine

MAPPING = """
kind = "orders"
title = "Test shop"
channel = "shop"
currency = "GBP"
verified_elsewhere = true
create_missing = true
[fields]
order = "order"
sku = "sku"
quantity = "quantity"
unit_price = "price"
placed_at = "placed_at"
customer = "customer"
[[lines]]
where = { quantity = "<= 0" }
is = "listed"
category = "return"
[[lines]]
is = "goods"
"""


def open_shop(engine: TestEngine) -> None:
    """The channel `shop` and the location `MAIN`."""
    load_handlers()
    with engine.connection() as connection:
        connection.execute("insert into network_channel (code, name, currency) values ('shop', 'Shop', 'GBP')")
        connection.execute("insert into network_location (code, name, country) values ('MAIN', 'Main', 'GB')")


def write_mapping(folder: Path, text: str = MAPPING) -> str:
    path = folder / "shop.toml"
    path.write_text(text, "utf-8")
    return str(path)


def order_lines(count: int) -> list[str]:
    """One line of 2 × 1.50 for each of `count` orders, over 50 SKUs and 20 customers."""
    return [f"{number},SKU-{number % 50},2,1.50,2026-01-05 10:00:00,C{number % 20}" for number in range(1, count + 1)]


def write_orders(folder: Path, lines: list[str]) -> Path:
    path = folder / "orders.csv"
    path.write_text("order,sku,quantity,price,placed_at,customer\n" + "\n".join(lines) + "\n", "utf-8")
    return path


def counted(engine: TestEngine, query: str) -> int:
    with engine.connection() as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])
