"""Packing: boxes, weights, codes, and packages that are taken apart again."""

import pytest

from ordino.fulfillment.commands import PackPackage, RecallFulfillment, RegisterBox, UnpackPackage
from ordino.fulfillment.decide.choose_box import BoxRow, Content, Measures, choose_box, sides_of, weight_of
from ordino.fulfillment.decide.sscc import check_digit, sscc
from ordino.fulfillment.problems import (
    FulfillmentHeld,
    NotInFulfillmentOrder,
    PackageTakenUp,
    PartlyShipped,
    UnitsNotThere,
)
from ordino.fulfillment.rows import PackedUnits
from ordino.fulfillment.settings import company_prefix
from ordino.kernel.problems import InvalidInput, NotFound
from ordino.orders.commands import HoldOrder
from tests.fulfillment.house import House

SMALL = BoxRow("S", 200, 150, 100, 2_000, 80)
LARGE = BoxRow("L", 600, 400, 400, 20_000, 900)


def of(quantity: int, *, weight: int = 500, sides: tuple[int, int, int] = (100, 100, 90), scale: int = 0) -> Content:
    return Content(Measures(1, weight, *sides, scale), quantity)


def test_scenario_37_the_check_digit_of_an_sscc() -> None:
    assert check_digit("09528765432101234") == "6"
    assert sscc(432101234, "9528765") == "095287654321012346"


def test_an_sscc_goes_on_into_its_extension_digit_and_then_ends() -> None:
    assert sscc(1_000_000_000, "9528765")[:8] == "19528765"
    with pytest.raises(ValueError, match="no SSCC is left"):
        sscc(10_000_000_000, "9528765")


def test_the_company_prefix_is_the_operators(monkeypatch: pytest.MonkeyPatch) -> None:
    assert company_prefix() == "0000000"
    monkeypatch.setenv("ORDINO_GS1_COMPANY_PREFIX", "9528765")
    assert company_prefix() == "9528765"
    monkeypatch.setenv("ORDINO_GS1_COMPANY_PREFIX", "95-28765")
    with pytest.raises(ValueError, match="95-28765"):
        company_prefix()


def test_the_smallest_box_that_holds_the_units_is_chosen() -> None:
    assert choose_box([of(2)], [LARGE, SMALL]) == SMALL


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (of(5, weight=1), "volume"),
        (of(1, sides=(201, 10, 10)), "longest side"),
        (of(1, sides=(160, 160, 10)), "two sides"),
        (of(1, weight=2_001), "weight"),
    ],
)
def test_what_the_small_box_does_not_hold_goes_into_the_large_one(content: Content, why: str) -> None:
    assert choose_box([content], [LARGE, SMALL]) == LARGE, why


def test_without_a_fitting_box_there_is_none() -> None:
    assert choose_box([of(1, sides=(700, 1, 1))], [LARGE, SMALL]) is None


def test_weight_counts_the_box_and_rounds_measured_goods_up() -> None:
    assert weight_of([of(3, weight=500)], SMALL) == 1_580
    assert weight_of([of(1_501, weight=3, scale=3)], None) == 5


def test_packing_everything_that_is_picked(house: House) -> None:
    house.stock("A", 5)
    house.run("update catalog_sku set weight_grams = 300, length_mm = 100, width_mm = 50, height_mm = 20")
    house.completed(
        RegisterBox(
            code="S", length_mm=200, width_mm=150, height_mm=100, maximum_weight_grams=2000, tare_weight_grams=80
        )
    )
    order_id, key = house.picked(("A", 3))

    package = house.pack(key)

    assert (package.box, package.weight_grams, package.state, len(package.sscc)) == ("S", 980, "packed", 18)
    assert package.sscc[-1] == check_digit(package.sscc[:-1])
    assert house.buckets(order_id) == {"packed": 3}
    assert house.rows("select package_id, line_number, quantity from fulfillment_package_line") == [
        (package.package_id, 1, 3)
    ]


def test_two_packages_of_one_fulfillment_order_in_one_batch(house: House) -> None:
    house.stock("A", 5)
    order_id, key = house.picked(("A", 3))
    house.ask(*[PackPackage(fulfillment_order_id=key, lines=(PackedUnits(1, units),)) for units in (1, 2)])
    assert house.buckets(order_id) == {"packed": 3}
    assert house.fulfillment_orders(order_id) == [("LON", "packed")]
    assert len({sscc for (sscc,) in house.rows("select sscc from fulfillment_package")}) == 2


def test_box_and_weight_may_be_said(house: House) -> None:
    house.stock("A", 5)
    _, key = house.picked(("A", 3))
    assert house.refused(PackPackage(fulfillment_order_id=key, box="XL")) == NotFound(what="box", reference="XL")
    assert isinstance(house.refused(PackPackage(fulfillment_order_id=key, weight_grams=-1)), InvalidInput)
    package = house.pack(key, weight_grams=1234, box="")
    assert (package.box, package.weight_grams) == ("", 1234)


def test_only_picked_units_are_packed(house: House) -> None:
    house.stock("A", 5)
    _, key = house.picked(("A", 3))
    for units in (0, 4):
        problem = house.refused(PackPackage(fulfillment_order_id=key, lines=(PackedUnits(1, units),)))
        assert problem == UnitsNotThere(
            fulfillment_order_id=key, line_number=1, step="packed", wanted=units, possible=3
        )
    problem = house.refused(PackPackage(fulfillment_order_id=key, lines=(PackedUnits(2, 1),)))
    assert problem == NotInFulfillmentOrder(fulfillment_order_id=key, named="line 2")
    twice = PackPackage(fulfillment_order_id=key, lines=(PackedUnits(1, 1), PackedUnits(1, 1)))
    assert isinstance(house.refused(twice), InvalidInput)


def test_a_hold_opened_after_picking_blocks_packing(house: House) -> None:
    house.stock("A", 5)
    order_id, key = house.picked(("A", 3))
    house.completed(HoldOrder(order_id=order_id, reason="fraud"))
    problem = house.refused(PackPackage(fulfillment_order_id=key))
    assert problem == FulfillmentHeld(order_id=order_id, reasons=("fraud",))


def test_a_package_is_taken_apart(house: House) -> None:
    house.stock("A", 5)
    order_id, key = house.picked(("A", 3))
    package = house.pack(key)
    assert house.done_events(UnpackPackage(package_id=package.package_id)) == ["PackageUnpacked"]
    assert house.buckets(order_id) == {"picked": 3}
    assert house.fulfillment_orders(order_id) == [("LON", "picking")]
    problem = house.refused(UnpackPackage(package_id=package.package_id))
    assert problem == NotFound(what="packed package", reference=str(package.package_id))


def test_a_package_in_a_shipment_is_neither_taken_apart_nor_recalled(house: House) -> None:
    house.stock("A", 5)
    _, key = house.picked(("A", 3))
    package = house.pack(key)
    house.run("update fulfillment_package set shipment_id = 7")
    problem = PackageTakenUp(package_id=package.package_id, shipment_id=7)
    assert house.refused(UnpackPackage(package_id=package.package_id)) == problem
    assert house.refused(RecallFulfillment(fulfillment_order_id=key)) == problem


def test_what_is_partly_shipped_is_not_recalled(house: House) -> None:
    house.stock("A", 5)
    _, key = house.picked(("A", 3))
    house.pack(key, lines=(PackedUnits(1, 1),))
    house.run("update fulfillment_line set shipped = 1")
    assert house.refused(RecallFulfillment(fulfillment_order_id=key)) == PartlyShipped(fulfillment_order_id=key)
    house.run("update fulfillment_line set shipped = 0")


def test_a_box_that_is_registered_again_takes_the_new_figures(house: House) -> None:
    for weight in (1000, 2000):
        house.completed(RegisterBox(code="S", length_mm=200, width_mm=150, height_mm=100, maximum_weight_grams=weight))
    assert house.rows("select code, maximum_weight_grams from fulfillment_box") == [("S", 2000)]
    for wrong in ({"length_mm": 0}, {"maximum_weight_grams": 0}, {"tare_weight_grams": -1}, {"code": " "}):
        figures = {"code": "T", "length_mm": 1, "width_mm": 1, "height_mm": 1, "maximum_weight_grams": 1} | wrong
        assert isinstance(house.refused(RegisterBox(**figures)), InvalidInput)


@pytest.mark.parametrize(
    ("contents", "box", "sides"),
    [
        ([of(2)], SMALL, (200, 150, 100)),
        ([of(1)], None, (100, 100, 90)),
        ([of(1_000, scale=3)], None, (100, 100, 90)),
        ([of(2)], None, (0, 0, 0)),
        ([of(1), of(1)], None, (0, 0, 0)),
    ],
)
def test_a_package_has_the_sides_of_its_box_or_of_the_one_unit_in_its_own_wrapping(
    contents: list[Content], box: BoxRow | None, sides: tuple[int, int, int]
) -> None:
    assert sides_of(contents, box) == sides
