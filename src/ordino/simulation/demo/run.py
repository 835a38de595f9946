"""Lives the demo merchant's days through the ordinary commands, one after the other, on a clock of its own.

Every command has a key and every order a reference, so a run that was interrupted goes on where it stopped, and a second run
adds nothing: what was answered is answered again, what was refused is not asked again.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import msgspec
from msgspec import structs

from ordino.engine import Actor, Completed, Engine, Replayed
from ordino.engine.clock import SetClock
from ordino.insight.sales import count_sales
from ordino.inventory.commands import AdjustStock, IncomingResult, MarkUnavailable, ReceiveIncoming
from ordino.kernel.messages import Command, Result
from ordino.orders.commands import (
    CancelOrder,
    CancelUnits,
    ChangeOrder,
    HoldOrder,
    OrderAccepted,
    PlaceOrder,
)
from ordino.parties.commands import RegisterCustomer, SetCreditTerms
from ordino.simulation.demo import assortment, days
from ordino.simulation.demo.business import Business
from ordino.simulation.demo.unfinished import leave_unfinished
from ordino.simulation.demo.warehouse import Warehouse

DEMO = Actor("demo", frozenset({"*"}))
_PARTS_OF_DAY = (9, 13, 18)
_EVENING = 20
_USED_KEYS = "select substr(key, 6)::bigint from engine_command where actor = 'demo' and key like 'demo/%'"


class DemoSummary(msgspec.Struct, frozen=True):
    """What the demo merchant did in this run."""

    days: int
    orders: int
    refused: int


class Announced(msgspec.Struct, frozen=True):
    """A delivery that a supplier has announced, and the day on which it really comes."""

    incoming_id: int
    quantity: int
    comes_at: datetime


class _Merchant:
    def __init__(self, engine: Engine, clock: SetClock, dice: days.Dice) -> None:
        self.engine = engine
        self.clock = clock
        self.dice = dice
        self.orders = 0
        self.refused = 0
        self.announced: list[Announced] = []
        self._keys = 0
        self._answered = _answered_before(engine)
        self._reached = max(self._answered, default=-1)
        self.warehouse = Warehouse(self.do, dice)

    def do(self, commands: Sequence[Command]) -> list[Result | None]:
        """Carry out commands of one kind with keys of their own; None where one was refused."""
        numbers = range(self._keys, self._keys + len(commands))
        self._keys = numbers.stop
        asked = [
            (number, command)
            for number, command in zip(numbers, commands, strict=True)
            if number in self._answered or number > self._reached
        ]
        outcomes = self.engine.execute(
            [command for _, command in asked], actor=DEMO, keys=[f"demo/{number}" for number, _ in asked]
        )
        answers = {
            number: outcome.result
            for (number, _), outcome in zip(asked, outcomes, strict=True)
            if isinstance(outcome, Completed | Replayed)
        }
        self.refused += len(commands) - len(answers)
        return [answers.get(number) for number in numbers]


def _answered_before(engine: Engine) -> frozenset[int]:
    """The numbers of the commands that an earlier run carried out."""
    with engine.connection() as connection:
        return frozenset(number for (number,) in connection.execute(_USED_KEYS))


def run_demo(
    engine_at: Callable[[SetClock], Engine],
    *,
    today: datetime,
    days_back: int = 90,
    orders_per_day: int = 24,
    seed: int = 7,
    progress: Callable[[int], None] = lambda day: None,
) -> DemoSummary:
    """Live `days_back` days up to the hour that today has reached; `engine_at` gives an engine on a clock.

    Before the day's first orders it is the evening before.
    """
    reached = today.astimezone(UTC)
    if reached.hour < _PARTS_OF_DAY[0]:
        reached = reached.replace(hour=_EVENING) - timedelta(days=1)
    begin = reached.replace(hour=6, minute=0, second=0, microsecond=0) - timedelta(days=days_back)
    clock = SetClock(begin)
    merchant = _Merchant(engine_at(clock), clock, days.Dice(seed))
    customer_ids = _set_up(merchant, begin)
    business = Business(merchant.do, merchant.dice, customer_ids[: len(assortment.COMPANIES)])
    business.open(customer_ids)
    for day in range(days_back + 1):
        last = day == days_back
        until_hour = reached.hour if last else _EVENING
        _live(
            merchant,
            business,
            day,
            begin + timedelta(days=day),
            orders_per_day,
            customer_ids,
            until_hour=until_hour,
            last=last,
        )
        progress(day + 1)
    merchant.orders += leave_unfinished(merchant.do, clock(), customer_ids)
    count_sales(merchant.engine)
    return DemoSummary(days_back + 1, merchant.orders, merchant.refused)


def _set_up(merchant: _Merchant, begin: datetime) -> list[int]:
    """Reference data; answers the customers' keys, the companies first."""
    merchant.do(assortment.skus())
    retail, british, trade = (
        getattr(result, "price_list_id", None) for result in merchant.do(assortment.price_lists())
    )
    lists = {"trade": trade, "uk": british}
    merchant.do([structs.replace(one, price_list_id=lists.get(one.code, retail)) for one in assortment.CHANNELS])
    merchant.do(assortment.LOCATIONS)
    merchant.do([assortment.tax_rates(begin.date())])
    merchant.do([assortment.carrier()])
    merchant.do(assortment.bins())
    merchant.do(assortment.BOXES)
    for rule in assortment.RULES:
        merchant.do([rule])
    return _customers(merchant)


def _customers(merchant: _Merchant) -> list[int]:
    companies = [
        RegisterCustomer(name=name, customer_kind="company", email=f"orders{number}@example.com", country="DE")
        for number, name in enumerate(assortment.COMPANIES)
    ]
    people = [
        RegisterCustomer(name=days.person(number), email=f"customer{number}@example.com", country="DE")
        for number in range(len(companies), days.CUSTOMERS)
    ]
    ids = [getattr(result, "customer_id", 0) for result in merchant.do([*companies, *people])]
    merchant.do(
        [
            SetCreditTerms(customer_id=key, currency="EUR", credit_limit_minor=4_000_000, payment_terms_days=30)
            for key in ids[: len(companies)]
        ]
    )
    return ids


def _live(
    merchant: _Merchant,
    business: Business,
    day: int,
    morning: datetime,
    orders_per_day: int,
    customer_ids: list[int],
    *,
    until_hour: int,
    last: bool,
) -> None:
    merchant.clock.set(morning)
    delivered = days.deliveries(merchant.dice, day)
    merchant.do(delivered)
    _receive_announced(merchant, morning)
    if day % 14 == 0:
        _announce(merchant, morning)
    merchant.warehouse.work(day, until_noon=last)
    business.work(day, morning)
    placed: list[OrderAccepted] = []
    for hour in (part for part in _PARTS_OF_DAY if part <= until_hour):
        at = morning.replace(hour=hour)
        merchant.clock.set(at)
        wanted = days.orders(merchant.dice, day, at, orders_per_day // len(_PARTS_OF_DAY), customer_ids)
        placed += _place(merchant, day, wanted)
    if until_hour >= _EVENING:
        merchant.clock.set(morning.replace(hour=_EVENING))
        _evening(merchant, placed)


def _announce(merchant: _Merchant, morning: datetime) -> None:
    """Suppliers announce deliveries; one in five will be late by some days."""
    expected = days.expected_deliveries(merchant.dice, morning)
    for command, result in zip(expected, merchant.do(expected), strict=True):
        late = timedelta(days=merchant.dice.choice((0, 0, 0, 0, 3)))
        if isinstance(result, IncomingResult):
            merchant.announced.append(Announced(result.incoming_id, command.quantity, command.expected_at + late))


def _receive_announced(merchant: _Merchant, morning: datetime) -> None:
    due = [one for one in merchant.announced if one.comes_at <= morning]
    merchant.announced = [one for one in merchant.announced if one.comes_at > morning]
    merchant.do([ReceiveIncoming(incoming_id=one.incoming_id, quantity=one.quantity) for one in due])


def _place(merchant: _Merchant, day: int, wanted: Sequence[PlaceOrder]) -> list[OrderAccepted]:
    results = [result if isinstance(result, OrderAccepted) else None for result in merchant.do(wanted)]
    merchant.warehouse.take_on(day, wanted, results)
    placed = [result for result in results if result is not None]
    merchant.orders += len(placed)
    return placed


def _evening(merchant: _Merchant, placed: Sequence[OrderAccepted]) -> None:
    """What happens to a day's orders: some are looked at, some changed, some canceled; something breaks."""
    dice = merchant.dice
    to_hold, to_cancel, to_change = [], [], []
    for order in placed:
        fate = dice.randrange(100)
        if fate < 2:
            to_hold.append(
                HoldOrder(order_id=order.order_id, reason="fraud", detail="High value, new address.", owner="Mira")
            )
        elif fate < 4:
            to_cancel.append(CancelOrder(order_id=order.order_id, reason="customer changed their mind"))
        elif fate < 6:
            to_change.append(
                ChangeOrder(
                    order_id=order.order_id,
                    expected_version=order.version,
                    actions=(CancelUnits(line_number=1, quantity=1),),
                )
            )
    merchant.do(to_hold)
    merchant.do(to_cancel)
    merchant.do(to_change)
    if dice.happens(30):
        article = dice.article()
        broken = MarkUnavailable(
            sku=article.code, location="BER", quantity=1, bucket="damaged", reason="broken in the warehouse"
        )
        merchant.do([broken])
    if dice.happens(20):
        change = dice.choice((-1, 1, 2))
        merchant.do([AdjustStock(sku=dice.article().code, location="LYS", change=change, reason="found on the shelf")])
