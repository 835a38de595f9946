"""Bank transfers: divided over what is owed, once; what is left pays later invoices by itself or by command, or goes back."""

from collections.abc import Iterator
from threading import Barrier, Thread
from typing import Any, LiteralString

import psycopg
import pytest

from ordino.billing.commands import AllocateTransfer, BookedTransfer, RecordTransfer, ReturnTransfer
from ordino.billing.problems import NothingToPay, NotOnAccount
from ordino.billing.queries import transfers
from ordino.billing.rows import OrderPart
from ordino.engine import SYSTEM, Completed, Outcome, Reader
from ordino.kernel.messages import Command
from ordino.kernel.problems import InvalidInput, NotFound
from ordino.simulation.audit import audit
from ordino.workers.duties import DUTIES
from tests.billing.world import BillingMerchant
from tests.support.merchant import line


@pytest.fixture
def shop(merchant: BillingMerchant) -> Iterator[BillingMerchant]:
    """Whatever a test does, the books of money agree in the end."""
    yield merchant
    with merchant.engine.reader() as reader:
        found = audit(reader, now=merchant.engine.clock()).differences
    assert [one for one in found if one.rule in ("M3", "M4", "M5", "M10", "M12")] == []


@pytest.fixture
def ada(shop: BillingMerchant) -> int:
    return shop.customer("Ada", credit_limit_minor=10**6)


def owe(shop: BillingMerchant, customer_id: int, pounds: str) -> int:
    """An order on invoice that was shipped; its number."""
    order_id = shop.place(line("A", 1, pounds), customer_id=customer_id, payment_terms="on_invoice")
    shop.ship(order_id, {1: 1})
    return order_id


def number(shop: BillingMerchant, order_id: int) -> str:
    ((found,),) = shop.invoices(order_id, "number")
    return str(found)


def transfer(
    customer_id: int, amount_minor: int, reference: str = "bank/1", *invoices: str, **more: Any
) -> RecordTransfer:
    return RecordTransfer(
        **{
            "customer_id": customer_id,
            "amount_minor": amount_minor,
            "currency": "GBP",
            "bank_reference": reference,
            "invoices": invoices,
            **more,
        }
    )


def booked(shop: BillingMerchant, command: Command) -> BookedTransfer:
    result = shop.completed(command).result
    assert isinstance(result, BookedTransfer)
    return result


def open_money(shop: BillingMerchant, *order_ids: int) -> list[int]:
    return [shop.invoices(order_id, "open_minor")[0][0] for order_id in order_ids]


def work(shop: BillingMerchant) -> int:
    """What a worker does about transfers."""
    (duty,) = [duty for duty in DUTIES if duty.name == "transfers"]
    return duty.work(shop.engine)


def test_it_pays_what_is_due_first(shop: BillingMerchant, ada: int) -> None:
    first, second = owe(shop, ada, "10.00"), owe(shop, ada, "20.00")

    paid = booked(shop, transfer(ada, 2500))

    assert paid.parts == (OrderPart(first, 1000), OrderPart(second, 1500))
    assert (paid.on_account_minor, open_money(shop, first, second)) == (0, [0, 500])
    columns = "gateway, method, captured_minor"
    assert shop.rows(f"select {columns} from payments_payment where order_id = %s", second) == [
        ("manual", "transfer", 1500)
    ]


def test_it_pays_the_invoices_it_names(shop: BillingMerchant, ada: int) -> None:
    first, second = owe(shop, ada, "10.00"), owe(shop, ada, "20.00")

    paid = booked(shop, transfer(ada, 2500, "bank/1", number(shop, second)))

    assert (paid.parts, paid.on_account_minor) == ((OrderPart(second, 2000),), 500)
    assert open_money(shop, first, second) == [1000, 0]


def test_it_counts_once(shop: BillingMerchant, ada: int) -> None:
    order_id = owe(shop, ada, "10.00")
    first = booked(shop, transfer(ada, 400))

    (again,) = shop.ask(transfer(ada, 400))

    assert again.result == first  # type: ignore[union-attr]
    assert open_money(shop, order_id) == [600]
    assert shop.rows("select count(*) from billing_transfer") == [(1,)]


def test_the_second_of_a_batch_sees_what_the_first_left_open(shop: BillingMerchant, ada: int) -> None:
    order_id = owe(shop, ada, "10.00")

    outcomes = shop.ask(transfer(ada, 700, "bank/1"), transfer(ada, 700, "bank/2"))

    assert [outcome.result.on_account_minor for outcome in outcomes] == [0, 400]  # type: ignore[union-attr]
    assert open_money(shop, order_id) == [0]


def test_what_cannot_be_meant_is_refused(shop: BillingMerchant, ada: int) -> None:
    other = shop.customer("Grace", credit_limit_minor=10**6)
    theirs = number(shop, owe(shop, other, "10.00"))

    assert shop.refused(transfer(1, 100)) == NotFound(what="customer", reference="1")
    what = "invoice of the customer in this currency"
    assert shop.refused(transfer(ada, 100, "bank/1", theirs)) == NotFound(what=what, reference=theirs)
    for command, field in (
        (transfer(ada, 0), "amount_minor"),
        (transfer(ada, 100, currency="XXQ"), "currency"),
        (transfer(ada, 100, " "), "bank_reference"),
    ):
        problem = shop.refused(command)
        assert isinstance(problem, InvalidInput)
        assert problem.field == field


def test_what_is_left_pays_the_next_invoice_by_itself(shop: BillingMerchant, ada: int) -> None:
    left = booked(shop, transfer(ada, 2500))
    assert (left.parts, left.on_account_minor) == ((), 2500)
    assert work(shop) == 0
    first = owe(shop, ada, "10.00")

    assert work(shop) == 1

    assert open_money(shop, first) == [0]
    second = owe(shop, ada, "20.00")
    assert work(shop) == 1
    assert work(shop) == 0
    assert open_money(shop, second) == [500]
    with shop.engine.reader() as reader:
        (shown,) = transfers(reader, customer_id=ada)
        assert transfers(reader, open_only=True) == []
    assert (shown.given_minor, shown.returned_minor, shown.on_account_minor) == (2500, 0, 0)
    kinds = "select kind from engine_event where stream = %s order by sequence"
    assert shop.rows(kinds, f"customer/{ada}") == [
        ("TransferRecorded",),
        ("TransferAllocated",),
        ("TransferAllocated",),
    ]


def test_one_order_may_be_paid_twice_by_one_transfer(shop: BillingMerchant, ada: int) -> None:
    order_id = shop.place(line("A", 2, "10.00"), customer_id=ada, payment_terms="on_invoice")
    shop.ship(order_id, {1: 1})
    left = booked(shop, transfer(ada, 1500))
    shop.ship(order_id, {1: 1})

    again = booked(shop, AllocateTransfer(transfer_id=left.transfer_id))

    assert (again.parts, again.on_account_minor) == ((OrderPart(order_id, 500),), 0)
    assert shop.invoices(order_id, "open_minor") == [(0,), (500,)]
    assert shop.rows("select order_id, amount_minor from billing_transfer_part") == [(order_id, 1500)]


def test_invoices_that_something_else_pays_are_left_to_it(shop: BillingMerchant, ada: int) -> None:
    order_id = shop.place(line("A", 1, "10.00"), customer_id=ada)
    shop.ship(order_id, {1: 1})
    left = booked(shop, transfer(ada, 900, "bank/1", currency="EUR"))
    booked(shop, transfer(shop.customer("Grace"), 900, "bank/2"))
    shop.run("update billing_transfer set currency = 'GBP' where id = %s", (left.transfer_id,))

    assert work(shop) == 0

    paid = booked(shop, AllocateTransfer(transfer_id=left.transfer_id, invoices=(number(shop, order_id),)))
    assert paid.parts == (OrderPart(order_id, 900),)


def test_what_is_left_may_go_back(shop: BillingMerchant, ada: int) -> None:
    left = booked(shop, transfer(ada, 2500))

    back = booked(shop, ReturnTransfer(transfer_id=left.transfer_id, amount_minor=2000, note="bank/77"))

    assert back.on_account_minor == 500
    too_much = ReturnTransfer(transfer_id=left.transfer_id, amount_minor=501)
    problem = shop.refused(too_much)
    assert problem == NotOnAccount(transfer_id=left.transfer_id, wanted_minor=501, left_minor=500, currency="GBP")
    assert problem.detail() == f"Of transfer {left.transfer_id}, 5.00 GBP are left, not 5.01 GBP."
    order_id = owe(shop, ada, "10.00")
    assert booked(shop, AllocateTransfer(transfer_id=left.transfer_id)).on_account_minor == 0
    assert open_money(shop, order_id) == [500]


def test_what_cannot_be_used_is_refused(shop: BillingMerchant, ada: int) -> None:
    left = booked(shop, transfer(ada, 500))
    missing = NotFound(what="transfer", reference="1")

    nothing = shop.refused(AllocateTransfer(transfer_id=left.transfer_id))

    assert nothing == NothingToPay(transfer_id=left.transfer_id, customer_id=ada)
    assert "no invoice of customer" in nothing.detail()
    assert shop.refused(AllocateTransfer(transfer_id=1)) == missing
    assert shop.refused(ReturnTransfer(transfer_id=1, amount_minor=1)) == missing
    unknown = shop.refused(AllocateTransfer(transfer_id=left.transfer_id, invoices=("INV-1",)))
    assert isinstance(unknown, NotFound)
    assert isinstance(shop.refused(ReturnTransfer(transfer_id=left.transfer_id, amount_minor=0)), InvalidInput)


def test_what_is_left_is_used_once_however_many_ask(shop: BillingMerchant, ada: int) -> None:
    left = booked(shop, transfer(ada, 1000))
    order_id = owe(shop, ada, "15.00")
    commands: list[Command] = [
        AllocateTransfer(transfer_id=left.transfer_id),
        ReturnTransfer(transfer_id=left.transfer_id, amount_minor=1000),
    ] * 2
    begin, outcomes = Barrier(len(commands)), list[Outcome]()

    def ask(command: Command) -> None:
        begin.wait()
        outcomes.extend(shop.engine.execute([command], actor=SYSTEM))

    threads = [Thread(target=ask, args=(command,)) for command in commands]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(isinstance(outcome, Completed) for outcome in outcomes) == 1
    ((given, back, rest),) = shop.rows("select given_minor, returned_minor, on_account_minor from billing_transfer")
    assert (given + back, rest) == (1000, 0)
    assert open_money(shop, order_id) == [1500 - given]


@pytest.mark.parametrize(
    ("falsified", "named"),
    [
        ("update billing_transfer set given_minor = 900", [("M5", "given", "1000", "900")]),
        (
            "update billing_transfer_part set amount_minor = 900",
            [("M5", "given", "900", "1000"), ("M5", "came in", "1000", "900")],
        ),
    ],
)
def test_the_audit_names_a_transfer_that_is_falsified(
    shop: BillingMerchant,
    ada: int,
    tamper: "psycopg.Connection[tuple[Any, ...]]",
    falsified: LiteralString,
    named: list[tuple[str, str, str, str]],
) -> None:
    owe(shop, ada, "10.00")
    booked(shop, transfer(ada, 1500))

    with tamper.transaction(force_rollback=True):
        tamper.execute(falsified)
        found = audit(Reader(tamper), now=shop.engine.clock()).differences

    told = [(one.rule, one.figure, one.expected, one.found) for one in found if one.thing.startswith("transfer")]
    assert sorted(told) == sorted(named)
