"""What returns may refuse."""

from ordino.kernel.problems import Problem


class NotReturnable(Problem, frozen=True, kw_only=True):
    """Units that the customer does not have, or that the policy does not take back."""

    title = "Cannot be returned"
    order_id: int
    line_number: int
    reasons: tuple[str, ...]
    may_be_overridden: bool

    def detail(self) -> str:
        way = "; somebody who may override the policy can permit it with a reason" if self.may_be_overridden else ""
        return f"Line {self.order_id}-{self.line_number}: {', '.join(self.reasons)}{way}."


class MoreThanApproved(Problem, frozen=True, kw_only=True):
    """More units arrived than are expected of a line."""

    title = "More than approved"
    return_id: int
    line_number: int
    arrived: int
    expected: int

    def detail(self) -> str:
        return (
            f"Return {self.return_id} expects {self.expected} units of line {self.line_number}, {self.arrived} arrived; "
            "take in what is expected and request a return for the rest."
        )


class SerialNotOfLine(Problem, frozen=True, kw_only=True):
    """A numbered unit arrived that did not leave with the order line, or is back already."""

    title = "Not the unit that left"
    return_id: int
    line_number: int
    sku: str
    serial: str
    out: tuple[str, ...]

    def detail(self) -> str:
        known = f"these left with it: {', '.join(self.out)}" if self.out else "everything that left with it is back"
        return f"{self.sku} {self.serial} is not of line {self.line_number} of return {self.return_id}; {known}."


class SerialsOfReturnNotNamed(Problem, frozen=True, kw_only=True):
    """Units that left by their serial numbers come back by them."""

    title = "Serial numbers of a return are not named"
    return_id: int
    line_number: int
    sku: str
    unnumbered: int

    def detail(self) -> str:
        return (
            f"{self.sku} of return {self.return_id}, line {self.line_number}, left by serial numbers, "
            f"{self.unnumbered} more units without; scan the number of each unit."
        )


class MoreThanReceived(Problem, frozen=True, kw_only=True):
    """More units were said to be inspected than are there and not inspected yet."""

    title = "More than received"
    return_id: int
    line_number: int
    inspected: int
    waiting: int

    def detail(self) -> str:
        return (
            f"Return {self.return_id} has {self.waiting} units of line {self.line_number} to be inspected there, "
            f"not {self.inspected}."
        )


class MoreThanAccepted(Problem, frozen=True, kw_only=True):
    """Money goes back for accepted units only, once."""

    title = "More than accepted"
    return_id: int
    line_number: int
    wanted: int
    open: int

    def detail(self) -> str:
        return f"Return {self.return_id}: {self.open} accepted units of line {self.line_number} are open, not {self.wanted}."


class NothingToRefund(Problem, frozen=True, kw_only=True):
    title = "Nothing to refund"
    return_id: int

    def detail(self) -> str:
        return f"Return {self.return_id} has no accepted unit that was not settled, and no shipping to give back."


class NotExpiredYet(Problem, frozen=True, kw_only=True):
    title = "Not expired yet"
    return_id: int
    expected_until: str

    def detail(self) -> str:
        return f"Return {self.return_id} may still come until {self.expected_until}; cancel it if it must end."


class NotSettled(Problem, frozen=True, kw_only=True):
    """Accepted units are refunded, exchanged or replaced before a return is closed."""

    title = "Not settled"
    return_id: int
    open: int

    def detail(self) -> str:
        return (
            f"Return {self.return_id} has {self.open} accepted units that were not settled; "
            "refund or exchange them, or close it without a refund."
        )


class ExchangedAlready(Problem, frozen=True, kw_only=True):
    title = "Exchanged already"
    return_id: int

    def detail(self) -> str:
        return f"Return {self.return_id} was exchanged before; refund the rest, or place an order of its own."
