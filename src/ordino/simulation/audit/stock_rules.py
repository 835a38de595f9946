"""Rules about stock: levels, movements, allocations, reservations, receipts."""

from ordino.simulation.audit.checks import Rule, at_once, by_range
from ordino.simulation.audit.scope import SQL

ACCOUNTS = r"^(supplier|customer|scrap|adjustment|location/[0-9]+/(available|damaged|quality)|transit/[0-9]+)$"

STOCK_RULES = (
    Rule(
        "I1",
        "No level below zero",
        "levels",
        "each counter of a level, and what is available, with zero",
        at_once(SQL.i1_levels_not_negative),
    ),
    Rule(
        "I2",
        "Unavailable stock is the sum of its buckets",
        "levels",
        "a level's unavailable quantity with its rows by bucket",
        at_once(SQL.i2_unavailable_is_sum_of_buckets),
    ),
    Rule(
        "I3",
        "Allocated stock is the sum of allocations",
        "levels",
        "a level's allocated quantity with the allocations from it",
        at_once(SQL.i3_allocated_is_sum_of_allocations),
    ),
    Rule(
        "I3",
        "Reserved stock is the sum of reservations",
        "levels",
        "a level's reserved quantity with the active reservations on it",
        at_once(SQL.i3_reserved_is_sum_of_reservations),
    ),
    Rule(
        "I3",
        "Lines hold what is allocated to them",
        "lines",
        "allocated units of a line with its free allocations, released, picked and packed ones with those in fulfillment",
        by_range(SQL.i3_lines_hold_their_allocations),
    ),
    Rule(
        "I4",
        "Stock on hand is the fold of its movements",
        "levels",
        "a level's quantity on hand with the movements into and out of its location",
        at_once(SQL.i4_on_hand_is_fold_of_movements),
    ),
    Rule(
        "I4",
        "Buckets are folds of their movements",
        "buckets",
        "an unavailable bucket with the movements into and out of its account",
        at_once(SQL.i4_buckets_are_folds_of_movements),
    ),
    Rule(
        "I4",
        "Movements go from one account to another",
        "movements",
        "the two accounts of a movement with each other and with the accounts there are",
        at_once(SQL.i4_movements_have_two_accounts, accounts=ACCOUNTS),
    ),
    Rule(
        "I4",
        "Movements name a lot of their SKU",
        "movements",
        "the SKU of a movement's lot with the movement's",
        at_once(SQL.i4_lots_of_their_sku),
    ),
    Rule(
        "I4",
        "No lot below zero",
        "lots",
        "what came of a lot into an account with what left it",
        at_once(SQL.i4_lots_not_negative),
    ),
    Rule(
        "I5",
        "No allocation without its order line",
        "allocations",
        "an allocation's SKU with its order line's",
        by_range(SQL.i5_allocations_have_their_line),
    ),
    Rule(
        "I6",
        "Line buckets add up",
        "lines",
        "the buckets of a line with what was ordered, with zero, with what was shipped",
        by_range(SQL.i6_buckets_of_lines),
    ),
    Rule(
        "I10",
        "A serial number is in one place",
        "serials",
        "how many serials are said to be in an account with how many units are",
        at_once(SQL.i10_serials_within_their_account),
    ),
    Rule(
        "Supply",
        "No more received than expected",
        "incoming",
        "what was received of a receipt with what was expected, and with its state",
        at_once(SQL.supply_received_within_expected),
    ),
    Rule(
        "Supply",
        "Transfers account for every unit",
        "transfers",
        "a transfer's outstanding units with the movements through its transit account",
        at_once(SQL.supply_transfers_in_transit),
    ),
    Rule(
        "Supply",
        "Transfers close with their last unit",
        "transfers",
        "a transfer's state with what is still in transit",
        at_once(SQL.supply_transfers_closed),
    ),
)
