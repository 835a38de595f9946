"""The broken variants: what each breaks, and by which invariant it must be caught."""

from ordino.kernel.messages import Record
from ordino.simulation.negative_controls import broken_desks, broken_journal, broken_money, broken_orders, broken_stock
from ordino.simulation.runs.perform import Sabotage


class Variant(Record, frozen=True):
    """A way to break the product. `caught_by` are the invariants of which one must name it.

    `break_it` gets the database; with `workers` so many act at once. `orders` is how large a run is: what rarely happens needs
    larger ones.
    """

    name: str
    caught_by: tuple[str, ...]
    break_it: Sabotage
    workers: int = 0
    orders: int = 120


VARIANTS: tuple[Variant, ...] = (
    Variant("no row lock", ("I5",), broken_stock.no_row_lock, workers=4, orders=500),
    Variant("no CHECK and no guard on stock", ("I5",), broken_stock.no_check),
    Variant("orders of a checkout that keeps nothing", ("I7",), broken_stock.checkout_ignored),
    Variant("canceled orders keep their stock", ("I5", "defect"), broken_stock.kept_after_cancel),
    Variant("goods that leave stay on hand", ("I4",), broken_stock.never_leaves),
    Variant("rounding per unit", ("M8", "M6"), broken_money.rounded_per_unit),
    Variant("refund by price", ("M6",), broken_money.refund_by_price),
    Variant("fold that trusts the last event", ("M4", "M5"), broken_money.last_event_wins, orders=400),
    Variant("calls to gateways without a key of their own", ("M5",), broken_money.call_again_under_another_key),
    Variant("gapped document number", ("M12",), broken_money.gapped_numbers),
    Variant("release that ignores one of two holds", ("S4",), broken_orders.one_hold_is_enough),
    Variant("goods leave in spite of a hold", ("S4",), broken_orders.hold_ignored_at_the_door),
    Variant("version not compared", ("S5",), broken_orders.version_ignored),
    Variant("reference not looked up", ("E5", "E4"), broken_orders.reference_ignored),
    Variant("canceled units leave from the front", ("M8",), broken_orders.leave_from_the_front),
    Variant("late messages lead back", ("S1", "I6"), broken_orders.late_message_counts),
    Variant("status not derived again", ("S2",), broken_orders.status_not_derived),
    Variant("everything that comes is taken in", ("I8",), broken_desks.everything_is_taken_in, orders=800),
    Variant("gift card overdrawn", ("M3",), broken_desks.card_overdrawn),
    Variant("webhook messages overtake each other", ("E2",), broken_desks.messages_overtake),
    Variant("event after commit", ("E1", "E3", "E6", "I6"), broken_journal.event_after_commit),
    Variant("event lost", ("E1",), broken_journal.event_lost),
    Variant("event written twice", ("E3",), broken_journal.event_twice),
    Variant("skipped journal position", ("E1", "E2"), broken_journal.skipped_position),
    Variant("key forgotten", ("E4",), broken_journal.key_forgotten),
    Variant("preview that books", ("M13",), broken_journal.preview_books),
)
