"""What stored value may refuse."""

from datetime import datetime

from ordino.kernel.money import Money
from ordino.kernel.problems import Problem


class NotEnoughValue(Problem, frozen=True, kw_only=True):
    """More was wanted than there is: on the account, left of the reservation, or redeemed of it."""

    title = "Not enough value"
    subject: str
    currency: str
    wanted_minor: int
    left_minor: int

    def detail(self) -> str:
        left, wanted = Money(self.left_minor, self.currency), Money(self.wanted_minor, self.currency)
        return f"{self.subject} has {left}, not {wanted}; take at most that."


class ValueHasExpired(Problem, frozen=True, kw_only=True):
    """The account's last moment is over."""

    title = "Expired"
    account_id: int
    expired_at: datetime

    def detail(self) -> str:
        return f"Account {self.account_id} expired on {self.expired_at:%Y-%m-%d}; pay by other means."


class OtherCurrency(Problem, frozen=True, kw_only=True):
    """An account pays in its own currency only."""

    title = "Another currency"
    account_id: int
    account_currency: str
    wanted_currency: str

    def detail(self) -> str:
        return f"Account {self.account_id} is in {self.account_currency} and cannot pay in {self.wanted_currency}."


class NoCustomer(Problem, frozen=True, kw_only=True):
    """Store credit needs somebody whose it is."""

    title = "No customer"
    order_id: int

    def detail(self) -> str:
        return f"Order {self.order_id} is of no known customer; give the money back the way it came."
