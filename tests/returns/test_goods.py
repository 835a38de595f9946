"""Goods that come in, are looked at, and go where they belong; every unit is somewhere, and counted once."""

from ordino.inventory.commands import ScrapStock
from ordino.inventory.problems import NotEnoughStock
from ordino.kernel.problems import InvalidInput, NotFound
from ordino.returns.commands import CancelReturn, ExpireReturn, InspectReturn, ReceiveReturn
from ordino.returns.problems import MoreThanApproved, MoreThanReceived, NotExpiredYet
from ordino.returns.rows import Disposition, InspectedUnits, ReceivedUnits
from tests.returns.world import Returns
from tests.support.merchant import line


def approved(shop: Returns, quantity: int = 4) -> tuple[int, int]:
    shop.stock("A", quantity)
    order_id = shop.place(line("A", quantity, "10.00"))
    shop.deliver(order_id)
    return order_id, shop.approve(order_id, (1, quantity))


def receiving(return_id: int, quantity: int, location: str = "LON", number: int = 1) -> ReceiveReturn:
    units = ReceivedUnits(line_number=number, quantity=quantity)
    return ReceiveReturn(return_id=return_id, location=location, lines=(units,))


def inspecting(
    return_id: int, quantity: int, disposition: Disposition = "restock", location: str = "", **more: bool
) -> InspectReturn:
    units = InspectedUnits(line_number=1, quantity=quantity, disposition=disposition, **more)  # type: ignore[arg-type]
    return InspectReturn(return_id=return_id, lines=(units,), location=location)


def test_it_comes_in_parts_and_is_kept_from_sale(shop: Returns) -> None:
    order_id, return_id = approved(shop)

    assert shop.receive(return_id, (1, 1)).state == "partially_received"
    assert shop.receive(return_id, (1, 3)).state == "received"

    assert shop.lines(order_id, "return_expected, returned") == [(0, 4)]
    assert shop.level("A") == (4, 0, 4)
    assert shop.rows(
        "select from_account, quantity, reference from inventory_movement where reason = 'return' order by id"
    ) == [
        ("customer", 1, f"return/{return_id}"),
        ("customer", 3, f"return/{return_id}"),
    ]


def test_more_than_approved_is_refused_with_the_figures(shop: Returns) -> None:
    _, return_id = approved(shop)
    shop.receive(return_id, (1, 3))

    assert shop.refused(receiving(return_id, 2)) == MoreThanApproved(
        return_id=return_id, line_number=1, arrived=2, expected=1
    )


def test_each_disposition_has_its_place(shop: Returns) -> None:
    order_id, return_id = approved(shop, 15)
    shop.receive(return_id, (1, 15))

    shop.inspect(
        return_id, (1, 5, "restock"), (1, 4, "refurbish"), (1, 3, "scrap"), (1, 2, "vendor"), (1, 1, "send_back")
    )

    assert shop.level("A") == (9, 5, 4)
    assert shop.bucket("A", "damaged") == 4
    assert shop.rows(
        "select to_account, quantity from inventory_movement where reason = 'return' and from_account like 'location%%'"
        " and to_account not like 'location%%' order by 2"
    ) == [("customer", 1), ("supplier", 2), ("scrap", 3)]
    assert shop.units(return_id, "restocked, refurbished, scrapped, to_vendor, sent_back, accepted") == [
        (5, 4, 3, 2, 1, 14)
    ]
    assert shop.lines(order_id, "returned") == [(14,)]


def test_what_was_sent_back_may_be_asked_back_again(shop: Returns) -> None:
    order_id, return_id = approved(shop, 1)
    shop.receive(return_id, (1, 1))
    shop.inspect(return_id, (1, 1, "send_back"))

    assert shop.state(return_id) == "closed"
    shop.request(order_id, (1, 1))


def test_what_is_sent_back_cannot_be_accepted(shop: Returns) -> None:
    _, return_id = approved(shop, 1)
    shop.receive(return_id, (1, 1))

    problem = shop.refused(inspecting(return_id, 1, "send_back"))

    assert isinstance(problem, InvalidInput)
    assert problem.field == "accepted"


def test_what_is_not_accepted_closes_a_return_without_money(shop: Returns) -> None:
    _, return_id = approved(shop, 2)
    shop.receive(return_id, (1, 2))

    shop.inspect(return_id, (1, 2, "scrap"), accepted=False)

    assert shop.state(return_id) == "closed"
    assert shop.rows("select count(*) from returns_refund") == [(0,)]


def test_no_more_is_inspected_than_came_in_there(shop: Returns) -> None:
    shop.location("MAN")
    _, return_id = approved(shop)
    shop.receive(return_id, (1, 1))
    shop.receive(return_id, (1, 3), location="MAN")

    assert shop.refused(inspecting(return_id, 2, location="LON")) == MoreThanReceived(
        return_id=return_id, line_number=1, inspected=2, waiting=1
    )
    ambiguous = shop.refused(inspecting(return_id, 1))
    assert isinstance(ambiguous, InvalidInput)
    assert ambiguous.field == "location"

    shop.completed(inspecting(return_id, 3, location="MAN"))
    shop.completed(inspecting(return_id, 1))
    assert shop.state(return_id) == "inspected"


def test_where_nobody_looks_at_goods_they_are_for_sale_at_once(shop: Returns) -> None:
    shop.policy(needs_inspection=False)
    _, return_id = approved(shop, 2)

    shop.receive(return_id, (1, 2))

    assert shop.state(return_id) == "inspected"
    assert shop.level("A") == (2, 2, 0)


def test_goods_that_are_for_sale_again_go_to_who_waits(shop: Returns) -> None:
    _, return_id = approved(shop, 2)
    waiting = shop.place(line("A", 1, "10.00"))
    shop.receive(return_id, (1, 2))
    assert shop.lines(waiting, "backordered, allocated") == [(1, 0)]

    shop.inspect(return_id, (1, 2, "restock"))

    assert shop.lines(waiting, "backordered, allocated") == [(0, 1)]
    assert shop.free("A") == 1


def test_services_come_back_without_goods(shop: Returns) -> None:
    shop.sku("WRAP", kind="service")
    order_id = shop.place(line("WRAP", 1, "2.50"))
    shop.deliver(order_id, (1, 1))

    return_id = shop.accepted_return(order_id, (1, 1))

    assert shop.refund(return_id).refund_minor == 250
    assert shop.rows("select count(*) from inventory_movement") == [(0,)]


def test_serial_numbers_are_followed(shop: Returns) -> None:
    _, return_id = approved(shop, 2)
    units = ReceivedUnits(line_number=1, quantity=2, serials=("S1", "S2"))
    shop.completed(ReceiveReturn(return_id=return_id, location="LON", lines=(units,)))

    assert shop.refused(inspecting(return_id, 1)).code() == "SerialsNotNamed"
    found = tuple(
        InspectedUnits(line_number=1, quantity=1, disposition=disposition, serials=(serial,))
        for serial, disposition in (("S1", "restock"), ("S2", "scrap"))
    )
    shop.completed(InspectReturn(return_id=return_id, lines=found))  # type: ignore[arg-type]

    (lon,) = shop.rows("select id from network_location")[0]
    assert shop.rows("select code, account from inventory_serial order by 1") == [
        ("S1", f"location/{lon}/available"),
        ("S2", "scrap"),
    ]


def test_goods_that_are_gone_from_quality_control_cannot_be_put_elsewhere(shop: Returns) -> None:
    _, return_id = approved(shop, 2)
    shop.receive(return_id, (1, 2))
    shop.completed(ScrapStock(sku="A", location="LON", quantity=1, bucket="quality"))

    assert shop.refused(inspecting(return_id, 2)) == NotEnoughStock(
        sku="A", location="LON", bucket="quality", asked=2, found=1
    )


def test_a_canceled_return_is_not_expected(shop: Returns) -> None:
    order_id, return_id = approved(shop, 2)

    shop.completed(CancelReturn(return_id=return_id, reason="keeps it"))

    assert shop.lines(order_id, "return_expected, returned") == [(0, 0)]
    assert shop.order_row(order_id, "return_status") == ("none",)


def test_a_return_expires_only_when_its_time_is_over(shop: Returns) -> None:
    order_id, return_id = approved(shop, 2)
    shop.later(days=29)
    assert isinstance(shop.refused(ExpireReturn(return_id=return_id)), NotExpiredYet)

    shop.later(days=1)
    shop.completed(ExpireReturn(return_id=return_id))

    assert shop.state(return_id) == "expired"
    assert shop.lines(order_id, "return_expected") == [(0,)]


def test_names_that_do_not_exist_are_told(shop: Returns) -> None:
    _, return_id = approved(shop, 2)

    assert shop.refused(receiving(return_id, 1, "MOON")) == NotFound(what="location", reference="MOON")
    assert shop.refused(receiving(return_id, 1, number=9)) == NotFound(
        what=f"line of return {return_id}", reference="9"
    )


def test_one_command_after_the_other_in_a_batch(shop: Returns) -> None:
    order_id, return_id = approved(shop, 4)

    outcomes = shop.ask(receiving(return_id, 1), receiving(return_id, 4), receiving(return_id, 3))

    assert [type(outcome).__name__ for outcome in outcomes] == ["Completed", "Refused", "Completed"]
    assert shop.state(return_id) == "received"
    assert shop.lines(order_id, "return_expected, returned") == [(0, 4)]
