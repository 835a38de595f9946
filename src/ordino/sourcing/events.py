"""What has happened to an order's sources and dates, on the stream `order/<id>`; rules are on `sourcing/rules`."""

from datetime import date

from ordino.kernel.messages import Event, Record
from ordino.sourcing.decide.promises import Promise, PromiseSlip
from ordino.sourcing.decide.rows import Plan


class Taken(Record, frozen=True):
    """Units of a line allocated from, or given back to, a location."""

    line_number: int
    sku_id: int
    location_id: int
    quantity: int


class Freed(Record, frozen=True):
    """Units of a line that are free again at a location, by codes, so that those who wait for them can be found."""

    line_number: int
    sku: str
    location: str
    quantity: int


class KeptUnits(Record, frozen=True):
    """Units of a SKU that a location keeps for a cart."""

    sku: str
    location: str
    quantity: int


class CheckoutReserved(Event, frozen=True, kw_only=True):
    """Stream `checkout/<channel>/<cart>`. Units are kept for a cart, for so many minutes."""

    channel: str
    reservation: str
    minutes: int
    units: tuple[KeptUnits, ...]


class CheckoutReleased(Event, frozen=True, kw_only=True):
    """Stream `checkout/<channel>/<cart>`. What was kept for a cart is free again."""

    channel: str
    reservation: str
    reservation_ids: tuple[int, ...]


class OrderSourced(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The plan that was carried out, with the ways weighed, and the dates promised."""

    order_id: int
    plan: Plan
    promises: tuple[Promise, ...]
    promised_on: date | None = None


class BackordersFilled(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Units that waited are allocated."""

    order_id: int
    allocated: tuple[Taken, ...]
    promises: tuple[Promise, ...] = ()
    slips: tuple[PromiseSlip, ...] = ()


class PromisesChanged(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The dates of an order's lines are others now; `slips` names the lines that became later: an alert."""

    order_id: int
    promises: tuple[Promise, ...]
    slips: tuple[PromiseSlip, ...] = ()


class AllocationsReleased(Event, frozen=True, kw_only=True):
    """Units the order no longer needs are free again."""

    order_id: int
    released: tuple[Freed, ...]


class AllocationsMoved(Event, frozen=True, kw_only=True):
    """Units and their dates belong to another order now; told in the streams of both."""

    order_id: int
    to_order_id: int
    taken: tuple[Taken, ...]


class AllocationsLost(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Units that were allocated are not there; they wait again: an exception for somebody to look at."""

    order_id: int
    lost: tuple[Taken, ...]
    promises: tuple[Promise, ...] = ()
    slips: tuple[PromiseSlip, ...] = ()


class LineResourced(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Units were taken from a location and sourced elsewhere, by the plan."""

    order_id: int
    reason: str
    taken_back: Taken
    plan: Plan
    promises: tuple[Promise, ...] = ()
    slips: tuple[PromiseSlip, ...] = ()


class SourcingRulesChanged(Event, frozen=True, kw_only=True):
    channel: str | None
