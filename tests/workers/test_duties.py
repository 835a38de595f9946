from threading import Event

from ordino.engine import Engine
from ordino.flows.wiring import load_handlers
from ordino.inventory.commands import ReserveStock
from ordino.workers.duties import DUTIES, Duty
from ordino.workers.run import do_duties
from tests.conftest import TestEngine
from tests.inventory.world import World

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
