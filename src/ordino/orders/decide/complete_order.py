"""What of an order is still open (S3): goods, returns, holds, money. Pure."""

from collections.abc import Iterator, Sequence
from typing import Literal

from ordino.kernel.messages import Record
from ordino.kernel.money import major_text
from ordino.orders.reading import OpenHold, OrderLine


class OrderMoney(Record, frozen=True):
    """What an order comes to and what was paid for it, in minor units."""

    currency: str
    payment_terms: str
    total_minor: int
    credited_minor: int
    captured_minor: int
    refunded_minor: int

    def balance_minor(self) -> int:
        """What the customer still owes; negative where money is to go back (M9)."""
        return self.total_minor - self.credited_minor - (self.captured_minor - self.refunded_minor)


class Need(Record, frozen=True):
    """What keeps an order from being complete: so many units, or the reason of a hold or a sum in `what`."""

    kind: Literal["ship", "deliver", "come_back", "hold", "pay", "give_back"]
    units: int = 0
    what: str = ""

    def said(self) -> str:
        """In English words."""
        return {
            "ship": f"{self.units} units are not shipped",
            "deliver": f"{self.units} units are on their way",
            "come_back": f"{self.units} units are expected back",
            "hold": f"hold {self.what} is open",
            "pay": f"{self.what} are to be paid",
            "give_back": f"{self.what} are to be given back",
        }[self.kind]


def still_open(lines: Sequence[OrderLine], holds: Sequence[OpenHold], money: OrderMoney) -> tuple[Need, ...]:
    """What keeps the order from being complete; nothing where it is."""
    return (*_goods(lines), *(Need("hold", what=hold.reason) for hold in holds), *_money(money))


def _goods(lines: Sequence[OrderLine]) -> Iterator[Need]:
    waiting = sum(line.units_on_order() - line.shipped for line in lines)
    on_the_way = sum(line.shipped - line.delivered - line.written_off for line in lines)
    coming_back = sum(line.return_expected for line in lines)
    if waiting:
        yield Need("ship", waiting)
    if on_the_way:
        yield Need("deliver", on_the_way)
    if coming_back:
        yield Need("come_back", coming_back)


def _money(money: OrderMoney) -> Iterator[Need]:
    if money.payment_terms == "paid_elsewhere":
        return
    balance = money.balance_minor()
    if balance:
        sum_of_it = f"{major_text(abs(balance), money.currency)} {money.currency}"
        yield Need("pay" if balance > 0 else "give_back", what=sum_of_it)
