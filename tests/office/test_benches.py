"""The warehouse's benches: a scan is one unit, sent twice it counts once; a box is closed, labeled and handed over."""

import pytest

from ordino.inventory.commands import ReceiveStock
from ordino.network.commands import RateEntry, RegisterCarrier, ServiceEntry
from ordino.office.roles import ROLES
from tests.conftest import TestEngine
from tests.fulfillment.house import House
from tests.office.conftest import SignIn
from tests.office.test_access import text_of

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def house(engine: TestEngine) -> House:
    """A merchant with two articles at one location, and a carrier."""
    house = House(engine)
    house.channel()
    rate = RateEntry(
        from_country="GB", to_country="GB", max_weight_grams=30_000, amount_minor=300, currency="GBP", transit_days=2
    )
    house.completed(RegisterCarrier(code="POST", services=(ServiceEntry(code="PARCEL", rates=(rate,)),)))
    house.stock("A", 10)
    house.stock("B", 10)
    return house


def walk_of(house: House) -> int:
    ((number,),) = house.rows("select id from fulfillment_pick_batch where state = 'open'")
    return int(number)


def test_a_walk_is_begun_and_each_scan_takes_one_unit(sign_in: SignIn, house: House) -> None:
    _, fulfillment_order_id = house.released(("A", 2), ("B", 1))
    browser = sign_in("warehouse")

    begun = browser.post("/pick", {"location": "LON", "maximum_orders": "5", "token": "t0"}, **HTMX)
    number = walk_of(house)
    shown = text_of(browser.post(f"/pick/{number}", {"code": "A", "token": "t1"}, **HTMX))

    assert begun["HX-Redirect"] == f"/pick/{number}"
    assert "Article A: 1 taken" in shown
    assert "1 more to take here." in shown
    assert house.fulfilled(fulfillment_order_id, "quantity, picked") == [(2, 1), (1, 0)]


def test_a_scan_that_is_sent_twice_counts_once(sign_in: SignIn, house: House) -> None:
    _, fulfillment_order_id = house.released(("A", 2))
    browser = sign_in("warehouse")
    browser.post("/pick", {"location": "LON", "token": "t0"}, **HTMX)
    number = walk_of(house)

    browser.post(f"/pick/{number}", {"code": "A", "token": "t1"}, **HTMX)
    browser.post(f"/pick/{number}", {"code": "A", "token": "t1"}, **HTMX)

    assert house.fulfilled(fulfillment_order_id, "picked") == [(1,)]


def test_what_is_not_on_the_walk_is_put_back(sign_in: SignIn, house: House) -> None:
    house.released(("A", 1))
    browser = sign_in("warehouse")
    browser.post("/pick", {"location": "LON", "token": "t0"}, **HTMX)

    shown = text_of(browser.post(f"/pick/{walk_of(house)}", {"code": "B", "token": "t1"}, **HTMX))

    assert "B is not on this walk" in shown


def test_a_short_pick_asks_first_and_then_books(sign_in: SignIn, house: House) -> None:
    order_id, fulfillment_order_id = house.released(("A", 3))
    browser = sign_in("warehouse")
    browser.post("/pick", {"location": "LON", "token": "t0"}, **HTMX)
    number = walk_of(house)

    asked = text_of(browser.post(f"/pick/{number}", {"do": "short", "sku": "A", "token": "t1"}, **HTMX))
    before = house.fulfilled(fulfillment_order_id, "short")
    told = text_of(browser.post(f"/pick/{number}", {"do": "missing", "sku": "A", "token": "t2"}, **HTMX))

    assert "3 × Article A not there?" in asked
    assert "short picked" in asked
    assert before == [(0,)]
    assert "Article A: 3 not there" in told
    assert house.on_hand("A") == 7
    assert house.buckets(order_id) == {"backordered": 3}


def test_all_of_a_stop_is_taken_at_once_and_the_walk_ends(sign_in: SignIn, house: House) -> None:
    house.released(("A", 2))
    house.released(("A", 3))
    browser = sign_in("warehouse")
    browser.post("/pick", {"location": "LON", "token": "t0"}, **HTMX)

    shown = text_of(browser.post(f"/pick/{walk_of(house)}", {"do": "all", "sku": "A", "token": "t1"}, **HTMX))

    assert "Article A: 5 taken" in shown
    assert house.rows("select state from fulfillment_pick_batch") == [("closed",)]


def test_a_walk_may_end_early(sign_in: SignIn, house: House) -> None:
    house.released(("A", 2))
    browser = sign_in("warehouse")
    browser.post("/pick", {"location": "LON", "token": "t0"}, **HTMX)
    number = walk_of(house)

    ended = browser.post(f"/pick/{number}", {"do": "end", "token": "t1"}, **HTMX)

    assert ended["HX-Redirect"] == "/pick"
    assert browser.get(f"/pick/{number}").status_code == 404


def test_units_are_scanned_into_a_box_which_is_labeled_when_it_is_closed(sign_in: SignIn, house: House) -> None:
    _, number = house.picked(("A", 2))
    browser = sign_in("warehouse")
    here = f"/pack/{number}"

    once = text_of(browser.post(here, {"code": "A", "token": "t1"}, **HTMX))
    other = text_of(browser.post(here, {"code": "B", "token": "t2", "inside-1": "1"}, **HTMX))
    twice = text_of(browser.post(here, {"code": "A", "token": "t3", "inside-1": "1"}, **HTMX))
    nothing = house.rows("select count(*) from fulfillment_package")
    closing = {"do": "close", "token": "t4", "inside-1": "2", "weight_grams": "700", "label": "on"}
    closed = text_of(browser.post(here, closing, **HTMX))
    browser.post(here, closing, **HTMX)

    assert "Article A: 1 of 2" in once
    assert "B does not go in here" in other
    assert 'name="inside-1" value="1"' in other
    assert "That was the last one." in twice
    assert nothing == [(0,)]
    assert "Labeled for POST PARCEL" in closed
    assert house.rows("select weight_grams, state from fulfillment_package") == [(700, "packed")]
    assert house.rows("select state from delivery_shipment") == [("labeled",)]


def test_what_does_not_fit_goes_into_a_second_box_and_one_shipment(sign_in: SignIn, house: House) -> None:
    _, number = house.picked(("A", 3))
    browser = sign_in("warehouse")

    first = text_of(
        browser.post(f"/pack/{number}", {"do": "close", "token": "t1", "inside-1": "2", "label": "on"}, **HTMX)
    )
    browser.post(f"/pack/{number}", {"do": "close", "token": "t2", "inside-1": "1", "label": "on"}, **HTMX)

    assert "Go on with the next box." in first
    assert house.rows("select count(*), count(distinct shipment_id) from fulfillment_package") == [(2, 1)]


def test_a_scan_into_the_box_can_be_undone(sign_in: SignIn, house: House) -> None:
    _, number = house.picked(("A", 3))

    shown = text_of(
        sign_in("warehouse").post(
            f"/pack/{number}", {"do": "undo", "last": "1", "inside-1": "2", "token": "t1"}, **HTMX
        )
    )

    assert 'name="inside-1" value="1"' in shown


def test_a_box_that_is_refused_keeps_what_was_scanned(sign_in: SignIn, house: House) -> None:
    _, number = house.picked(("A", 2))
    form = {"do": "close", "token": "t1", "inside-1": "2", "box": "NO-SUCH-BOX"}

    shown = text_of(sign_in("warehouse").post(f"/pack/{number}", form, **HTMX))

    assert "There is no box NO-SUCH-BOX." in shown
    assert 'name="inside-1" value="2"' in shown
    assert house.rows("select count(*) from fulfillment_package") == [(0,)]


def test_numbered_units_go_into_the_box_by_their_numbers_and_leave_by_them(sign_in: SignIn, house: House) -> None:
    house.location("PAR")
    house.sku("C")
    for location, serials in (("LON", ("N-1", "N-2", "N-3")), ("PAR", ("N-9",))):
        house.completed(
            ReceiveStock(sku="C", location=location, quantity=len(serials), reference=location, serials=serials)
        )
    _, number = house.picked(("C", 2), ("B", 1))
    browser, form = sign_in("warehouse"), {"token": "t1", "weight_grams": "900"}

    said = {}
    for code in ("C", "N-1", "N-1", "N-9", "N-77", "N-2"):
        answer = browser.post(f"/pack/{number}", {**form, "do": "scan", "code": code}, **HTMX)
        said[code] = said.get(code, "") + text_of(answer)
        form |= {f"inside-{item.line.line_number}": str(item.inside) for item in answer.context["box"].items}
        form |= {f"serials-{item.line.line_number}": "\n".join(item.serials) for item in answer.context["box"].items}
    browser.post(f"/pack/{number}", {**form, "do": "close"}, **HTMX)

    assert "Scan the number of the unit." in said["C"]
    assert "1 of 2" in said["N-1"]
    assert "N-1 lies in the box already" in said["N-1"]
    assert "C N-9 should be in" in said["N-9"]
    assert "N-77 does not go in here" in said["N-77"]
    assert "2 of 2" in said["N-2"]
    assert house.rows("select code from fulfillment_package_serial order by code") == [("N-1",), ("N-2",)]


def test_an_orders_number_opens_its_bench(sign_in: SignIn, house: House) -> None:
    order_id, number = house.picked(("A", 2))

    assert sign_in("warehouse").get(f"/pack?code={order_id}")["Location"] == f"/pack/{number}"
    assert "77 does not wait here" in text_of(sign_in("warehouse").get("/pack?code=77"))


def test_parcels_are_scanned_over_and_stand_on_the_manifest(sign_in: SignIn, house: House) -> None:
    browser = sign_in("warehouse")
    for _ in range(2):
        _, number = house.picked(("A", 1))
        browser.post(f"/pack/{number}", {"do": "close", "token": f"t{number}", "inside-1": "1", "label": "on"}, **HTMX)
    ((tracking,), _) = house.rows("select tracking_number from delivery_shipment order by id")

    unknown = text_of(browser.post("/hand-over", {"code": "NOT-OURS", "token": "scan 1"}, **HTMX))
    browser.post("/hand-over", {"code": tracking, "token": "scan 2"}, **HTMX)
    one_gone = house.rows("select state from delivery_shipment order by id")
    browser.post("/hand-over", {"do": "all:POST", "token": "scan 3"}, **HTMX)
    closed = text_of(browser.post("/hand-over", {"do": "manifest:POST", "token": "scan 4"}, **HTMX))
    ((manifest_id,),) = house.rows("select id from delivery_manifest")

    assert "NOT-OURS is no shipment of ours" in unknown
    assert one_gone == [("handed_over",), ("labeled",)]
    assert house.rows("select state, manifest_id from delivery_shipment") == [("handed_over", manifest_id)] * 2
    assert "It lists 2 shipments." in closed
    assert browser.get(f"/manifests/{manifest_id}.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("address", ["/pick", "/pack", "/hand-over"])
def test_only_who_works_in_the_warehouse_sees_the_benches(
    sign_in: SignIn, house: House, role: str, address: str
) -> None:
    may = role in ("owner", "order manager", "warehouse")

    assert sign_in(role).get(address).status_code == (200 if may else 403)
    assert (f'href="{address}"' in text_of(sign_in(role).get("/"))) is may
