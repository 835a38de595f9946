"""What fulfillment may refuse."""

from typing import ClassVar

from ordino.kernel.problems import Problem


class FulfillmentHeld(Problem, frozen=True, kw_only=True):
    """An open hold covers what was to go on."""

    title: ClassVar[str] = "Held"
    order_id: int
    reasons: tuple[str, ...]
    lines: tuple[int, ...] = ()

    def detail(self) -> str:
        where = f", line {', '.join(map(str, self.lines))}," if self.lines else ""
        return f"Order {self.order_id}{where} waits for: {', '.join(self.reasons)}. Release these holds first."


class NothingToFulfill(Problem, frozen=True, kw_only=True):
    """No unit of the order is allocated and free."""

    title: ClassVar[str] = "Nothing to fulfill"
    order_id: int

    def detail(self) -> str:
        return (
            f"Order {self.order_id} has no allocated unit that no fulfillment order has taken up; "
            "its units wait for stock, are being fulfilled, or are shipped."
        )


class NotAllocatedYet(Problem, frozen=True, kw_only=True):
    """An order that ships complete waits for its last unit."""

    title: ClassVar[str] = "Not allocated as a whole"
    order_id: int

    def detail(self) -> str:
        return f"Order {self.order_id} ships complete and waits for stock, or a line of it is held; plan it when all is there."


class UnitsNotThere(Problem, frozen=True, kw_only=True):
    """More units of a line were named than can make this step."""

    title: ClassVar[str] = "Not so many units"
    fulfillment_order_id: int
    line_number: int
    step: str
    wanted: int
    possible: int

    def detail(self) -> str:
        return (
            f"Of line {self.line_number} of fulfillment order {self.fulfillment_order_id}, "
            f"{self.possible} units can be {self.step}, not {self.wanted}."
        )


class NotInFulfillmentOrder(Problem, frozen=True, kw_only=True):
    """What was named or scanned is not asked for."""

    title: ClassVar[str] = "Not in this fulfillment order"
    status: ClassVar[int] = 422
    fulfillment_order_id: int
    named: str

    def detail(self) -> str:
        return f"Fulfillment order {self.fulfillment_order_id} asks for no {self.named}; put it back."


class PartlyShipped(Problem, frozen=True, kw_only=True):
    """What has left the house is not recalled."""

    title: ClassVar[str] = "Partly shipped"
    fulfillment_order_id: int

    def detail(self) -> str:
        return f"Units of fulfillment order {self.fulfillment_order_id} are shipped already; it cannot be recalled."


class PackageTakenUp(Problem, frozen=True, kw_only=True):
    """A package that a shipment has taken up is not taken apart."""

    title: ClassVar[str] = "Package is in a shipment"
    package_id: int
    shipment_id: int

    def detail(self) -> str:
        return f"Package {self.package_id} is in shipment {self.shipment_id}; void the shipment first."


class NotToBePicked(Problem, frozen=True, kw_only=True):
    """A fulfillment order that cannot join a pick batch, or none that could."""

    title: ClassVar[str] = "Not to be picked"
    location: str
    fulfillment_order_ids: tuple[int, ...] = ()

    def detail(self) -> str:
        if not self.fulfillment_order_ids:
            return f"No released fulfillment order of {self.location} waits for a pick batch."
        named = ", ".join(map(str, self.fulfillment_order_ids))
        return f"{named}: only released fulfillment orders of {self.location} without a pick batch and a hold can join one."
