"""What may be refused about purchases, beside the kernel's problems."""

from ordino.kernel.money import Money
from ordino.kernel.problems import Problem


class NotSupplied(Problem, frozen=True, kw_only=True):
    """Only what a supplier sells is bought there."""

    title = "Not sold by this supplier"
    status = 422
    supplier: str
    sku: str

    def detail(self) -> str:
        return f"{self.supplier} is not known to sell {self.sku}; set its price there first."


class BelowMinimum(Problem, frozen=True, kw_only=True):
    title = "Below the minimum"
    status = 422
    supplier: str
    sku: str
    asked: int
    minimum: int

    def detail(self) -> str:
        return f"{self.supplier} sells {self.sku} from {self.minimum} on, not {self.asked}."


class SupplierInactive(Problem, frozen=True, kw_only=True):
    title = "Supplier is not active"
    supplier: str

    def detail(self) -> str:
        return f"Nothing is bought from {self.supplier} now; make it active first."


class ElsewhereExpected(Problem, frozen=True, kw_only=True):
    """Goods are taken in where they are expected."""

    title = "Expected at another location"
    purchase_order_id: int
    expected: str
    location: str

    def detail(self) -> str:
        return (
            f"Purchase order {self.purchase_order_id} comes to {self.expected}, not {self.location}; take it in there and "
            "move it."
        )


class SerialsBeyondTolerance(Problem, frozen=True, kw_only=True):
    """Not every numbered unit can be accepted, and only a person knows which ones go back."""

    title = "More than may be accepted"
    line_number: int
    arrived: int
    accepted: int

    def detail(self) -> str:
        return (
            f"Of {self.arrived} numbered units of line {self.line_number} only {self.accepted} may be accepted; name the serial "
            "numbers of those that stay."
        )


class InvoiceKnown(Problem, frozen=True, kw_only=True):
    """A supplier's invoice is recorded once."""

    title = "Invoice is known"
    supplier: str
    number: str

    def detail(self) -> str:
        return f"Invoice {self.number} of {self.supplier} was recorded before."


class VarianceNeedsReason(Problem, frozen=True, kw_only=True):
    title = "Variance without a reason"
    status = 422
    invoice_id: int
    variance_minor: int
    currency: str

    def detail(self) -> str:
        variance = Money(self.variance_minor, self.currency)
        return f"Invoice {self.invoice_id} is held for a variance of {variance}; say why it is approved."
