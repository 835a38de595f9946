"""A batch asks the database as often as one command does."""

from collections.abc import Sequence

import pytest

from ordino.engine import SYSTEM, Completed
from ordino.engine.unit import FEW
from ordino.kernel.messages import Command
from ordino.payments.commands import AuthorizePayment, CapturePayment, RefundOrder
from tests.payments.till import Till
from tests.support.merchant import line, order
from tests.support.statements import count_statements


def statements(till: Till, monkeypatch: pytest.MonkeyPatch, commands: Sequence[Command]) -> int:
    """How many statements a batch, which must be done, reads and writes with."""
    with monkeypatch.context() as patched:
        counted = count_statements(patched)
        outcomes = till.engine.execute(commands, actor=SYSTEM)
    assert all(isinstance(outcome, Completed) for outcome in outcomes)
    return len(counted)


@pytest.mark.parametrize("gateway", ["manual", "sandbox"])
def test_the_number_of_statements_does_not_grow_with_the_batch(
    till: Till, monkeypatch: pytest.MonkeyPatch, gateway: str
) -> None:
    count = FEW + 41  # few commands write their events in one statement
    placed = till.engine.execute([order(line("A", 1, "10.00"), payment_terms="on_invoice")] * count, actor=SYSTEM)
    ids = [outcome.result.order_id for outcome in placed if isinstance(outcome, Completed)]  # type: ignore[attr-defined]
    steps = (
        lambda key: AuthorizePayment(order_id=key, amount_minor=1000, gateway=gateway),
        lambda key: CapturePayment(order_id=key, amount_minor=1000, reference="invoice"),
        lambda key: RefundOrder(order_id=key, amount_minor=500, reason="late", reference="return"),
    )
    for step in steps:
        some = statements(till, monkeypatch, [step(key) for key in ids[: FEW + 1]])
        more = statements(till, monkeypatch, [step(key) for key in ids[FEW + 1 :]])
        assert more <= some
        while till.work():
            pass
