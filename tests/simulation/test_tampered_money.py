"""Falsified prices, shares, taxes, charges and totals are named."""

from typing import Any

import psycopg
import pytest

from tests.simulation.tampering import Tampering, audit_tampered, in_order, named
from tests.simulation.world import Merchant

MONEY = (
    Tampering(
        "a unit price",
        "update orders_line set unit_price = 9.99 where order_id = {cart}",
        (
            ("M1", "order {cart} line 1", "goods_minor", "1998", "2000"),
            ("R4", "order {cart} line 1", "goods_minor", "1998", "2000"),
            ("R4", "order {cart} line 1", "amount_minor", "1998", "2000"),
            ("R5", "order {cart} line 1", "unit_price", "10.00", "9.990000"),
        ),
    ),
    Tampering(
        "the tax of a line",
        "update orders_line set tax_minor = 601 where (order_id, number) = ({one}, 1)",
        (
            ("M1", "order {one}", "tax_minor", "1060", "1059"),
            ("R4", "order {one} line 1", "tax_minor", "600", "601"),
            ("R5", "order {one} line 1", "tax_minor", "600", "601"),
        ),
    ),
    Tampering(
        "the tax of a line added later",
        "update orders_line set tax_minor = 112 where (order_id, number) = ({one}, 3)",
        (
            ("R4", "order {one} line 3", "tax_minor", "111", "112"),
            ("R5", "order {one} line 3", "tax_minor", "111", "112"),
        ),
    ),
    Tampering(
        "the tax a channel stated",
        "update orders_line set tax_minor = 106 where (order_id, number) = ({market}, 3)",
        (
            ("M1", "order {market}", "tax_minor", "761", "866"),
            ("R4", "order {market} line 3", "tax_minor", "211", "106"),
            ("R5", "order {market} line 3", "tax_minor", "211", "106"),
        ),
    ),
    Tampering(
        "a tax rate",
        "update orders_line set tax_rate = 5 where (order_id, number) = ({cart}, 1)",
        (
            ("R4", "order {cart} line 1", "tax_minor", "95", "333"),
            ("R5", "order {cart} line 1", "tax_rate", "20.000000", "5.000000"),
        ),
    ),
    Tampering(
        "the discount of a line",
        "update orders_line set discount_minor = 399, amount_minor = 3599 where (order_id, number) = ({one}, 1)",
        (
            ("M2", "order {one} line 1", "discount_minor", "400", "399"),
            ("R4", "order {one} line 1", "discount_minor", "400", "399"),
            ("R4", "order {one} line 1", "amount_minor", "3598", "3599"),
            ("R5", "order {one} line 1", "discount_minor", "400", "399"),
            ("R5", "order {one} line 1", "amount_minor", "3598", "3599"),
            ("M9", "order {one}", "total_minor", "5704", "5703"),
        ),
    ),
    Tampering(
        "the amount of a line",
        "alter table orders_line drop constraint orders_line_amount_adds_up; update orders_line set "
        "amount_minor = 3599 where (order_id, number) = ({one}, 1)",
        (
            ("M1", "order {one} line 1", "amount_minor", "3598", "3599"),
            ("R4", "order {one} line 1", "amount_minor", "3598", "3599"),
            ("R5", "order {one} line 1", "amount_minor", "3598", "3599"),
            ("M9", "order {one}", "total_minor", "5704", "5703"),
        ),
    ),
    Tampering(
        "the goods of a line",
        "update orders_line set goods_minor = 3999, amount_minor = 3599 where (order_id, number) = ({one}, 1)",
        (
            ("M1", "order {one}", "goods_minor", "6396", "6395"),
            ("M1", "order {one} line 1", "goods_minor", "3998", "3999"),
            ("R4", "order {one} line 1", "goods_minor", "3998", "3999"),
            ("R4", "order {one} line 1", "amount_minor", "3598", "3599"),
            ("R5", "order {one} line 1", "goods_minor", "3998", "3999"),
            ("R5", "order {one} line 1", "amount_minor", "3598", "3599"),
            ("M9", "order {one}", "total_minor", "5704", "5703"),
        ),
    ),
    Tampering(
        "the goods of a part of a bundle",
        "update orders_line set goods_minor = goods_minor + 1, amount_minor = amount_minor + 1 where "
        "(order_id, number) = ({net}, 3)",
        (
            ("R5", "order {net} line 3", "goods_minor", "666", "667"),
            ("R5", "order {net} line 3", "amount_minor", "666", "667"),
            ("M9", "order {net}", "total_minor", "24240", "24239"),
        ),
    ),
    Tampering(
        "a discount",
        "update orders_discount set amount_minor = 641 where order_id = {one}",
        (
            ("M1", "order {one}", "discount_minor", "641", "640"),
            ("M2", "order {one} discount 1", "amount_minor", "640", "641"),
            ("R4", "order {one} discount 1", "amount_minor", "640", "641"),
        ),
    ),
    Tampering(
        "a share of a discount",
        "update orders_discount_share set amount_minor = 241 where (order_id, number) = ({one}, 2)",
        (
            ("M2", "order {one} discount 1", "amount_minor", "641", "640"),
            ("M2", "order {one} line 2", "discount_minor", "241", "240"),
            ("R4", "order {one} discount 1", "share of 2", "240", "241"),
        ),
    ),
    Tampering(
        "a discount that is gone",
        "delete from orders_discount where order_id = {net}",
        (
            ("M1", "order {net}", "discount_minor", "0", "2000"),
            ("M2", "order {net} discount 1", "share of 1", "a discount", "none"),
            ("M2", "order {net} line 1", "discount_minor", "0", "2000"),
            ("R4", "order {net}", "number of discounts", "1", "0"),
        ),
    ),
    Tampering(
        "the tax of a charge",
        "update orders_charge set tax_minor = 37 where (order_id, number) = ({free_shipping}, 2)",
        (
            ("M1", "order {free_shipping}", "tax_minor", "618", "617"),
            ("R4", "order {free_shipping} charge 1 at 20 %", "tax_minor", "36", "37"),
        ),
    ),
    Tampering(
        "the amount of a charge",
        "update orders_charge set amount_minor = 87 where (order_id, number) = ({free_shipping}, 1)",
        (
            ("M1", "order {free_shipping}", "shipping_minor", "601", "600"),
            ("R4", "order {free_shipping} charge 1 at 5 %", "amount_minor", "86", "87"),
            ("M9", "order {free_shipping}", "total_minor", "4651", "4650"),
        ),
    ),
    Tampering(
        "a charge that was waived",
        "update orders_charge set canceled = false where order_id = {one}",
        (("M9", "order {one}", "total_minor", "6303", "5703"),),
    ),
    Tampering(
        "the current total",
        "update orders_order set total_minor = 5704 where id = {one}",
        (
            ("R5", "order {one}", "total_minor", "5703", "5704"),
            ("M9", "order {one}", "total_minor", "5703", "5704"),
        ),
    ),
    Tampering(
        "the total as placed",
        "alter table orders_order drop constraint orders_order_total_adds_up; update orders_order set "
        "placed_total_minor = 1 where id = {cart}",
        (
            ("M1", "order {cart}", "placed_total_minor", "2000", "1"),
            ("R5", "order {cart}", "placed_total_minor", "2000", "1"),
        ),
    ),
    Tampering(
        "the tax of an order",
        "update orders_order set tax_minor = 1058 where id = {one}",
        (("M1", "order {one}", "tax_minor", "1059", "1058"),),
    ),
    Tampering(
        "goods and discount of an order",
        "update orders_order set goods_minor = goods_minor - 100, discount_minor = discount_minor - 100 "
        "where id = {one}",
        (
            ("M1", "order {one}", "discount_minor", "640", "540"),
            ("M1", "order {one}", "goods_minor", "6395", "6295"),
        ),
    ),
    Tampering(
        "a share that was split off",
        "update orders_line set tax_minor = tax_minor + 1, amount_minor = amount_minor - 1, "
        "discount_minor = discount_minor + 1 where (order_id, number) = ({part}, 1)",
        (
            ("M1", "order {part}", "tax_minor", "217", "216"),
            ("M2", "order {part} line 1", "discount_minor", "66", "67"),
            ("R5", "order {part} line 1", "discount_minor", "66", "67"),
            ("R5", "order {part} line 1", "amount_minor", "600", "599"),
            ("R5", "order {part} line 1", "tax_minor", "100", "101"),
        ),
    ),
    Tampering(
        "the total of a part",
        "update orders_order set goods_minor = goods_minor + 1, placed_total_minor = placed_total_minor "
        "+ 1 where id = {part}",
        (
            ("M1", "order {part}", "goods_minor", "1443", "1444"),
            ("R5", "order {part}", "placed_total_minor", "1299", "1300"),
            ("M9", "order {whole}", "money split off into order {part}", "1299", "1300"),
        ),
    ),
    Tampering(
        "a charge that was merged",
        "update orders_charge set amount_minor = amount_minor + 1 where (order_id, charge_number) = ({into}, 2)",
        (("M9", "order {into}", "total_minor", "2997", "2996"),),
    ),
    Tampering(
        "the tax of a placed draft",
        "update orders_line set tax_minor = tax_minor + 1 where order_id = {draft}",
        (
            ("M1", "order {draft}", "tax_minor", "168", "167"),
            ("R4", "order {draft} line 1", "tax_minor", "167", "168"),
            ("R5", "order {draft} line 1", "tax_minor", "167", "168"),
        ),
    ),
)


@pytest.mark.parametrize("tampering", MONEY, ids=lambda tampering: tampering.what)
def test_the_audit_names(busy: Merchant, tamper: "psycopg.Connection[tuple[Any, ...]]", tampering: Tampering):
    report = audit_tampered(tamper, busy, tampering)

    assert in_order(report.differences) == named(busy, tampering)
    assert not report.clean
