"""The same order twice is one order: by its external reference, and by an idempotency key."""

from concurrent.futures import ThreadPoolExecutor

from ordino.engine import SYSTEM, Actor, Outcome, Replayed
from ordino.kernel.messages import Refused
from ordino.orders.commands import PlaceOrder
from tests.support.merchant import Merchant, line, order, result_of

CALLER = Actor("shop", frozenset({"orders.place_order"}))


def send(merchant: Merchant, command: PlaceOrder, *keys: str | None) -> list[Outcome]:
    """One caller a key, eight at a time."""
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(merchant.engine.execute, [command], actor=CALLER, keys=[key]) for key in keys]
        return [outcome for one in asked for outcome in one.result()]


def count(merchant: Merchant) -> int:
    ((number,),) = merchant.rows("select count(*) from orders_order")
    return int(number)


def test_a_channels_reference_names_one_order(merchant: Merchant) -> None:
    merchant.stock("A", 5)
    command = order(line("A", 1, "10.00"), external_reference="W-1")

    first = merchant.accepted(command)
    (second,) = merchant.ask(command)
    changed = order(line("A", 3, "10.00"), external_reference="W-1")
    (third,) = merchant.ask(changed)

    assert second == third == Replayed(first)
    assert (count(merchant), merchant.free("A")) == (1, 4)


def test_a_reference_belongs_to_its_channel(merchant: Merchant) -> None:
    merchant.sku("A")
    merchant.channel("market")

    merchant.place(line("A", 1, "1"), external_reference="W-1")
    merchant.place(line("A", 1, "1"), external_reference="W-1", channel="market")

    assert count(merchant) == 2


def test_a_reference_that_occurs_twice_in_a_batch_is_one_order(merchant: Merchant) -> None:
    merchant.stock("A", 5)
    command = order(line("A", 1, "10.00"), external_reference="W-1")

    first, other, second = merchant.ask(command, order(line("A", 1, "1")), command)

    assert second == Replayed(result_of(first))
    assert result_of(other).order_id != result_of(first).order_id
    assert (count(merchant), merchant.free("A")) == (2, 3)


def test_a_bad_order_stops_no_good_one_of_its_batch(merchant: Merchant) -> None:
    merchant.sku("A")

    outcomes = merchant.ask(order(line("A", 1, "1")), order(), order(line("A", 2, "1")))

    assert [isinstance(outcome, Refused) for outcome in outcomes] == [False, True, False]
    assert count(merchant) == 2


def test_scenario_32_one_key_and_body_ten_times_in_parallel_is_one_order(merchant: Merchant) -> None:
    merchant.stock("A", 50)
    command = order(line("A", 1, "10.00"))

    outcomes = send(merchant, command, *["K-1"] * 10)

    assert len({result_of(outcome).order_id for outcome in outcomes}) == 1
    assert (count(merchant), merchant.free("A")) == (1, 49)
    (other_body,) = merchant.engine.execute([order(line("A", 2, "10.00"))], actor=CALLER, keys=["K-1"])
    assert isinstance(other_body, Refused)
    assert (other_body.problem.code(), other_body.problem.status) == ("KeyReused", 422)


def test_scenario_32_without_a_key_the_reference_names_the_same_order(merchant: Merchant) -> None:
    merchant.stock("A", 50)

    outcomes = send(merchant, order(line("A", 1, "10.00"), external_reference="W-1"), *[None] * 10)

    assert len({result_of(outcome).order_id for outcome in outcomes}) == 1
    assert (count(merchant), merchant.free("A")) == (1, 49)


def test_a_key_belongs_to_its_caller(merchant: Merchant) -> None:
    merchant.sku("A")
    command = order(line("A", 1, "10.00"))

    merchant.engine.execute([command], actor=CALLER, keys=["K-1"])
    merchant.engine.execute([command], actor=SYSTEM, keys=["K-1"])

    assert count(merchant) == 2
