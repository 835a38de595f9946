"""Falsified buckets, states, holds, statuses and promises are named."""

from typing import Any

import psycopg
import pytest

from tests.simulation.tampering import Tampering, audit_tampered, in_order, named
from tests.simulation.world import Merchant

ORDERS = (
    Tampering(
        "the buckets of a line",
        "update orders_line set allocated = allocated - 1, backordered = backordered + 1 where order_id = {short}",
        (
            ("I3", "order {short} line 1", "allocated to it", "4", "5"),
            ("P1", "order {short} line 1", "promised from stock", "4", "5"),
            ("P1", "order {short} line 1", "promised while waiting", "3", "2"),
            ("E6", "order {short} line 1", "backordered", "2", "3"),
            ("E6", "order {short} line 1", "allocated", "5", "4"),
        ),
    ),
    Tampering(
        "buckets that do not add up",
        "alter table orders_line drop constraint orders_line_buckets_add_up; update orders_line set "
        "ordered = 3 where order_id = {cart}",
        (
            ("I6", "order {cart} line 1", "sum of buckets", "3", "2"),
            ("M1", "order {cart} line 1", "goods_minor", "3000", "2000"),
            ("R4", "order {cart} line 1", "goods_minor", "3000", "2000"),
            ("R4", "order {cart} line 1", "amount_minor", "3000", "2000"),
            ("R4", "order {cart} line 1", "tax_minor", "500", "333"),
            ("R5", "order {cart} line 1", "ordered", "2", "3"),
            ("S2", "order {cart}", "fulfillment_status", "partially_allocated", "allocated"),
        ),
    ),
    Tampering(
        "the SKU of a line",
        "update orders_line set sku_id = {b}, sku = 'B' where (order_id, number) = ({cart}, 1)",
        (
            ("I5", "order {cart} line 1", "allocation at LON", "B", "C"),
            ("R5", "order {cart} line 1", "sku_id", "{c}", "{b}"),
            ("R5", "order {cart} line 1", "sku", "C", "B"),
        ),
    ),
    Tampering(
        "a line that is gone",
        "delete from orders_line where (order_id, number) = ({one}, 2)",
        (
            ("I5", "order {one} line 2", "allocation at LON", "no allocation without its line", "2 of C"),
            ("M1", "order {one}", "goods_minor", "3998", "6395"),
            ("M1", "order {one}", "tax_minor", "700", "1059"),
            ("M2", "order {one} discount 1", "share of 2", "a line", "none"),
            ("R4", "order {one}", "lines", "line 2", "none"),
            ("M9", "order {one}", "total_minor", "4265", "5703"),
            ("P1", "order {one} line 2", "promise", "a line", "none"),
            ("E6", "order {one} line 2", "line", "a line", "none"),
        ),
    ),
    Tampering(
        "a cached status",
        "update orders_order set fulfillment_status = 'allocated' where id = {short}",
        (("S2", "order {short}", "fulfillment_status", "partially_allocated", "allocated"),),
    ),
    Tampering(
        "whether goods stand allocated",
        "update orders_order set goods_allocated = false where id = {cart}",
        (("S2", "order {cart}", "goods_allocated", "True", "False"),),
    ),
    Tampering(
        "the first day to leave",
        "update orders_order set ship_by = null where id = {cart}",
        (("P3", "order {cart}", "ship_by", "2026-03-02", "none"),),
    ),
    Tampering(
        "a version",
        "update orders_order set version = version + 1 where id = {cart}",
        (("E6", "order {cart}", "version", "1", "2"),),
    ),
    Tampering(
        "a state set back",
        "update orders_order set state = 'placed' where id = {cart}",
        (
            ("S1", "order {cart}", "state", "confirmed", "placed"),
            ("E6", "order {cart}", "state", "confirmed", "placed"),
        ),
    ),
    Tampering(
        "an order canceled by hand",
        "update orders_order set state = 'canceled' where id = {cart}",
        (
            ("S3", "order {cart}", "open units", "0", "2"),
            ("E6", "order {cart}", "state", "confirmed", "canceled"),
        ),
    ),
    Tampering(
        "an order confirmed by hand",
        "update orders_order set state = 'confirmed' where id = {totals}",
        (("E6", "order {totals}", "state", "placed", "confirmed"),),
    ),
    Tampering(
        "an unknown state",
        "alter table orders_order drop constraint orders_order_state; update orders_order set state = "
        "'lost' where id = {cart}",
        (
            ("S1", "order {cart}", "state", "draft, placed, confirmed, completed, canceled, expired", "lost"),
            ("E6", "order {cart}", "state", "confirmed", "lost"),
        ),
    ),
    Tampering(
        "an order that is gone",
        "delete from orders_order where id = {never}",
        (
            ("S3", "order {never}", "lines", "an order with lines", "lines without an order"),
            ("E1", "stream order/{never}", "order", "an order", "none"),
            ("E6", "order {never} line 1", "line", "none", "a line"),
        ),
    ),
    Tampering(
        "the priority of an order",
        "update orders_order set priority = 9 where id = {last}",
        (("R5", "order {last}", "priority", "5", "9"),),
    ),
    Tampering(
        "the address of an order",
        "update orders_order set ship_to = jsonb_set(ship_to, '{{city}}', '\"York\"') where id = {one}",
        (("R5", "order {one}", "ship_to.city", "Leeds", "York"),),
    ),
    Tampering(
        "a hold closed by hand",
        "update orders_hold set state = 'released', closed_by = 'x', closed_at = now() where id = {hold_totals}",
        (
            ("S1", "order {totals}", "state", "confirmed", "placed"),
            ("E6", "order {totals} hold {hold_totals}", "state", "open", "released"),
        ),
    ),
    Tampering(
        "a hold that is gone",
        "delete from orders_hold where id = {hold_totals}",
        (
            ("S1", "order {totals}", "state", "confirmed", "placed"),
            ("E6", "order {totals} hold {hold_totals}", "state", "open", "none"),
        ),
    ),
    Tampering(
        "a hold closed by nobody",
        "alter table orders_hold drop constraint orders_hold_closed_by_somebody; update orders_hold set "
        "closed_by = null where id = {hold_released}",
        (("S1", "order {released} hold {hold_released}", "closed_by", "a name", "none"),),
    ),
    Tampering(
        "the quantity of a promise",
        "update sourcing_promise set quantity = 4 where order_id = {cart}",
        (
            ("P1", "order {cart} line 1", "promised from stock", "2", "4"),
            (
                "P3",
                "order {cart} line 1",
                "promise",
                "2 from stock at location {lon}, shipped by 2026-03-02, delivered by 2026-03-04",
                "4 from stock at location {lon}, shipped by 2026-03-02, delivered by 2026-03-04",
            ),
        ),
    ),
    Tampering(
        "the day of a promise",
        "update sourcing_promise set ship_by = ship_by + 1 where order_id = {cart}",
        (
            ("P3", "order {cart}", "ship_by", "2026-03-03", "2026-03-02"),
            (
                "P3",
                "order {cart} line 1",
                "promise",
                "2 from stock at location {lon}, shipped by 2026-03-02, delivered by 2026-03-04",
                "2 from stock at location {lon}, shipped by 2026-03-03, delivered by 2026-03-04",
            ),
        ),
    ),
    Tampering(
        "the location of a promise",
        "update sourcing_promise set location_id = {man} where order_id = {cart}",
        (
            ("P1", "order {cart} line 1", "promised from location {lon}", "at least 2", "0"),
            (
                "P3",
                "order {cart} line 1",
                "promise",
                "2 from stock at location {lon}, shipped by 2026-03-02, delivered by 2026-03-04",
                "2 from stock at location {man}, shipped by 2026-03-02, delivered by 2026-03-04",
            ),
        ),
    ),
    Tampering(
        "delivered before shipped",
        "update sourcing_promise set deliver_by = ship_by - 1 where order_id = {cart}",
        (
            ("P1", "order {cart} line 1 part 1", "deliver_by", "not before 2026-03-02", "2026-03-01"),
            (
                "P3",
                "order {cart} line 1",
                "promise",
                "2 from stock at location {lon}, shipped by 2026-03-02, delivered by 2026-03-04",
                "2 from stock at location {lon}, shipped by 2026-03-02, delivered by 2026-03-01",
            ),
        ),
    ),
    Tampering(
        "a promise before its supply",
        "update sourcing_promise set ship_by = '2026-03-01' where order_id = {waits} and line_number = 1",
        (
            ("P2", "order {waits} line 1 part 1", "ship_by", "not before 2026-03-16", "2026-03-01"),
            ("P3", "order {waits}", "ship_by", "2026-03-01", "2026-03-16"),
            (
                "P3",
                "order {waits} line 1",
                "promise",
                "4 from incoming {incoming_large} at location {man}, shipped by 2026-03-16, delivered by 2026-03-18",
                "4 from incoming {incoming_large} at location {man}, shipped by 2026-03-01, delivered by 2026-03-18",
            ),
        ),
    ),
    Tampering(
        "supply that comes later",
        "update inventory_incoming set expected_at = expected_at + interval '7 days' where id = {incoming_large}",
        (
            ("P2", "order {short} line 1 part 2", "ship_by", "not before 2026-03-23", "2026-03-16"),
            ("P2", "order {waits} line 1 part 1", "ship_by", "not before 2026-03-23", "2026-03-16"),
            ("P2", "order {last} line 1 part 3", "ship_by", "not before 2026-03-23", "2026-03-16"),
        ),
    ),
    Tampering(
        "promises that are gone",
        "delete from sourcing_promise where order_id = {waits}",
        (
            ("P1", "order {waits} line 1", "promised while waiting", "4", "0"),
            ("P1", "order {waits} line 2", "promised while waiting", "1", "0"),
            ("P3", "order {waits}", "ship_by", "none", "2026-03-16"),
            (
                "P3",
                "order {waits} line 1",
                "promise",
                "4 from incoming {incoming_large} at location {man}, shipped by 2026-03-16, delivered by 2026-03-18",
                "none",
            ),
            ("P3", "order {waits} line 2", "promise", "1 from unknown", "none"),
        ),
    ),
    Tampering(
        "more promised than comes",
        "update sourcing_promise set quantity = 60 where order_id = {waits} and line_number = 1",
        (
            ("P1", "order {waits} line 1", "promised while waiting", "4", "60"),
            ("P2", "incoming {incoming_large}", "promised", "at most 50", "63"),
            (
                "P3",
                "order {waits} line 1",
                "promise",
                "4 from incoming {incoming_large} at location {man}, shipped by 2026-03-16, delivered by 2026-03-18",
                "60 from incoming {incoming_large} at location {man}, shipped by 2026-03-16, delivered by 2026-03-18",
            ),
        ),
    ),
    Tampering(
        "a backorder beside its stock",
        "update inventory_level set safety_stock = 0, on_hand = on_hand + 2 where (sku_id, location_id) = ({b}, {lon})",
        (
            ("I4", "stock LON/B", "on_hand", "10", "12"),
            ("E6", "stock LON/B", "on_hand", "10", "12"),
            ("Life", "order {short} line 1", "backordered", "0 (2 of B can be had at LON)", "2"),
            ("Life", "order {last} line 1", "backordered", "0 (2 of B can be had at LON)", "2"),
        ),
    ),
    Tampering(
        "a backorder beside stock that its channel leaves there",
        "update inventory_level set safety_stock = 0, on_hand = on_hand + 2 where (sku_id, location_id) = ({b}, {lon}); "
        "update network_channel set stock_buffer = 2",
        (
            ("I4", "stock LON/B", "on_hand", "10", "12"),
            ("E6", "stock LON/B", "on_hand", "10", "12"),
        ),
    ),
    Tampering(
        "a hold of a backorder",
        "update orders_hold set order_id = {short}, line_number = 9 where id = {hold_totals}",
        (
            ("S1", "order {totals}", "state", "confirmed", "placed"),
            ("S1", "order {short} hold {hold_totals}", "line_number", "none", "no such line"),
            ("E6", "order {totals} hold {hold_totals}", "state", "open", "none"),
            ("E6", "order {short} hold {hold_totals}", "state", "none", "open"),
        ),
    ),
    Tampering(
        "the SKU that was chosen",
        "update orders_line set sku_id = {c}, sku = 'C' where (order_id, number) = ({guess}, 1)",
        (
            ("I5", "order {guess} line 1", "allocation at LON", "C", "E"),
            ("R5", "order {guess} line 1", "sku_id", "{e}", "{c}"),
            ("R5", "order {guess} line 1", "sku", "E", "C"),
        ),
    ),
    Tampering(
        "a line that was merged",
        "update orders_line set allocated = allocated - 1, backordered = backordered + 1 where "
        "(order_id, number) = ({into}, 2)",
        (
            ("I3", "order {into} line 2", "allocated to it", "1", "2"),
            ("P1", "order {into} line 2", "promised from stock", "1", "2"),
            ("P1", "order {into} line 2", "promised while waiting", "1", "0"),
            ("E6", "order {into} line 2", "backordered", "0", "1"),
            ("E6", "order {into} line 2", "allocated", "2", "1"),
            ("Life", "order {into} line 2", "backordered", "0 (1 of E can be had at LON)", "1"),
        ),
    ),
    Tampering(
        "a canceled order come back",
        "update orders_order set state = 'confirmed' where id = {other}",
        (("E6", "order {other}", "state", "canceled", "confirmed"),),
    ),
)


@pytest.mark.parametrize("tampering", ORDERS, ids=lambda tampering: tampering.what)
def test_the_audit_names(busy: Merchant, tamper: "psycopg.Connection[tuple[Any, ...]]", tampering: Tampering):
    report = audit_tampered(tamper, busy, tampering)

    assert in_order(report.differences) == named(busy, tampering)
    assert not report.clean
