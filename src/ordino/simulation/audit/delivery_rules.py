"""Rules about shipments: what they hold, where they are, and what orders and stock say of it."""

from ordino.delivery.lifecycle import LEFT
from ordino.simulation.audit.checks import ByRange, Rule, at_once, by_range
from ordino.simulation.audit.replay.compare_deliveries import compare_shipments, compare_standings, compare_tracking
from ordino.simulation.audit.scope import SQL

DELIVERY_RULES = (
    Rule(
        "I6",
        "Shipped units are in shipments",
        "lines",
        "shipped units of a line with what its shipments that left hold",
        by_range(SQL.i6_shipped_units_are_in_shipments, left=list(LEFT)),
    ),
    Rule(
        "I6",
        "Arrived and lost units are in shipments",
        "lines",
        "delivered and written-off units of a line with its shipments by their state",
        by_range(SQL.i6_units_follow_their_shipments),
    ),
    Rule(
        "I3",
        "Shipments hold what their packages hold",
        "shipments",
        "a shipment's units, weight and parcels with its packages",
        by_range(SQL.i3_shipments_hold_their_packages),
    ),
    Rule(
        "I4",
        "Shipments are movements to customers",
        "shipments",
        "a shipment's units that left, and that were received back, with the movements that name it",
        at_once(SQL.i4_shipments_are_movements, left=list(LEFT)),
    ),
    Rule(
        "S2",
        "Shipments are where their messages say",
        "shipments",
        "a shipment's state with the furthest of the messages about it",
        lambda: ByRange(compare_tracking),
    ),
    Rule(
        "I3",
        "Manifests count their shipments",
        "manifests",
        "how many shipments a manifest lists, of its location and carrier, with how many name it",
        at_once(SQL.i3_manifests_count_their_shipments),
    ),
    Rule(
        "E6",
        "The journal gives back the shipments",
        "shipments",
        "a shipment's state with the fold of its events",
        lambda: ByRange(compare_shipments),
    ),
    Rule(
        "E6",
        "The journal gives back what became of shipped units",
        "lines",
        "delivered and written-off units of a line with the fold of the order's events",
        lambda: ByRange(compare_standings),
    ),
)
