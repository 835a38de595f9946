"""Variants that break money."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal

from msgspec import structs

from ordino.billing import series
from ordino.engine import Unit
from ordino.engine.effect_rows import Intent
from ordino.kernel import shares
from ordino.payments import listening
from ordino.payments.calls import GatewayCall
from ordino.payments.decide.fold import Act, Said
from ordino.payments.gateway import RegisteredGateway
from ordino.returns.decide import refund
from ordino.returns.decide.refund import UnitsToRefund
from ordino.returns.rows import RefundedUnits
from ordino.simulation.negative_controls.sabotage import method, replaced


@contextmanager
def rounded_per_unit(url: str) -> Iterator[None]:
    """A unit's share is rounded, and so many units cost so many times it."""

    def rounded(total: int, units: int, already: int, further: int, scale: int = 0) -> int:
        return further * ((2 * total + units) // (2 * units)) if units else 0

    with replaced(shares.share_of_units, rounded):
        yield


@contextmanager
def refund_by_price(url: str) -> Iterator[None]:
    """What comes back is refunded at its price, whatever was paid for it."""

    def by_price(units: UnitsToRefund, *, prices_include_tax: bool) -> RefundedUnits:
        price = int((units.line.unit_price * 100 * units.further).quantize(Decimal(1)))
        return RefundedUnits(units.line.number, units.further, price, 0)

    with replaced(refund.shares_of, by_price):
        yield


@contextmanager
def last_event_wins(url: str) -> Iterator[None]:
    """Of two messages about one act the later one counts, whatever it says."""

    def with_event(act: Act, event: Said) -> Act:
        return Act(act.kind, act.key, event.outcome, event.amount_minor, event.expires_at)

    with method(Act, "with_event", with_event):
        yield


@contextmanager
def call_again_under_another_key(url: str) -> Iterator[None]:
    """A call whose answer was lost is made again under a new key, and nobody asks what became of the first."""
    original = vars(listening)["_read"]
    attempts: Counter[str] = Counter()

    def read(intent: Intent) -> tuple[GatewayCall, RegisteredGateway]:
        call, gateway = original(intent)
        attempts[call.request.key] += 1
        if attempts[call.request.key] == 1:
            return call, gateway
        again = structs.replace(call.request, key=f"{call.request.key}/again", token="")
        return structs.replace(call, request=again), gateway

    with replaced(original, read):
        yield


@contextmanager
def gapped_numbers(url: str) -> Iterator[None]:
    """Each document draws two numbers and uses one."""
    original = series.draw_numbers

    def gapped(unit: Unit, wanted: Sequence[str]) -> list[series.DrawnNumber]:
        return original(unit, [code for code in wanted for _ in range(2)])[1::2]

    with replaced(original, gapped):
        yield
