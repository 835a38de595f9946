"""What may be refused about stock, beside the kernel's problems."""

from ordino.kernel.problems import Problem


class NotEnoughStock(Problem, frozen=True, kw_only=True):
    title = "Not enough stock"
    sku: str
    location: str
    bucket: str
    asked: int
    found: int

    def detail(self) -> str:
        return f"{self.asked} of {self.sku} were asked for at {self.location}, {self.found} are {self.bucket}."


class NotStocked(Problem, frozen=True, kw_only=True):
    """Only goods are kept in stock."""

    title = "Not kept in stock"
    status = 422
    sku: str
    kind: str

    def detail(self) -> str:
        return f"{self.sku} is a {self.kind}; only goods are kept in stock."


class MoreThanExpected(Problem, frozen=True, kw_only=True):
    title = "More than expected"
    subject: str
    asked: int
    outstanding: int

    def detail(self) -> str:
        return f"{self.subject} has {self.outstanding} outstanding, not {self.asked}; take the rest in as a receipt of its own."


class SerialElsewhere(Problem, frozen=True, kw_only=True):
    """A serial number is in one place; it cannot be moved from another."""

    title = "Serial number is elsewhere"
    sku: str
    serial: str
    expected: str
    found: str

    def detail(self) -> str:
        return f"{self.sku} {self.serial} should be in {self.expected}, it is in {self.found or 'no place we know'}."


class SerialsNotNamed(Problem, frozen=True, kw_only=True):
    """More units have serial numbers than would be left, so some of them must be named."""

    title = "Serial numbers are not named"
    sku: str
    account: str
    left: int
    numbered: int

    def detail(self) -> str:
        return (
            f"{self.left} of {self.sku} would be left in {self.account}, where {self.numbered} have serial numbers; "
            "name the serial numbers that leave."
        )


class LotDiffers(Problem, frozen=True, kw_only=True):
    title = "Lot differs"
    sku: str
    lot: str
    reason: str

    def detail(self) -> str:
        return f"Lot {self.lot} of {self.sku}: {self.reason}."


class AlreadyArrived(Problem, frozen=True, kw_only=True):
    """A receipt of which something has arrived cannot be canceled."""

    title = "Partly arrived"
    incoming_id: int
    received: int

    def detail(self) -> str:
        return f"{self.received} units of receipt {self.incoming_id} have arrived; close it instead of canceling it."
