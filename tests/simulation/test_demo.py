"""The demo merchant: made through the ordinary commands, the same from the same seed, and never twice."""

from datetime import UTC, datetime

from ordino.engine import SYSTEM
from ordino.flows.wiring import load_handlers
from ordino.inventory.commands import ReceiveStock
from ordino.simulation.audit import audit
from ordino.simulation.demo import run_demo
from ordino.simulation.demo.assortment import ARTICLES
from ordino.simulation.demo.days import Dice
from ordino.simulation.demo.live import LiveTraffic
from tests.conftest import TestEngine

TODAY = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def counts(engine: TestEngine) -> tuple[int, ...]:
    tables = ("orders_order", "orders_line", "inventory_movement", "engine_command", "engine_event", "orders_hold")
    with engine.connection() as connection:
        rows = [connection.execute(f"select count(*) from {table}").fetchone() for table in tables]  # type: ignore[call-overload]
    return tuple(row[0] for row in rows if row is not None)


def test_a_second_run_adds_nothing(engine: TestEngine) -> None:
    load_handlers()
    first = run_demo(engine.at, today=TODAY, days_back=3)
    once = counts(engine)
    again = run_demo(engine.at, today=TODAY, days_back=3)
    assert first == again
    assert counts(engine) == once
    assert once[0] == first.orders > 0


def test_what_was_refused_is_not_asked_again_when_it_could_be_done_now(engine: TestEngine) -> None:
    load_handlers()
    first = run_demo(engine.at, today=TODAY, days_back=8)
    assert first.refused > 0
    filled = [ReceiveStock(sku=article.code, location="BER", quantity=1000) for article in ARTICLES]
    engine.execute(filled, actor=SYSTEM)
    once = counts(engine)
    assert run_demo(engine.at, today=TODAY, days_back=8) == first
    assert counts(engine) == once


def test_an_interrupted_run_ends_as_one_that_was_not(engine: TestEngine) -> None:
    load_handlers()

    class Interrupted(Exception):
        pass

    def interrupt_after_the_second_day(day: int) -> None:
        if day == 2:
            raise Interrupted

    try:
        run_demo(engine.at, today=TODAY, days_back=3, progress=interrupt_after_the_second_day)
    except Interrupted:
        half = counts(engine)
    whole = run_demo(engine.at, today=TODAY, days_back=3)
    assert half[0] < whole.orders == counts(engine)[0]


def test_business_goes_on_from_what_stands_there_and_the_books_agree(engine: TestEngine) -> None:
    load_handlers()
    run_demo(engine.at, today=TODAY, days_back=3)
    engine.clock.set(TODAY)
    happened: set[str] = set()

    for seed in (11, 12):  # as if it had been stopped between
        traffic = LiveTraffic(engine, Dice(seed))
        happened |= {type(command).__name__ for command in (traffic.turn() for _ in range(60)) if command}

    assert happened >= {"PlaceOrder", "PlanFulfillment", "PickUnits", "PackPackage", "ShipPackages", "ConfirmDelivery"}
    with engine.reader() as reader:
        differences = audit(reader, now=engine.clock()).differences
    assert [(one.rule, one.thing, one.expected, one.found) for one in differences] == []


def test_the_merchant_has_something_to_look_at_beside_orders(engine: TestEngine) -> None:
    load_handlers()
    run_demo(engine.at, today=TODAY, days_back=12)

    with engine.connection() as connection:
        kinds = {kind for (kind,) in connection.execute("select distinct kind from engine_command")}
        currencies = connection.execute("select count(distinct currency) from insight_sales_day").fetchone()
        unfinished = connection.execute(
            "select state, fulfillment_status, count(*) from orders_order "
            "where state = 'draft' or fulfillment_status = 'backordered' group by 1, 2 order by 1, 2"
        ).fetchall()
    assert kinds >= {
        "GiveConsent",
        "DraftQuote",
        "SendQuote",
        "ReceivePurchaseOrder",
        "RecordSupplierInvoice",
        "TransferStock",
    }
    assert currencies == (2,)
    assert unfinished == [("confirmed", "backordered", 5), ("draft", "unsourced", 3)]
