"""Numbered units from their receipt to the customer and back: each is in one place, and the audit agrees at every step."""

import pytest

from ordino.delivery.commands import ConfirmDelivery, ReceiveReturnedShipment, ReturnToSender, ShipPackages
from ordino.fulfillment.commands import PackPackage, PickUnits, PlanFulfillment, RecallFulfillment, UnpackPackage
from ordino.fulfillment.rows import PackedUnits
from ordino.inventory.commands import ReceiveStock
from ordino.inventory.problems import SerialElsewhere, SerialsNotNamed
from ordino.kernel.problems import InvalidInput
from ordino.returns.commands import ApproveReturn, InspectReturn, ReceiveReturn, RequestReturn, ReturnResult
from ordino.returns.problems import SerialNotOfLine, SerialsOfReturnNotNamed
from ordino.returns.rows import InspectedUnits, ReceivedUnits, UnitsToReturn
from ordino.simulation.audit import audit
from tests.conftest import TestEngine
from tests.delivery.world import DeliveryWorld
from tests.support.merchant import line

CAMERAS = ("SN-1", "SN-2", "SN-3", "SN-4")


class Shop(DeliveryWorld):
    """Sells cameras, each with its number."""

    def receive(self, *serials: str, lot: str = "", unnumbered: int = 0) -> None:
        if self.sku_id("CAM") is None:
            self.sku("CAM")
        if serials:
            self.completed(ReceiveStock(sku="CAM", location="LON", quantity=len(serials), serials=serials, lot=lot))
        if unnumbered:
            self.completed(ReceiveStock(sku="CAM", location="LON", quantity=unnumbered))

    def picked(self, quantity: int) -> tuple[int, int]:
        """An order and its fulfillment order, picked."""
        order_id = self.place(line("CAM", quantity, "10.00"))
        self.completed(PlanFulfillment(order_id=order_id, release=True))
        ((key,),) = self.rows("select max(id) from fulfillment_order where order_id = %s", order_id)
        self.completed(PickUnits(fulfillment_order_id=key))
        return order_id, int(key)

    def scan(self, key: int, *serials: str, quantity: int | None = None) -> PackPackage:
        units = PackedUnits(1, len(serials) if quantity is None else quantity, serials)
        return PackPackage(fulfillment_order_id=key, lines=(units,))

    def where(self) -> dict[str, str]:
        rows = self.rows("select code, account from inventory_serial order by code")
        return {code: account.rpartition("/")[2] for code, account in rows}

    def assert_books_agree(self) -> None:
        with self.engine.reader() as reader:
            differences = audit(reader, now=self.engine.clock()).differences
        assert [(one.rule, one.thing, one.expected, one.found) for one in differences] == []


@pytest.fixture
def shop(engine: TestEngine) -> Shop:
    shop = Shop(engine)
    shop.open_shop()
    return shop


def test_numbered_units_leave_arrive_and_come_back_by_their_numbers(shop: Shop) -> None:
    shop.receive(*CAMERAS)
    order_id, key = shop.picked(2)
    shop.completed(shop.scan(key, "SN-3", "SN-1"))
    assert set(shop.where().values()) == {"available"}
    shop.assert_books_agree()

    sent = shop.shipment(ShipPackages(fulfillment_order_id=key))
    assert shop.where() == {"SN-1": "customer", "SN-2": "available", "SN-3": "customer", "SN-4": "available"}
    shop.assert_books_agree()

    shop.completed(ConfirmDelivery(shipment_id=sent.shipment_id))
    asked = RequestReturn(order_id=order_id, lines=(UnitsToReturn(line_number=1, quantity=1),))
    result = shop.completed(asked).result
    assert isinstance(result, ReturnResult)
    return_id = result.return_id
    if result.state == "requested":
        shop.completed(ApproveReturn(return_id=return_id))
    back = ReceivedUnits(line_number=1, quantity=1, serials=("SN-3",))
    shop.completed(ReceiveReturn(return_id=return_id, location="LON", lines=(back,)))
    assert shop.where()["SN-3"] == "quality"
    found = InspectedUnits(line_number=1, quantity=1, disposition="restock", serials=("SN-3",))
    shop.completed(InspectReturn(return_id=return_id, lines=(found,)))
    assert shop.where() == {"SN-1": "customer", "SN-2": "available", "SN-3": "available", "SN-4": "available"}
    shop.assert_books_agree()

    _, again = shop.picked(1)
    shop.completed(shop.scan(again, "SN-3"))
    shop.shipment(ShipPackages(fulfillment_order_id=again))
    assert shop.where()["SN-3"] == "customer"
    shop.assert_books_agree()


def test_only_the_units_that_left_with_an_order_come_back_with_it(shop: Shop) -> None:
    shop.receive(*CAMERAS)
    orders = []
    for serial in ("SN-1", "SN-2"):
        order_id, key = shop.picked(1)
        shop.completed(shop.scan(key, serial))
        shop.completed(ConfirmDelivery(shipment_id=shop.shipment(ShipPackages(fulfillment_order_id=key)).shipment_id))
        orders.append(order_id)
    asked = RequestReturn(order_id=orders[0], lines=(UnitsToReturn(line_number=1, quantity=1),))
    result = shop.completed(asked).result
    assert isinstance(result, ReturnResult)
    shop.completed(ApproveReturn(return_id=result.return_id))

    def arrives(*serials: str) -> ReceiveReturn:
        units = ReceivedUnits(line_number=1, quantity=1, serials=serials)
        return ReceiveReturn(return_id=result.return_id, location="LON", lines=(units,))

    not_this = {"return_id": result.return_id, "line_number": 1, "sku": "CAM"}
    for wrong in ("SN-2", "SN-3", "SN-9"):
        assert shop.refused(arrives(wrong)) == SerialNotOfLine(**not_this, serial=wrong, out=("SN-1",))
    assert shop.refused(arrives()) == SerialsOfReturnNotNamed(**not_this, unnumbered=0)
    shop.completed(arrives("SN-1"))
    other = InspectedUnits(line_number=1, quantity=1, disposition="restock", serials=("SN-2",))
    assert shop.refused(InspectReturn(return_id=result.return_id, lines=(other,))) == SerialNotOfLine(
        **not_this, serial="SN-2", out=("SN-1",)
    )
    shop.assert_books_agree()


def test_the_numbers_stand_with_the_package_and_with_what_has_left(shop: Shop) -> None:
    shop.receive(*CAMERAS)
    order_id, key = shop.picked(2)
    shop.completed(shop.scan(key, "SN-2", "SN-4"))
    shop.shipment(ShipPackages(fulfillment_order_id=key))
    ((packed,),) = shop.rows(
        "select data -> 'lines' -> 0 -> 'serials' from engine_event where kind = 'PackagePacked' and stream = %s",
        f"order/{order_id}",
    )
    assert packed == ["SN-2", "SN-4"]
    assert shop.rows("select code from fulfillment_package_serial order by code") == [("SN-2",), ("SN-4",)]


def test_numbered_units_are_not_packed_unnamed(shop: Shop) -> None:
    shop.receive(*CAMERAS)
    _, key = shop.picked(2)
    ((location_id,),) = shop.rows("select id from network_location where code = 'LON'")
    unnamed = SerialsNotNamed(sku="CAM", account=f"location/{location_id}/available", left=2, numbered=4)
    assert shop.refused(PackPackage(fulfillment_order_id=key)) == unnamed
    assert shop.refused(shop.scan(key, quantity=2)) == unnamed


def test_units_without_a_number_are_packed_unnamed_as_many_as_there_are(shop: Shop) -> None:
    shop.receive("SN-1", "SN-2", unnumbered=2)
    _, first = shop.picked(1)
    _, second = shop.picked(2)
    shop.completed(PackPackage(fulfillment_order_id=first))
    assert isinstance(shop.refused(PackPackage(fulfillment_order_id=second)), SerialsNotNamed)
    shop.completed(shop.scan(second, quantity=1))
    shop.completed(shop.scan(second, "SN-2"))
    for key in (first, second):
        shop.completed(ShipPackages(fulfillment_order_id=key))
    assert shop.where() == {"SN-1": "available", "SN-2": "customer"}
    shop.assert_books_agree()


@pytest.mark.parametrize(
    ("serials", "found"),
    [(("SN-9",), ""), (("SN-1",), "package"), (("SN-4",), "customer")],
    ids=["unknown", "packed", "gone"],
)
def test_a_number_that_is_not_there_is_refused(shop: Shop, serials: tuple[str, ...], found: str) -> None:
    shop.receive(*CAMERAS)
    _, gone = shop.picked(1)
    shop.completed(shop.scan(gone, "SN-4"))
    shop.completed(ShipPackages(fulfillment_order_id=gone))
    _, packed = shop.picked(1)
    shop.completed(shop.scan(packed, "SN-1"))
    _, key = shop.picked(1)
    problem = shop.refused(shop.scan(key, *serials))
    assert isinstance(problem, SerialElsewhere)
    assert problem.found.startswith(found)
    assert bool(problem.found) == bool(found)


def test_each_unit_is_named_once(shop: Shop) -> None:
    shop.receive(*CAMERAS)
    _, key = shop.picked(2)
    for serials in (("SN-1", "SN-1"), ("SN-1",), ("SN-1", "SN-2", "SN-3")):
        problem = shop.refused(shop.scan(key, *serials, quantity=2))
        assert problem == InvalidInput(field="serials", reason="name each of the 2 units once")


@pytest.mark.parametrize("command", [UnpackPackage, RecallFulfillment])
def test_what_is_unpacked_may_be_packed_for_somebody_else(shop: Shop, command: type) -> None:
    shop.receive(*CAMERAS)
    _, first = shop.picked(1)
    shop.completed(shop.scan(first, "SN-1"))
    ((package_id,),) = shop.rows("select id from fulfillment_package")
    shop.completed(
        UnpackPackage(package_id=package_id)
        if command is UnpackPackage
        else RecallFulfillment(fulfillment_order_id=first)
    )
    _, second = shop.picked(1)
    shop.completed(shop.scan(second, "SN-1"))
    shop.completed(ShipPackages(fulfillment_order_id=second))
    assert shop.where()["SN-1"] == "customer"
    shop.assert_books_agree()


def test_what_comes_back_undelivered_comes_back_by_its_numbers(shop: Shop) -> None:
    shop.receive(*CAMERAS)
    _, key = shop.picked(2)
    shop.completed(shop.scan(key, "SN-1", "SN-2"))
    sent = shop.shipment(ShipPackages(fulfillment_order_id=key))
    shop.completed(ReturnToSender(shipment_id=sent.shipment_id))
    shop.completed(ReceiveReturnedShipment(shipment_id=sent.shipment_id, bucket="damaged"))
    assert shop.where() == {"SN-1": "damaged", "SN-2": "damaged", "SN-3": "available", "SN-4": "available"}
    shop.assert_books_agree()


def test_a_numbered_unit_leaves_from_its_own_lot(shop: Shop) -> None:
    shop.receive("SN-1", lot="EARLY")
    shop.receive("SN-2", lot="LATE")
    _, key = shop.picked(1)
    shop.completed(shop.scan(key, "SN-2"))
    shop.completed(ShipPackages(fulfillment_order_id=key))
    assert shop.rows(
        "select lot.code, quantity from inventory_movement movement join inventory_lot lot on lot.id = movement.lot_id "
        "where to_account = 'customer'"
    ) == [("LATE", 1)]
    shop.assert_books_agree()
