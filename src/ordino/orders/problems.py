"""What orders may refuse."""

from typing import ClassVar

from ordino.kernel.money import Money
from ordino.kernel.problems import Problem


class UnitsNotOpen(Problem, frozen=True, kw_only=True):
    """Units that are on their way or gone cannot be canceled or moved; `in_work` of them can be recalled."""

    title: ClassVar[str] = "Units cannot be canceled"
    order_id: int
    line_number: int
    wanted: int
    cancelable: int
    in_work: int = 0

    def detail(self) -> str:
        further = (
            f"{self.in_work} are being fulfilled: recall their fulfillment order first (RecallFulfillment)."
            if self.in_work
            else "the others are shipped: let them be returned."
        )
        return (
            f"Of line {self.order_id}-{self.line_number}, {self.cancelable} units can still be canceled, not {self.wanted}; "
            f"{further}"
        )


class ChargeAlreadyCanceled(Problem, frozen=True, kw_only=True):
    """A charge is waived once."""

    title: ClassVar[str] = "Charge is waived already"
    order_id: int
    charge_number: int

    def detail(self) -> str:
        return f"Charge {self.charge_number} of order {self.order_id} was waived before; it is given back only once."


class NothingLeft(Problem, frozen=True, kw_only=True):
    """A change that takes the last units off an order is a cancellation."""

    title: ClassVar[str] = "Nothing would be left"
    order_id: int

    def detail(self) -> str:
        return f"Order {self.order_id} would have no units left; cancel the order instead (CancelOrder)."


class StillPayable(Problem, frozen=True, kw_only=True):
    """An order expires only when its time to pay has run out unpaid."""

    title: ClassVar[str] = "Still payable"
    order_id: int

    def detail(self) -> str:
        return f"Order {self.order_id} is paid or may still be paid; it does not expire. Cancel it if it must end."


class NotComplete(Problem, frozen=True, kw_only=True):
    """An order ends when nothing of it is open any more."""

    title: ClassVar[str] = "Not complete"
    order_id: int
    still_open: tuple[str, ...]

    def detail(self) -> str:
        return f"Order {self.order_id} is not complete: {', '.join(self.still_open)}."


class StillHeld(Problem, frozen=True, kw_only=True):
    """An order is confirmed when no hold blocks it any more."""

    title: ClassVar[str] = "Still held"
    order_id: int
    reasons: tuple[str, ...]

    def detail(self) -> str:
        return f"Order {self.order_id} waits for: {', '.join(self.reasons)}. Release these holds first."


class NotMergeable(Problem, frozen=True, kw_only=True):
    """Two orders become one only where nothing about them differs but what is ordered."""

    title: ClassVar[str] = "Orders cannot be merged"
    order_id: int
    from_order_id: int
    differs: str

    def detail(self) -> str:
        return f"Orders {self.order_id} and {self.from_order_id} differ in their {self.differs}; make them agree first."


class DiscountOverLimit(Problem, frozen=True, kw_only=True):
    """Somebody may take off only so much by themselves."""

    title: ClassVar[str] = "Discount is over the limit"
    discount_minor: int
    goods_minor: int
    currency: str
    limit_percent: int

    def detail(self) -> str:
        discount, goods = Money(self.discount_minor, self.currency), Money(self.goods_minor, self.currency)
        return (
            f"Discounts of {discount} on goods of {goods} are more than the "
            f"{self.limit_percent} % that you may give; keep the order as a draft and let somebody place it who may give more."
        )
