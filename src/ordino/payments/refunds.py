"""The refunds of a batch's orders while its commands are decided."""

from collections.abc import Iterable

from msgspec import structs

from ordino.engine import Unit
from ordino.kernel.messages import Record
from ordino.payments.decide.fold import Act
from ordino.payments.facts import SQL
from ordino.payments.lifecycle import REFUND, WAITING
from ordino.payments.rows import RefundRow
from ordino.payments.telling import Change


class _State(Record, frozen=True):
    id: int
    state: str


class RefundBook:
    """Refunds by number, by the act at the gateway, and by payment."""

    def __init__(self, unit: Unit, rows: Iterable[RefundRow]) -> None:
        self._unit = unit
        self._refunds = {row.id: row for row in rows}
        self._by_key = {row.request_key: row.id for row in self._refunds.values()}
        self._begun: set[int] = set()
        self._moved: set[int] = set()

    def get(self, refund_id: int) -> RefundRow | None:
        return self._refunds.get(refund_id)

    def began(self, request_key: str) -> bool:
        """Whether an act at a gateway is one that a refund of these orders asked for."""
        return request_key in self._by_key

    def of_order(self, order_id: int, reference: str) -> list[RefundRow]:
        """The refunds of an order under a reference."""
        return [row for row in self._refunds.values() if (row.order_id, row.reference) == (order_id, reference)]

    def count(self, order_id: int) -> int:
        return sum(row.order_id == order_id for row in self._refunds.values())

    def of_act(self, act: Act) -> RefundRow | None:
        """The refund that an act at a gateway carries out or reverses."""
        if act.kind not in ("refund", "refund_reversal"):
            return None
        refund_id = self._by_key.get(act.key)
        return None if refund_id is None else self._refunds[refund_id]

    def waiting_minor(self, payment_id: int) -> int:
        """What refunds of a payment come to that wait for somebody."""
        return sum(
            row.amount_minor for row in self._refunds.values() if row.payment_id == payment_id and row.state in WAITING
        )

    def add(self, row: RefundRow) -> None:
        self._refunds[row.id] = row
        self._by_key[row.request_key] = row.id
        self._begun.add(row.id)

    def move(self, refund_id: int, command: str) -> RefundRow:
        """The refund after a command that its state permits."""
        before = self._refunds[refund_id]
        target = REFUND.target(before.state, command)
        assert target is not None, (before.state, command)
        after = structs.replace(before, state=target)
        self._refunds[refund_id] = after
        self._moved.add(refund_id)
        return after

    def follow(self, refund: RefundRow, change: Change) -> None:
        """Let a refund follow what became of its act; what comes late or twice moves nothing back."""
        if change.after.kind == "refund_reversal":
            command = "ReverseRefund" if change.succeeded else ""
        elif change.succeeded:
            command = "ConfirmRefund"
        elif change.failed:
            command = "FailRefund"
        else:
            command = "RequestRefund" if change.requested else ""
        if REFUND.target(refund.state, command) is not None:
            self.move(refund.id, command)

    def write(self) -> None:
        begun = [self._refunds[refund_id] for refund_id in sorted(self._begun)]
        moved = [_State(key, self._refunds[key].state) for key in sorted(self._moved - self._begun)]
        self._unit.write(SQL.insert_refunds, begun, created_by=self._unit.actor.name, now=self._unit.now)
        self._unit.write(SQL.move_refunds, moved)
