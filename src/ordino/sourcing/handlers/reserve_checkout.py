"""Keep the units of a cart where an order of it would take them, and give them back."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta

from ordino.catalog.queries import bundle_components, skus_by_code, skus_by_id
from ordino.catalog.rows import BundleComponentRow, FoundSku
from ordino.engine import Unit, handles
from ordino.inventory.allocations import lock_levels_of_skus, reservations_of
from ordino.inventory.reservations import checkout_owner
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.kernel.registration import check_code, decide_storable
from ordino.network.queries import channels_by_code
from ordino.sourcing.commands import CheckoutReleasedResult, CheckoutReservation, ReleaseCheckout, ReserveCheckout
from ordino.sourcing.decide.plan import plan_sources
from ordino.sourcing.decide.rows import Demand, DemandLine
from ordino.sourcing.decide.stock import RunningStock
from ordino.sourcing.events import CheckoutReleased, CheckoutReserved, KeptUnits
from ordino.sourcing.facts import Network, NetworkQuestion
from ordino.sourcing.levels import running_stock
from ordino.sourcing.problems import CheckoutIsReserved, InsufficientStock

MOST_MINUTES = 24 * 60
GOODS, BUNDLE = "goods", "bundle"


class _Cart(Record, frozen=True):
    """A cart that can be kept: its channel, the owner of its units, and what of it is kept in stock."""

    command: ReserveCheckout
    channel_id: int
    owner: str
    lines: tuple[DemandLine, ...]


@handles(ReserveCheckout)
def reserve_checkout(unit: Unit, commands: Sequence[ReserveCheckout]) -> list[Decision]:
    """Each cart is decided against what the carts before it in the batch have left."""
    return decide_storable(commands, lambda storable: _reserve(unit, storable))


@handles(ReleaseCheckout)
def release_checkout(unit: Unit, commands: Sequence[ReleaseCheckout]) -> list[Decision]:
    return decide_storable(commands, lambda storable: _release(unit, storable))


def _reserve(unit: Unit, commands: Sequence[ReserveCheckout]) -> list[Decision]:
    carts = _carts(unit, commands)
    known = [cart for cart in carts if isinstance(cart, _Cart)]
    question = NetworkQuestion(unit, now=unit.now, moments=[unit.now], countries=[])
    levels = lock_levels_of_skus(unit, sorted({line.sku_id for cart in known for line in cart.lines}))
    network = question.network()
    stock = running_stock(unit, network, levels)
    ends = {row.owner: row.expires_at for row in reservations_of(unit, [cart.owner for cart in known])}
    codes = {row.id: row.code for row in skus_by_id(unit, sorted({level.sku_id for level in levels})).values()}
    decisions: list[Decision] = []
    for cart in carts:
        if not isinstance(cart, _Cart):
            decisions.append(Refused(cart))
        elif cart.owner in ends:
            decisions.append(Refused(CheckoutIsReserved(reservation=cart.owner, expires_at=ends[cart.owner])))
        else:
            decision = _keep(unit, cart, network, stock, codes)
            if isinstance(decision, Done):
                ends[cart.owner] = unit.now + timedelta(minutes=cart.command.minutes)
            decisions.append(decision)
    return decisions


def _keep(unit: Unit, cart: _Cart, network: Network, stock: RunningStock, codes: Mapping[int, str]) -> Decision:
    sources = network.sources(cart.channel_id)
    demand = Demand(cart.lines, out_of_stock="refuse")
    plan = plan_sources(demand, sources, stock, network.rules(cart.channel_id))
    if plan.refused:
        first, *others = plan.shortages
        also_short = tuple(codes.get(row.sku_id, "") for row in others)
        sku = codes.get(first.sku_id, "")
        return Refused(
            InsufficientStock(sku=sku, wanted=first.wanted, available=first.available, also_short=also_short)
        )
    stock.take(plan.allocations)
    places = {source.id: source.code for source in sources}
    kept: Counter[tuple[str, str]] = Counter()
    for taken in plan.allocations:
        kept[codes[taken.sku_id], places[taken.location_id]] += taken.quantity
    units = tuple(KeptUnits(sku, location, quantity) for (sku, location), quantity in sorted(kept.items()))
    minutes = cart.command.minutes
    expires_at = unit.now + timedelta(minutes=minutes)
    event = CheckoutReserved(channel=cart.command.channel, reservation=cart.owner, minutes=minutes, units=units)
    result = CheckoutReservation(reservation=cart.owner, expires_at=expires_at, units=units)
    return Done(result, (StreamEvent(cart.owner, event),))


def _carts(unit: Unit, commands: Sequence[ReserveCheckout]) -> list[_Cart | Problem]:
    channels = channels_by_code(unit, sorted({command.channel for command in commands}))
    skus = skus_by_code(unit, sorted({line.sku for command in commands for line in command.lines}))
    bundles = bundle_components(unit, sorted({sku.id for sku in skus.values() if sku.kind == BUNDLE}))
    carts: list[_Cart | Problem] = []
    for command in commands:
        problem = _problem(command, skus)
        channel = channels.get(command.channel)
        if problem is not None:
            carts.append(problem)
        elif channel is None:
            carts.append(NotFound(what="channel", reference=command.channel))
        else:
            lines = _demand(command, skus, bundles)
            nothing = InvalidInput(field="lines", reason="nothing of it is kept in stock")
            owner = checkout_owner(channel.id, command.cart)
            carts.append(_Cart(command, channel.id, owner, lines) if lines else nothing)
    return carts


def _problem(command: ReserveCheckout, skus: Mapping[str, FoundSku]) -> Problem | None:
    if not 1 <= command.minutes <= MOST_MINUTES:
        return InvalidInput(field="minutes", reason=f"must be from 1 to {MOST_MINUTES}, not {command.minutes}")
    for place, line in enumerate(command.lines, 1):
        if line.sku not in skus:
            return NotFound(what="SKU", reference=line.sku)
        if not 1 <= line.quantity < 2**31:
            return InvalidInput(field=f"lines.{place}.quantity", reason="must be at least 1, and less than 2^31")
    return check_code(command.cart, "cart")


def _demand(
    command: ReserveCheckout, skus: Mapping[str, FoundSku], bundles: Mapping[int, Sequence[BundleComponentRow]]
) -> tuple[DemandLine, ...]:
    """The goods of a cart, those in its bundles too; what is not kept in stock needs nobody to keep it."""
    lines: list[DemandLine] = []
    for line in command.lines:
        sku = skus[line.sku]
        parts = [(part.sku_id, part.quantity) for part in bundles.get(sku.id, ())]
        for sku_id, quantity in parts or ([(sku.id, 1)] if sku.kind == GOODS else []):
            lines.append(DemandLine(len(lines) + 1, sku_id, line.quantity * quantity, backorderable=False))
    return tuple(lines)


def _release(unit: Unit, commands: Sequence[ReleaseCheckout]) -> list[Decision]:
    channels = channels_by_code(unit, sorted({command.channel for command in commands}))
    owners = {
        (command.channel, command.cart): checkout_owner(channels[command.channel].id, command.cart)
        for command in commands
        if command.channel in channels
    }
    live: dict[str, list[int]] = {}
    for row in reservations_of(unit, sorted(set(owners.values()))):
        live.setdefault(row.owner, []).append(row.id)
    decisions: list[Decision] = []
    for command in commands:
        owner = owners.get((command.channel, command.cart))
        if owner is None:
            decisions.append(Refused(NotFound(what="channel", reference=command.channel)))
            continue
        ids = tuple(live.pop(owner, ()))
        event = CheckoutReleased(channel=command.channel, reservation=owner, reservation_ids=ids)
        told = (StreamEvent(owner, event),) if ids else ()
        decisions.append(Done(CheckoutReleasedResult(reservation=owner, released=len(ids)), told))
    return decisions
