"""An order while the actions of a change are applied to it, one after another. Pure: nothing of it is shared."""

from msgspec import structs

from ordino.kernel.messages import Record
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.orders.commands import CancelCharge, CancelUnits, ChangeAddress, ChooseSku
from ordino.orders.decide.leaving_units import CANCELABLE_BUCKETS, leave, money_of_charge, money_of_leaving
from ordino.orders.decide.placement_rows import HoldToOpen, Placement, SkuFacts
from ordino.orders.decide.verify_order import hold_of_address
from ordino.orders.problems import ChargeAlreadyCanceled
from ordino.orders.reading import OpenHold, OrderCharge, OrderLine
from ordino.orders.rows import ChosenSku, LeavingUnits, PlacedLine, PostalAddress


class OrderToChange(Record, frozen=True):
    """What deciding a change reads: the order as it stands."""

    order_id: int
    state: str
    total_minor: int
    prices_include_tax: bool
    lines: tuple[OrderLine, ...]
    charges: tuple[OrderCharge, ...]
    holds: tuple[OpenHold, ...] = ()


class AddedLines(Record, frozen=True):
    """The lines that one `AddLine` comes to, priced on their own; a bundle is several."""

    placement: Placement
    lines: tuple[PlacedLine, ...]


class ReleasedHold(Record, frozen=True):
    """A hold that a change makes needless, and why."""

    hold_id: int
    reason: str
    note: str


class ChangeDraft:
    """The order under change; each action answers None or the problem that refuses all of them."""

    def __init__(self, order: OrderToChange) -> None:
        self._order = order
        self._lines = {line.number: line for line in order.lines}
        self._open_charges = {part.charge_number for part in order.charges if not part.canceled}
        self._chosen: list[int] = []
        self.total_minor = order.total_minor
        self.added: list[PlacedLine] = []
        self.canceled: list[LeavingUnits] = []
        self.canceled_charges: list[int] = []
        self.ship_to: PostalAddress | None = None
        self.holds = list(order.holds)
        self.opened: list[HoldToOpen] = []
        self.released: list[ReleasedHold] = []

    def add(self, added: AddedLines) -> None:
        """Append the lines with the next numbers; what verification found about them holds."""
        last = max([*self._lines, *(line.number for line in self.added)])
        numbers = {line.number: last + offset for offset, line in enumerate(added.lines, 1)}
        self.added += [structs.replace(line, number=numbers[line.number]) for line in added.lines]
        self.total_minor += added.placement.priced.total_minor
        for hold in added.placement.holds:
            if hold.line_number is not None:
                self.opened.append(structs.replace(hold, line_number=numbers[hold.line_number]))
            elif hold.reason == "credit":
                self.opened.append(hold)

    def cancel_units(self, action: CancelUnits) -> Problem | None:
        line = self._line(action.line_number)
        if isinstance(line, Problem):
            return line
        leaving = leave(line, action.quantity, CANCELABLE_BUCKETS)
        if isinstance(leaving, Problem):
            return leaving
        included = self._order.prices_include_tax
        self.total_minor -= money_of_leaving(line, action.quantity, prices_include_tax=included)
        taken = {units.bucket: getattr(line, units.bucket) - units.quantity for units in leaving}
        after = structs.replace(line, canceled=line.canceled + action.quantity, **taken)
        self._lines[line.number] = after
        self.canceled.extend(leaving)
        if after.canceled == after.ordered:
            for hold in [hold for hold in self.holds if hold.line_number == line.number]:
                self._release(hold, "its line was canceled")
        return None

    def cancel_charge(self, action: CancelCharge) -> Problem | None:
        parts = [part for part in self._order.charges if part.charge_number == action.charge_number]
        if not parts:
            return NotFound(what=f"charge of order {self._order.order_id}", reference=str(action.charge_number))
        if action.charge_number not in self._open_charges:
            return ChargeAlreadyCanceled(order_id=self._order.order_id, charge_number=action.charge_number)
        self._open_charges.remove(action.charge_number)
        self.canceled_charges.append(action.charge_number)
        included = self._order.prices_include_tax
        self.total_minor -= sum(money_of_charge(part, prices_include_tax=included) for part in parts)
        return None

    def change_address(self, action: ChangeAddress) -> None:
        """The new address is judged as the one of a new order is."""
        self.ship_to = action.ship_to
        self.opened = [hold for hold in self.opened if hold.reason != "address"]
        for hold in [hold for hold in self.holds if hold.reason == "address"]:
            self._release(hold, "the address was changed")
        to_open = hold_of_address(action.ship_to)
        if to_open is not None:
            self.opened.append(to_open)

    def choose_sku(self, action: ChooseSku, sku: SkuFacts | None) -> Problem | None:
        line = self._line(action.line_number)
        if isinstance(line, Problem):
            return line
        problem = _choice_problem(line, action.sku, sku)
        if problem is not None or sku is None:
            return problem
        shippable = sku.kind != "service"
        buckets = {} if shippable else {"unsourced": 0, "allocated": line.unsourced}
        self._lines[line.number] = structs.replace(line, sku_id=sku.id, sku=sku.code, shippable=shippable, **buckets)
        self._chosen.append(line.number)
        for hold in [hold for hold in self.holds if hold.line_number == line.number and hold.reason == "unknown_sku"]:
            self._release(hold, f"it is {sku.code}")
        return None

    def chosen(self) -> tuple[ChosenSku, ...]:
        """The lines that know their SKU now, with the units that are left on them."""
        lines = [self._lines[number] for number in self._chosen]
        return tuple(
            ChosenSku(line.number, line.sku_id, line.sku, line.ordered - line.canceled, line.shippable)
            for line in lines
            if line.sku_id is not None
        )

    def has_units(self) -> bool:
        return bool(self.added) or any(line.ordered > line.canceled for line in self._lines.values())

    def order_after(self, state: str) -> OrderToChange:
        order_id = self._order.order_id
        return structs.replace(
            self._order,
            state=state,
            total_minor=self.total_minor,
            lines=(*self._lines.values(), *(_as_order_line(order_id, line) for line in self.added)),
            charges=tuple(
                structs.replace(part, canceled=part.charge_number not in self._open_charges)
                for part in self._order.charges
            ),
            holds=tuple(self.holds),
        )

    def _line(self, number: int) -> OrderLine | NotFound:
        return self._lines.get(number) or NotFound(what="line", reference=f"{self._order.order_id}-{number}")

    def _release(self, hold: OpenHold, note: str) -> None:
        self.holds.remove(hold)
        self.released.append(ReleasedHold(hold.id, hold.reason, note))


def _choice_problem(line: OrderLine, code: str, sku: SkuFacts | None) -> Problem | None:
    name = f"{line.order_id}-{line.number}"
    if sku is None:
        return NotFound(what="SKU", reference=code)
    if line.sku_id is not None:
        reason = f"line {name} is {line.sku} already; cancel its units and add a line."
    elif line.ordered == line.canceled:
        reason = f"line {name} is canceled."
    elif sku.kind == "bundle":
        reason = f"{sku.code} is a bundle; cancel line {name} and add the bundle."
    elif not sku.sellable:
        reason = f"{sku.code} is not sold any more."
    elif sku.quantity_scale != line.quantity_scale:
        reason = f"{sku.code} is measured with {sku.quantity_scale} decimals, line {name} with {line.quantity_scale}."
    else:
        return None
    return InvalidInput(field="sku", reason=reason)


def _as_order_line(order_id: int, line: PlacedLine) -> OrderLine:
    unsourced = line.quantity if line.shippable else 0
    return OrderLine(
        order_id=order_id,
        number=line.number,
        sku_id=line.sku_id,
        sku=line.sku,
        description=line.description,
        bundle=line.bundle,
        quantity_scale=line.quantity_scale,
        shippable=line.shippable,
        ordered=line.quantity,
        canceled=0,
        unsourced=unsourced,
        backordered=0,
        allocated=line.quantity - unsourced,
        released=0,
        picked=0,
        packed=0,
        shipped=0,
        delivered=0,
        unit_price=line.unit_price,
        goods_minor=line.goods_minor,
        discount_minor=line.discount_minor,
        amount_minor=line.amount_minor,
        tax_category=line.tax_category,
        tax_rate=line.tax_rate,
        tax_minor=line.tax_minor,
    )
