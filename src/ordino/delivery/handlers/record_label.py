"""Record what carriers outside answer about labels: each answer counts once."""

from collections.abc import Sequence

from msgspec.structs import replace

from ordino.delivery.buying import VOID, about, call, write_labels
from ordino.delivery.commands import LabelResult, RecordLabel
from ordino.delivery.decide.tracking_number import tracking_number_problem
from ordino.delivery.dock import Dock
from ordino.delivery.events import LabelBought, LabelEvent, LabelRefused, LabelVoided, LabelVoidRefused
from ordino.delivery.facts import SQL
from ordino.delivery.handing_over import labeled
from ordino.delivery.lifecycle import LABEL
from ordino.delivery.problems import NoLabelToBuy, TrackingNumberTaken
from ordino.delivery.rows import LabelRow, ShipmentRow
from ordino.engine import Unit, handles
from ordino.inventory.codes import possible_keys
from ordino.kernel.messages import Decision, Done, Event, Known, Record, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.orders.events import order_stream
from ordino.orders.locking import lock_orders

_LONGEST_REASON = 500
_AFTER = {
    "bought": ("bought", "unwanted", "void_requested", "voided", "void_refused"),
    "refused": ("refused",),
    "voided": ("voided",),
    "void_refused": ("void_refused",),
}


class _Owner(Record, frozen=True):
    order_id: int
    shipment_id: int | None


class _Desk:
    """The labels of a batch with their shipments, locked: orders, shipments, labels."""

    def __init__(self, unit: Unit, label_ids: Sequence[int]) -> None:
        self._unit = unit
        owners = unit.fetch(SQL.select_orders_and_shipments_of_labels, _Owner, label_ids=list(label_ids))
        lock_orders(unit, sorted({owner.order_id for owner in owners}))
        self.dock = Dock(unit, sorted({owner.shipment_id for owner in owners if owner.shipment_id is not None}))
        rows = unit.fetch(SQL.lock_labels, LabelRow, label_ids=list(label_ids)) if owners else []
        self._labels = {row.id: row for row in rows}
        self._changed: set[int] = set()

    def label(self, label_id: int) -> LabelRow | None:
        return self._labels.get(label_id)

    def keep(self, label: LabelRow) -> LabelRow:
        self._labels[label.id] = label
        self._changed.add(label.id)
        return label

    def write(self) -> None:
        self.dock.write()
        write_labels(self._unit, [self._labels[key] for key in sorted(self._changed)])


@handles(RecordLabel)
def record_labels(unit: Unit, commands: Sequence[RecordLabel]) -> list[Decision]:
    """A label that was bought goes on its shipment; where nobody wants it any more, it is given back."""
    desk = _Desk(unit, possible_keys(command.label_id for command in commands))
    numbers = sorted({command.tracking_number for command in commands if command.tracking_number})
    taken = set(unit.fetch_values(SQL.select_taken_tracking_numbers, tracking_numbers=numbers)) if numbers else set()
    decisions = [_decide(unit, desk, command, taken) for command in commands]
    desk.write()
    return decisions


def _decide(unit: Unit, desk: _Desk, command: RecordLabel, taken: set[str]) -> Decision:
    label = desk.label(command.label_id)
    if label is None:
        return Refused(NotFound(what="label", reference=str(command.label_id)))
    state = LABEL.target(label.state, command.kind(), command.outcome)
    if state is None and _is_repeated(label, command):
        return Known(_result(label))
    if state is None:
        return Refused(NoLabelToBuy(label_id=label.id, state=label.state, outcome=command.outcome))
    if command.outcome == "bought":
        return _buy(unit, desk, label, command, state, taken)
    after = desk.keep(replace(label, state=state, settled_at=unit.now, reason=command.reason[:_LONGEST_REASON]))
    return _done(after, _said(after, command))


def _buy(unit: Unit, desk: _Desk, label: LabelRow, command: RecordLabel, state: str, taken: set[str]) -> Decision:
    problem = _number_problem(command, taken)
    if problem is not None:
        return Refused(problem)
    taken.add(command.tracking_number)
    after = desk.keep(
        replace(
            label,
            state=state,
            settled_at=unit.now,
            tracking_number=command.tracking_number,
            cost_minor=command.cost_minor,
            currency=command.currency,
            media_type=command.media_type,
            document=command.document,
        )
    )
    number, cost, currency = after.tracking_number, after.cost_minor, after.currency
    bought = about(after, LabelBought, tracking_number=number, cost_minor=cost, currency=currency)
    if state == "void_requested":
        call(unit, VOID, after)
        return _done(after, bought)
    if after.shipment_id is None:
        return _done(after, bought)
    shipment = desk.dock.permitted(after.shipment_id, command.kind(), "bought")
    assert isinstance(shipment, ShipmentRow), shipment
    return _done(after, bought, labeled(_labeled(unit, desk, shipment, after)))


def _labeled(unit: Unit, desk: _Desk, shipment: ShipmentRow, label: LabelRow) -> ShipmentRow:
    """The shipment with its number; what the label costs replaces what it was reckoned at, in the same currency."""
    cost = label.cost_minor if label.currency == shipment.currency else shipment.cost_minor
    row = replace(shipment, tracking_number=label.tracking_number, labeled_at=unit.now, cost_minor=cost)
    return desk.dock.keep(replace(row, state="labeled"))


def _is_repeated(label: LabelRow, command: RecordLabel) -> bool:
    if label.state not in _AFTER[command.outcome]:
        return False
    return command.outcome != "bought" or label.tracking_number == command.tracking_number


def _number_problem(command: RecordLabel, taken: set[str]) -> Problem | None:
    if command.tracking_number in taken:
        return TrackingNumberTaken(tracking_number=command.tracking_number)
    if command.cost_minor is not None and command.cost_minor < 0:
        return InvalidInput(field="cost_minor", reason="a label costs nothing or more.")
    return tracking_number_problem(command.tracking_number)


def _said(label: LabelRow, command: RecordLabel) -> LabelEvent:
    match command.outcome:
        case "voided":
            return about(label, LabelVoided)
        case "void_refused":
            return about(label, LabelVoidRefused, reason=label.reason)
        case _:
            return about(label, LabelRefused, reason=label.reason)


def _done(label: LabelRow, *events: Event) -> Done:
    stream = order_stream(label.order_id)
    return Done(_result(label), tuple(StreamEvent(stream, event) for event in events))


def _result(label: LabelRow) -> LabelResult:
    return LabelResult(
        label_id=label.id, order_id=label.order_id, state=label.state, tracking_number=label.tracking_number
    )
