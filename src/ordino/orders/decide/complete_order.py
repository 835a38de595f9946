"""What of an order is still open (S3): goods, returns, holds, money. Pure."""

from collections.abc import Iterator, Sequence

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


def still_open(lines: Sequence[OrderLine], holds: Sequence[OpenHold], money: OrderMoney) -> tuple[str, ...]:
    """What keeps the order from being complete, in words; nothing where it is."""
    return (*_goods(lines), *_holds(holds), *_money(money))


def _goods(lines: Sequence[OrderLine]) -> Iterator[str]:
    waiting = sum(line.units_on_order() - line.shipped for line in lines)
    on_the_way = sum(line.shipped - line.delivered - line.written_off for line in lines)
    coming_back = sum(line.return_expected for line in lines)
    if waiting:
        yield f"{waiting} units are not shipped"
    if on_the_way:
        yield f"{on_the_way} units are on their way"
    if coming_back:
        yield f"{coming_back} units are expected back"


def _holds(holds: Sequence[OpenHold]) -> Iterator[str]:
    for hold in holds:
        yield f"hold {hold.reason} is open"


def _money(money: OrderMoney) -> Iterator[str]:
    if money.payment_terms == "paid_elsewhere":
        return
    balance = money.balance_minor()
    if balance > 0:
        yield f"{major_text(balance, money.currency)} {money.currency} are to be paid"
    if balance < 0:
        yield f"{major_text(-balance, money.currency)} {money.currency} are to be given back"
