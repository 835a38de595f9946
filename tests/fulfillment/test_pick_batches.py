"""Several fulfillment orders in one walk, in the order in which the bins stand."""

from ordino.fulfillment.commands import (
    AssignBin,
    ClosePickBatch,
    OpenPickBatch,
    PickBatchResult,
    PickUnits,
    RecallFulfillment,
    RecordPicks,
)
from ordino.fulfillment.problems import FulfillmentHeld, NotInFulfillmentOrder, NotToBePicked
from ordino.fulfillment.queries import pick_list
from ordino.fulfillment.rows import BatchPick
from ordino.kernel.messages import Command
from ordino.kernel.problems import InvalidInput, NotFound, StateRefuses
from ordino.orders.commands import HoldOrder
from tests.fulfillment.house import House


def answered(house: House, command: Command) -> PickBatchResult:
    result = house.completed(command).result
    assert isinstance(result, PickBatchResult)
    return result


def test_the_list_goes_by_the_walk_and_what_has_no_bin_comes_last(house: House) -> None:
    for sku, where, position in (("A", "B-02", 20), ("B", "A-01", 10), ("C", "", 0)):
        house.stock(sku, 9)
        if where:
            house.completed(AssignBin(location="LON", sku=sku, bin=where, walk_position=position))
    _, first = house.released(("A", 1), ("C", 1))
    _, second = house.released(("A", 2), ("B", 1))

    batch = answered(house, OpenPickBatch(location="LON"))

    assert (batch.fulfillment_order_ids, batch.left, batch.state) == ((first, second), 5, "open")
    with house.engine.reader() as reader:
        stops = pick_list(reader, pick_batch_id=batch.pick_batch_id)
    assert [(stop.bin, stop.sku, stop.fulfillment_order_id, stop.quantity) for stop in stops] == [
        ("A-01", "B", second, 1),
        ("B-02", "A", first, 1),
        ("B-02", "A", second, 2),
        ("", "C", first, 1),
    ]


def test_a_sku_has_one_bin_and_the_last_word_counts(house: House) -> None:
    house.stock("A", 1)
    for name in ("A-01", "A-02"):
        house.completed(AssignBin(location="LON", sku="A", bin=name, walk_position=1))
    assert house.rows("select bin from fulfillment_bin") == [("A-02",)]
    assert isinstance(house.refused(AssignBin(location="LON", sku="A", bin="", walk_position=1)), InvalidInput)
    assert isinstance(house.refused(AssignBin(location="LON", sku="A", bin="B", walk_position=-1)), InvalidInput)
    assert house.refused(AssignBin(location="LON", sku="X", bin="B", walk_position=1)) == NotFound(
        what="SKU", reference="X"
    )


def test_the_walk_ends_with_its_last_unit(house: House) -> None:
    house.stock("A", 9)
    (one, first), (other, second) = house.released(("A", 1)), house.released(("A", 2))
    key = answered(house, OpenPickBatch(location="LON")).pick_batch_id

    half = answered(
        house,
        RecordPicks(pick_batch_id=key, lines=(BatchPick(fulfillment_order_id=second, scanned="A", picked=2),)),
    )
    assert (half.state, half.left) == ("open", 1)
    whole = answered(house, RecordPicks(pick_batch_id=key))
    assert (whole.state, whole.left) == ("closed", 0)
    assert (house.buckets(one), house.buckets(other)) == ({"picked": 1}, {"picked": 2})
    assert house.rows("select kind from engine_event where stream = %s order by sequence", f"pick_batch/{key}") == [
        ("PickBatchOpened",),
        ("PickBatchClosed",),
    ]
    assert isinstance(house.refused(RecordPicks(pick_batch_id=key)), StateRefuses)
    assert first != second


def test_what_is_missed_on_a_walk_is_sourced_elsewhere(house: House) -> None:
    house.stock("A", 3)
    order_id, first = house.released(("A", 3))
    key = answered(house, OpenPickBatch(location="LON")).pick_batch_id
    lines = (BatchPick(fulfillment_order_id=first, line_number=1, picked=2, short=1),)
    assert answered(house, RecordPicks(pick_batch_id=key, lines=lines)).state == "closed"
    assert house.buckets(order_id) == {"backordered": 1, "picked": 2}


def test_a_walk_takes_the_first_in_precedence_and_no_more_than_asked(house: House) -> None:
    house.stock("A", 9)
    house.released(("A", 1))
    _, urgent = house.released(("A", 1), priority=9)
    batch = answered(house, OpenPickBatch(location="LON", maximum_orders=1))
    assert batch.fulfillment_order_ids == (urgent,)


def test_two_walks_opened_at_once_share_nothing(house: House) -> None:
    house.stock("A", 9)
    keys = [house.released(("A", 1))[1] for _ in range(3)]
    first, second = house.ask(*[OpenPickBatch(location="LON", maximum_orders=2)] * 2)
    chosen = [outcome.result.fulfillment_order_ids for outcome in (first, second)]  # type: ignore[union-attr]
    assert chosen == [tuple(keys[:2]), (keys[2],)]


def test_what_cannot_be_picked_joins_no_walk(house: House) -> None:
    house.stock("A", 9)
    house.stock("A", 9, "MAN")
    order_id, held = house.released(("A", 1))
    house.completed(HoldOrder(order_id=order_id, reason="fraud"))
    _, picked = house.picked(("A", 1))
    _, joined = house.released(("A", 1))
    answered(house, OpenPickBatch(location="LON", fulfillment_order_ids=(joined,)))
    unfit = (held, picked, joined, joined + 1)
    assert house.refused(OpenPickBatch(location="LON", fulfillment_order_ids=unfit)) == NotToBePicked(
        location="LON", fulfillment_order_ids=unfit
    )
    assert house.refused(OpenPickBatch(location="LON")) == NotToBePicked(location="LON")
    assert house.refused(OpenPickBatch(location="X")) == NotFound(what="location", reference="X")
    assert isinstance(house.refused(OpenPickBatch(location="LON", maximum_orders=0)), InvalidInput)


def test_a_pick_for_somebody_else_is_refused(house: House) -> None:
    house.stock("A", 9)
    _, first = house.released(("A", 1))
    _, other = house.released(("A", 1))
    key = answered(house, OpenPickBatch(location="LON", fulfillment_order_ids=(first,))).pick_batch_id
    lines = (BatchPick(fulfillment_order_id=other, line_number=1, picked=1),)
    assert house.refused(RecordPicks(pick_batch_id=key, lines=lines)) == NotInFulfillmentOrder(
        fulfillment_order_id=other, named=f"pick of batch {key}"
    )
    assert house.refused(RecordPicks(pick_batch_id=key + 1)) == NotFound(what="pick batch", reference=str(key + 1))


def test_a_hold_on_one_order_refuses_the_walk_until_it_is_left_out(house: House) -> None:
    house.stock("A", 9)
    order_id, first = house.released(("A", 1))
    _, second = house.released(("A", 1))
    key = answered(house, OpenPickBatch(location="LON")).pick_batch_id
    house.completed(HoldOrder(order_id=order_id, reason="fraud"))
    assert house.refused(RecordPicks(pick_batch_id=key)) == FulfillmentHeld(order_id=order_id, reasons=("fraud",))
    lines = (BatchPick(fulfillment_order_id=second, line_number=1, picked=1),)
    assert answered(house, RecordPicks(pick_batch_id=key, lines=lines)).left == 1
    assert first != second


def test_a_walk_that_is_closed_gives_back_what_was_not_begun(house: House) -> None:
    house.stock("A", 9)
    _, first = house.released(("A", 1))
    _, second = house.released(("A", 1))
    key = answered(house, OpenPickBatch(location="LON")).pick_batch_id
    house.completed(PickUnits(fulfillment_order_id=first))
    assert answered(house, ClosePickBatch(pick_batch_id=key)).state == "closed"
    assert answered(house, OpenPickBatch(location="LON")).fulfillment_order_ids == (second,)
    assert isinstance(house.refused(ClosePickBatch(pick_batch_id=key)), StateRefuses)


def test_what_is_recalled_meanwhile_is_no_longer_on_the_walk(house: House) -> None:
    house.stock("A", 9)
    (order_id, recalled), (_, kept) = house.released(("A", 1)), house.released(("A", 2))
    key = answered(house, OpenPickBatch(location="LON")).pick_batch_id
    house.completed(RecallFulfillment(fulfillment_order_id=recalled))
    done = answered(house, RecordPicks(pick_batch_id=key))
    assert (done.state, done.fulfillment_order_ids) == ("closed", (kept,))
    assert house.buckets(order_id) == {"allocated": 1}
