"""What drafting and revising quotes reads: the prices of now, and where the day of a channel ends."""

from collections.abc import Sequence

from ordino.engine import Statements, Unit
from ordino.kernel.messages import Record
from ordino.kernel.problems import Problem
from ordino.orders.commands import PlaceOrder
from ordino.orders.facts import read_placement_facts
from ordino.quotes.commands import DraftQuote, ReviseQuote
from ordino.quotes.decide.offer import Offer, decide_offer

SQL = Statements("ordino.quotes")


class _ZoneRow(Record, frozen=True):
    code: str
    time_zone: str


def decide_offers(unit: Unit, commands: Sequence[DraftQuote | ReviseQuote]) -> list[Offer | Problem]:
    """What each command offers at the prices of now, or why it cannot be offered."""
    orders: list[PlaceOrder] = [command.order for command in commands]
    facts = read_placement_facts(unit, orders)
    codes = sorted({order.channel for order in orders})
    zones = {row.code: row.time_zone for row in unit.fetch(SQL.select_time_zones, _ZoneRow, codes=codes)}
    return [
        decide_offer(command.order, command.valid_until, facts, zones.get(command.order.channel, "UTC"), now=unit.now)
        for command in commands
    ]
