"""Rules about states, promises, the journal, and that every order gets on."""

import ordino.orders.events  # noqa: F401 - so that their kinds are known
from ordino.kernel.schemas import kinds_of
from ordino.orders.lifecycle import HOLD, ORDER
from ordino.simulation.audit.checks import ByRange, Rule, at_once, by_range
from ordino.simulation.audit.replay.compare_orders import (
    compare_buckets,
    compare_holds,
    compare_promises,
    compare_states,
    find_impossible_events,
)
from ordino.simulation.audit.replay.compare_stock import ReplayStock
from ordino.simulation.audit.scope import SQL
from ordino.simulation.audit.status import compare_statuses
from ordino.sourcing.decide.rows import SourcingRules

STATE_RULES = (
    Rule(
        "S1",
        "States are declared ones",
        "orders",
        "states of orders and holds with their life cycles",
        by_range(SQL.s1_states_declared, order_states=list(ORDER.states), hold_states=list(HOLD.states)),
    ),
    Rule(
        "S1",
        "States change only where they may",
        "orders",
        "each event with the state its order was in, and confirmation with the open holds",
        lambda: ByRange(find_impossible_events),
    ),
    Rule(
        "S1",
        "A placed order waits for a hold",
        "orders",
        "placed orders with their open holds; without one they are confirmed",
        by_range(SQL.s1_placed_orders_wait_for_a_hold),
    ),
    Rule(
        "S1",
        "Holds are opened for something and closed by somebody",
        "holds",
        "a hold's state with who closed it and when, its order, its line",
        by_range(SQL.s1_holds_closed_by_somebody),
    ),
    Rule(
        "S2",
        "Cached statuses are the derived ones",
        "orders",
        "an order's statuses, and whether goods of it stand allocated, with what its lines come to",
        lambda: ByRange(compare_statuses),
    ),
    Rule(
        "S3",
        "Ended orders hold nothing open",
        "orders",
        "completed, canceled and expired orders with their open units and holds",
        by_range(SQL.s3_ended_orders_hold_nothing_open),
    ),
    Rule(
        "S3",
        "Orders have lines and lines their order",
        "orders",
        "orders with lines, lines with orders",
        by_range(SQL.s3_orders_have_lines),
    ),
)

PROMISE_RULES = (
    Rule(
        "P1",
        "Every unit is promised once",
        "lines",
        "a line's promises with the units it holds and the units it waits for",
        by_range(SQL.p1_lines_are_promised),
    ),
    Rule(
        "P1",
        "Units are promised from where they are allocated",
        "allocations",
        "an allocation with the units promised from its location",
        by_range(SQL.p1_promised_where_allocated),
    ),
    Rule(
        "P1",
        "Promises belong to a line, in parts from 1",
        "promises",
        "promises with their lines and the numbers of their parts",
        by_range(SQL.p1_promises_have_their_line),
    ),
    Rule(
        "P1",
        "Goods are shipped before they are delivered",
        "promises",
        "a promise's two days with each other",
        by_range(SQL.p1_promised_days_in_order),
    ),
    Rule(
        "P2",
        "Promises from supply wait for it",
        "promises",
        "a promise with the receipt or transfer it counts on: on its way, of the SKU, not later",
        by_range(SQL.p2_promises_from_supply),
    ),
    Rule(
        "P2",
        "Supply is promised once",
        "incoming",
        "what is to come of a receipt or a transfer with what was promised from it",
        at_once(SQL.p2_supply_promised_once),
    ),
    Rule(
        "P3",
        "Orders say their first day",
        "orders",
        "the day on which the first of an order is to leave with its promises",
        by_range(SQL.p3_orders_say_their_first_day),
    ),
    Rule(
        "P3",
        "Promises are the ones given last",
        "promises",
        "a line's promises with the last event that gave any",
        lambda: ByRange(compare_promises),
    ),
)

JOURNAL_RULES = (
    Rule(
        "E1",
        "Every order has its event",
        "orders",
        "orders with the first event of their stream",
        by_range(SQL.e1_orders_have_their_event),
    ),
    Rule(
        "E1",
        "Every stream has its order",
        "events",
        "streams of orders with the orders there are",
        at_once(SQL.e1_events_have_their_order),
    ),
    Rule(
        "E2",
        "Streams count 1 to n",
        "events",
        "the numbers of a stream's events with 1..n",
        at_once(SQL.e2_streams_without_gap),
    ),
    Rule(
        "E3",
        "Every event belongs to a command",
        "events",
        "events with the commands in the journal",
        at_once(SQL.e3_events_belong_to_a_command),
    ),
    Rule(
        "E6",
        "The journal gives back the lines",
        "lines",
        "the buckets of lines with the fold of their order's events",
        lambda: ByRange(compare_buckets),
    ),
    Rule(
        "E6",
        "The journal gives back the states",
        "orders",
        "the states of orders with the fold of their events",
        lambda: ByRange(compare_states),
    ),
    Rule(
        "E6",
        "The journal gives back the versions",
        "orders",
        "an order's version with the one that the last event about it says",
        by_range(SQL.e6_versions_as_told, kinds=kinds_of("orders")),
    ),
    Rule(
        "E6",
        "The journal gives back the holds",
        "holds",
        "holds with the fold of their order's events",
        lambda: ByRange(compare_holds),
    ),
    Rule(
        "E6",
        "The journal gives back the stock",
        "levels",
        "levels and receipts with the fold of all events of stock and orders",
        ReplayStock,
    ),
)

LIFE_RULES = (
    Rule(
        "Life",
        "No backorder waits beside its stock",
        "lines",
        "backordered lines without a hold with what the locations they may use have left",
        by_range(SQL.life_backorders_that_could_be_filled, maximum_parcels=SourcingRules().max_parcels),
    ),
    Rule(
        "Life",
        "Open orders move or say why not",
        "lines",
        "unsourced units of open orders with their open holds",
        by_range(SQL.life_orders_that_nothing_moves),
        "warning",
    ),
)
