"""Two at once: never more than ordered and tolerated, an invoice once."""

from concurrent.futures import ThreadPoolExecutor

from ordino.engine import SYSTEM, Completed, Outcome
from ordino.kernel.messages import Command
from ordino.procurement.commands import GoodsReceived
from tests.procurement.world import Buyer, arrival, bill


def at_once(buyer: Buyer, *asked: Command) -> list[Outcome]:
    with ThreadPoolExecutor(len(asked)) as threads:
        running = [threads.submit(buyer.engine.execute, [command], actor=SYSTEM) for command in asked]
        return [one.result()[0] for one in running]


def test_receipts_at_once_stay_within_the_tolerance(buyer: Buyer) -> None:
    order_id = buyer.send(("A", 100))

    outcomes = at_once(buyer, *[arrival(order_id, (1, 45))] * 4)

    results = [outcome.result for outcome in outcomes if isinstance(outcome, Completed)]
    taken = [result.lines[0] for result in results if isinstance(result, GoodsReceived)]
    assert sorted(one.accepted for one in taken) == [0, 12, 45, 45]
    assert buyer.rows("select received_quantity, refused_quantity from procurement_line") == [(102, 78)]
    assert buyer.free("A") == 102


def test_receipts_of_one_batch_stay_within_the_tolerance(buyer: Buyer) -> None:
    order_id = buyer.send(("A", 100))

    buyer.ask(*[arrival(order_id, (1, 45))] * 4)

    assert buyer.rows("select accepted, refused from procurement_receipt_line order by receipt_id") == [
        (45, 0),
        (45, 0),
        (12, 33),
        (0, 45),
    ]
    assert buyer.free("A") == 102


def test_one_number_at_once_is_recorded_once(buyer: Buyer) -> None:
    orders = [buyer.send(("A", 100)) for _ in range(4)]

    outcomes = at_once(buyer, *[bill(order_id, (1, 1, "4.00")) for order_id in orders])

    assert sum(isinstance(outcome, Completed) for outcome in outcomes) == 1
