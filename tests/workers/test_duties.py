from datetime import timedelta
from threading import Event

from ordino.engine import Engine
from ordino.flows.wiring import load_handlers
from ordino.inventory.commands import ReserveStock
from ordino.orders.commands import MergeOrders
from ordino.workers.duties import DUTIES, Duty
from ordino.workers.run import do_duties
from tests.conftest import TestEngine
from tests.inventory.world import World
from tests.support.merchant import Merchant, line

load_handlers()


def _work_once(engine: TestEngine) -> dict[str, int]:
    return {duty.name: duty.work(engine) for duty in DUTIES}


def _commands_in_journal(engine: TestEngine) -> int:
    with engine.connection() as connection:
        row = connection.execute("select count(*) from engine_command").fetchone()
    return row[0] if row else 0


def test_a_worker_with_nothing_to_do_writes_nothing(engine: TestEngine) -> None:
    assert set(_work_once(engine).values()) == {0}
    assert _commands_in_journal(engine) == 0


def test_a_reservation_whose_time_is_over_is_ended(engine: TestEngine) -> None:
    world = World(engine)
    world.sku("A")
    world.location("L1")
    world.stock("A", "L1", 10)
    world.done(ReserveStock(sku="A", location="L1", owner="cart-1", quantity=4, minutes=15))

    assert _work_once(engine)["reservations"] == 0
    world.wait(minutes=15)
    assert _work_once(engine)["reservations"] == 1
    assert world.one_level().reserved == 0


def test_a_duty_that_fails_holds_up_no_other_and_one_with_work_goes_on_at_once(engine: TestEngine) -> None:
    stopping, pages = Event(), [500, 500, 20, 0]

    def fail(engine: Engine) -> int:
        raise RuntimeError("defect")

    def work(engine: Engine) -> int:
        done = pages.pop(0)
        if not pages:
            stopping.set()
        return done

    do_duties(engine, [Duty("broken", 1.0, fail), Duty("busy", 1.0, work)], stopping)

    assert pages == []


def test_a_payment_hold_that_came_by_a_merge_and_runs_out_is_somebodys_work_once(engine: TestEngine) -> None:
    merchant = Merchant(engine)
    merchant.channel()
    merchant.location("LON")
    merchant.stock("A", 9)
    customer_id = merchant.customer()
    paid = merchant.place(line("A", 1, "1.00"), customer_id=customer_id)
    merchant.run("update network_channel set payment_minutes = 30")
    unpaid = merchant.place(line("A", 2, "1.00"), customer_id=customer_id)
    merge = MergeOrders(order_id=paid, expected_version=1, from_order_id=unpaid, from_expected_version=1)
    merchant.accepted(merge)
    assert (merchant.order_row(paid, "state"), merchant.holds(paid)) == (("confirmed",), ["payment"])
    assert _work_once(engine)["missing payments"] == 0

    engine.clock.set(engine.clock() + timedelta(minutes=30))
    assert [_work_once(engine)["missing payments"] for _ in range(2)] == [1, 0]

    raised = "select kind, subject, detail, owner, state from exceptions_exception"
    assert merchant.rows(raised) == [
        ("payment_missing", f"order/{paid}", "Not paid in time: 2.00 GBP to be paid.", "finance", "open")
    ]
    merchant.run(
        "update exceptions_exception set state = 'resolved', resolved_at = raised_at, resolved_by = 'x', note = 'asked'"
    )
    assert _work_once(engine)["missing payments"] == 0
