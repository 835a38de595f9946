"""The stations of an order between being placed and being delivered.

Each station asks the database which of the orders wait for it, and gives them its command: so a replay that was interrupted
goes on where it stopped, and nothing is done twice.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from ordino.adapters.replaying.facts import SQL
from ordino.delivery.commands import ConfirmDelivery, ShipPackages
from ordino.engine import Actor, Completed, Engine, Statement
from ordino.engine.clock import SetClock
from ordino.fulfillment.commands import PackPackage, PickUnits, PlanFulfillment
from ordino.kernel.messages import Command, Record, Refused
from ordino.kernel.problems import Problem
from ordino.payments.commands import AuthorizePayment
from ordino.payments.rows import BY_HAND

MOST_COMMANDS = 500


class Waiting(Record, frozen=True):
    """Something of an order that waits for a station: its key, and an amount where money is due."""

    order_id: int
    id: int
    amount_minor: int


class Station(Record, frozen=True):
    """A command for everything the statement finds waiting."""

    name: str
    waiting: Statement
    command: Callable[[Waiting], Command]


def _authorize(row: Waiting) -> AuthorizePayment:
    """Money that is set aside by hand; each invoice takes its part of it."""
    return AuthorizePayment(
        order_id=row.order_id,
        amount_minor=row.amount_minor,
        gateway=BY_HAND,
        method="transfer",
        reference=f"replay/{row.order_id}",
    )


TO_THE_DOCK = (
    Station("authorize", SQL.select_uncovered, _authorize),
    Station("release", SQL.select_unreleased, lambda row: PlanFulfillment(order_id=row.order_id, release=True)),
    Station("pick", SQL.select_unpicked, lambda row: PickUnits(fulfillment_order_id=row.id)),
    Station("pack", SQL.select_unpacked, lambda row: PackPackage(fulfillment_order_id=row.id)),
    Station(
        "ship",
        SQL.select_unshipped,
        lambda row: ShipPackages(fulfillment_order_id=row.id, carrier="history", service="parcel"),
    ),
)


TO_THE_CUSTOMER = (Station("deliver", SQL.select_undelivered, lambda row: ConfirmDelivery(shipment_id=row.id)),)


class Journey:
    """Carries orders from station to station at given times of the simulated calendar; keeps what was refused."""

    def __init__(self, engine: Engine, clock: SetClock, actor: Actor) -> None:
        self._engine = engine
        self._clock = clock
        self._actor = actor
        self.done: dict[str, int] = {}
        self.refused: list[Problem] = []

    def set_clock(self, moment: datetime) -> None:
        """Go on to a moment; the calendar never goes back."""
        self._clock.set(max(moment, self._clock()))

    def pause(self, time: timedelta) -> None:
        """Let some time pass."""
        self.set_clock(self._clock() + time)

    def carry(self, order_ids: Sequence[int], stations: Sequence[Station], pause: timedelta) -> None:
        """Let the orders pass the stations, one after the other, with a pause before each."""
        self._pass(stations, pause, order_ids=list(order_ids))

    def carry_references(self, references: Sequence[str], stations: Sequence[Station], pause: timedelta) -> None:
        """The same for what was made of lines of the file, which their references name."""
        self._pass(stations, pause, references=list(references))

    def _pass(self, stations: Sequence[Station], pause: timedelta, **found_by: list[int] | list[str]) -> None:
        if not any(found_by.values()):
            return
        for station in stations:
            self.pause(pause)
            with self._engine.reader() as reader:
                waiting = reader.fetch(station.waiting, Waiting, **found_by)
            self.execute(station.name, [station.command(row) for row in waiting])

    def execute(self, name: str, commands: Sequence[Command]) -> None:
        """Carry commands out in batches; a refusal is kept and stops nothing."""
        for begin in range(0, len(commands), MOST_COMMANDS):
            for outcome in self._engine.execute(commands[begin : begin + MOST_COMMANDS], actor=self._actor):
                if isinstance(outcome, Refused):
                    self.refused.append(outcome.problem)
                elif isinstance(outcome, Completed):
                    self.done[name] = self.done.get(name, 0) + 1
