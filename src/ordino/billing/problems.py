"""What billing may refuse."""

from datetime import date
from typing import ClassVar

from ordino.kernel.money import Money
from ordino.kernel.problems import Problem


class NotInvoiceable(Problem, frozen=True, kw_only=True):
    """A unit is invoiced once, and only while it is on order."""

    title: ClassVar[str] = "Units cannot be invoiced"
    order_id: int
    line_number: int
    wanted: int
    left: int

    def detail(self) -> str:
        return (
            f"Of line {self.order_id}-{self.line_number}, {self.left} units are left to be invoiced, not {self.wanted}."
        )


class NothingToInvoice(Problem, frozen=True, kw_only=True):
    """An invoice says something."""

    title: ClassVar[str] = "Nothing to invoice"
    order_id: int

    def detail(self) -> str:
        return f"Every unit and charge of order {self.order_id} is invoiced already."


class NotCreditable(Problem, frozen=True, kw_only=True):
    """A unit is credited once, after it was invoiced and shipped."""

    title: ClassVar[str] = "Units cannot be credited"
    order_id: int
    line_number: int
    wanted: int
    invoiced: int
    shipped: int
    credited: int

    def detail(self) -> str:
        left = max(0, min(self.invoiced, self.shipped) - self.credited)
        return (
            f"Of line {self.order_id}-{self.line_number}, {left} units can still be credited, not {self.wanted}: "
            f"{self.invoiced} are invoiced, {self.shipped} shipped, {self.credited} credited already. "
            "What is not shipped is canceled instead."
        )


class ChargeNotCreditable(Problem, frozen=True, kw_only=True):
    """A charge is credited once, after it was invoiced."""

    title: ClassVar[str] = "Charge cannot be credited"
    order_id: int
    charge_number: int
    credited: bool

    def detail(self) -> str:
        why = "was credited before; it is given back only once" if self.credited else "is on no invoice"
        return f"Charge {self.charge_number} of order {self.order_id} {why}."


class FeeTooHigh(Problem, frozen=True, kw_only=True):
    """A fee is taken off what is credited."""

    title: ClassVar[str] = "Fee is too high"
    fee_minor: int
    credited_minor: int
    currency: str

    def detail(self) -> str:
        fee, credited = Money(self.fee_minor, self.currency), Money(self.credited_minor, self.currency)
        return f"The fee of {fee} is more than the {credited} that are credited."


class NotOnAccount(Problem, frozen=True, kw_only=True):
    """What is left of a transfer is given or sent back once."""

    title: ClassVar[str] = "Not on the account"
    transfer_id: int
    wanted_minor: int
    left_minor: int
    currency: str

    def detail(self) -> str:
        left, wanted = Money(self.left_minor, self.currency), Money(self.wanted_minor, self.currency)
        return f"Of transfer {self.transfer_id}, {left} are left, not {wanted}."


class NothingToPay(Problem, frozen=True, kw_only=True):
    """What is left of a transfer is given to invoices that are open."""

    title: ClassVar[str] = "Nothing to pay"
    transfer_id: int
    customer_id: int

    def detail(self) -> str:
        return (
            f"Nothing is left of transfer {self.transfer_id}, or no invoice of customer {self.customer_id} is open "
            "that it could pay."
        )


class NotOverdue(Problem, frozen=True, kw_only=True):
    """An invoice is overdue when it is open on the day after it was due; that is told once."""

    title: ClassVar[str] = "Invoice is not overdue"
    number: str
    state: str
    due_on: date
    told: bool

    def detail(self) -> str:
        told = ", and it was told before that it is overdue" if self.told else ""
        return f"Invoice {self.number} is {self.state.replace('_', ' ')} and due on {self.due_on}{told}."
