"""What delivery may refuse."""

from ordino.kernel.problems import Problem


class NoServiceCarries(Problem, frozen=True, kw_only=True):
    """No rate table has a step for the parcel."""

    title = "No service carries it"
    status = 422
    weight_grams: int
    from_country: str
    to_country: str
    currency: str

    def detail(self) -> str:
        return (
            f"No service asked for carries {self.weight_grams} g from {self.from_country} to {self.to_country} at a price in "
            f"{self.currency}; pack smaller parcels, name carrier and service, or give a carrier a rate (Settings, Carriers)."
        )


class OnHold(Problem, frozen=True, kw_only=True):
    """An open hold covers what shall leave (S4)."""

    title = "On hold"
    order_id: int
    reasons: tuple[str, ...]

    def detail(self) -> str:
        return f"Order {self.order_id} is held: {', '.join(self.reasons)}; nothing it covers leaves before the hold is released."


class NotPacked(Problem, frozen=True, kw_only=True):
    """Only packages that are packed and in no other shipment can be shipped."""

    title = "Not ready to ship"
    package_id: int
    state: str

    def detail(self) -> str:
        return (
            f"Package {self.package_id} is {self.state}; a shipment takes packages that are packed and in no other one."
        )


class NotOneConsignment(Problem, frozen=True, kw_only=True):
    """A shipment carries the packages of one fulfillment order."""

    title = "Not one shipment"
    fulfillment_orders: tuple[int, ...]

    def detail(self) -> str:
        orders = ", ".join(map(str, self.fulfillment_orders))
        return f"The packages belong to fulfillment orders {orders}; make a shipment for each."


class TrackingNumberTaken(Problem, frozen=True, kw_only=True):
    """A tracking number names one shipment."""

    title = "Tracking number is taken"
    tracking_number: str

    def detail(self) -> str:
        return f"Tracking number {self.tracking_number} names another shipment; look at the label again."


class LabelBeingBought(Problem, frozen=True, kw_only=True):
    """While a carrier is asked for a label, no other is put on the shipment."""

    title = "Label is being bought"
    shipment_id: int
    carrier: str

    def detail(self) -> str:
        return f"{self.carrier} is asked for the label of shipment {self.shipment_id}; wait for its answer, or void the shipment."


class NoLabelToBuy(Problem, frozen=True, kw_only=True):
    """What a carrier says of a label must fit how the label stands."""

    title = "Answer does not fit"
    label_id: int
    state: str
    outcome: str

    def detail(self) -> str:
        return f"Label {self.label_id} is {self.state}; {self.outcome} cannot be true of it."


class SettledAlready(Problem, frozen=True, kw_only=True):
    """What becomes of a lost shipment is decided once."""

    title = "Settled already"
    shipment_id: int
    decision: str

    def detail(self) -> str:
        return f"Shipment {self.shipment_id} was settled: {self.decision}. what more is owed is refunded on the order."


class NotAService(Problem, frozen=True, kw_only=True):
    """Only units of a service that wait to be performed can be performed."""

    title = "Nothing to perform"
    order_id: int
    line_number: int
    wanted: int
    open_units: int

    def detail(self) -> str:
        return (
            f"Of line {self.order_id}-{self.line_number}, {self.open_units} units of a service are open, not {self.wanted}; "
            "goods are shipped, not performed."
        )


class NothingToList(Problem, frozen=True, kw_only=True):
    """A manifest lists at least one shipment."""

    title = "Nothing to list"
    location: str
    carrier: str

    def detail(self) -> str:
        return f"Nothing was handed over to {self.carrier} at {self.location} since the last manifest."
