"""Paper from the screens: pick list, packing slip, return slip and quote, read back."""

import io

import pypdf
import pytest

from ordino.fulfillment.commands import AssignBin, OpenPickBatch, PlanFulfillment
from tests.conftest import TestEngine
from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.quotes.conftest import sales as sales  # noqa: PLC0414 - a fixture
from tests.quotes.world import Sales
from tests.returns.world import Returns
from tests.support.merchant import line


@pytest.fixture
def shop(engine: TestEngine) -> Returns:
    shop = Returns(engine)
    shop.channel()
    shop.tax("GB", "20")
    shop.location("LON")
    shop.carrier()
    shop.policy(window_days=None)
    shop.stock("A", 9)
    shop.stock("B", 9)
    return shop


def read(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_a_pick_list_stands_in_walking_order(sign_in: SignIn, shop: Returns) -> None:
    shop.completed(AssignBin(location="LON", sku="B", bin="01-02", walk_position=1))
    shop.completed(AssignBin(location="LON", sku="A", bin="07-01", walk_position=2))
    orders = [shop.place(line("A", 2, "10.00"), payment_terms="paid_elsewhere") for _ in range(2)]
    orders.append(shop.place(line("B", 1, "10.00"), payment_terms="paid_elsewhere"))
    for order_id in orders:
        shop.completed(PlanFulfillment(order_id=order_id, release=True))
    shop.completed(OpenPickBatch(location="LON"))
    ((number,),) = shop.rows("select id from fulfillment_pick_batch")
    browser = sign_in("warehouse")

    text = read(browser.get(f"/pick/{number}/list.pdf").content)

    assert f"walk {number}" in text
    assert text.index("01-02") < text.index("07-01")
    assert f"{orders[0]} × 2, {orders[1]} × 2 4" in text
    assert f"/pick/{number}/list.pdf" in text_of(browser.get(f"/pick/{number}"))


def test_a_packing_slip_says_what_is_in_the_parcel(sign_in: SignIn, shop: Returns) -> None:
    order_id = shop.place(line("A", 2, "10.00"), line("B", 3, "10.00"))
    shop.deliver(order_id, (1, 2), (2, 1))
    ((key, sscc),) = shop.rows(
        "select shipment.id, package.sscc from delivery_shipment shipment"
        " join fulfillment_package package on package.shipment_id = shipment.id"
    )

    text = read(sign_in("warehouse").get(f"/shipments/{key}/packing-slip.pdf").content)

    assert f"Order {order_id}" in text
    assert f"A Article A 2 {sscc}" in text
    assert f"B Article B 1 {sscc}" in text


def test_a_return_slip_opens_its_return_when_it_is_scanned(sign_in: SignIn, shop: Returns) -> None:
    order_id = shop.place(line("A", 3, "10.00"))
    shop.deliver(order_id)
    return_id = shop.approve(order_id, (1, 2), reason="damaged")
    browser = sign_in("service agent")

    text = read(browser.get(f"/returns/{return_id}/slip.pdf").content)
    opened = browser.get("/scan", {"code": f"RET-{return_id}"})

    assert f"RET-{return_id}" in text
    assert "Article A A damaged 2" in text
    assert opened["Location"] == f"/returns/{return_id}"
    shop.receive(return_id, (1, 2))
    assert browser.get(f"/returns/{return_id}/slip.pdf").status_code == 404


def test_a_quote_is_revised_and_printed(sign_in: SignIn, sales: Sales) -> None:
    quote_id = sales.sent()
    browser, here = sign_in("service agent"), f"/quotes/{quote_id}"
    opened = browser.get(f"{here}/revise").context["table"].lines
    (first,) = [field.value for field in opened[0].fields if field.name == "sku-1"]
    wish = {"sku-1": first, "price-1": "9.00", "quantity-1": "3", "discount": "10 %", "discount_label": "Spring"}
    wish |= {"version": "1", "valid_until": "2099-12-31"}

    preview = text_of(browser.post(f"{here}/revise", wish | {"preview": "1"}))
    browser.post(f"{here}/revise", wish)
    late = text_of(browser.post(f"{here}/revise", wish))
    text = read(browser.get(f"{here}/quote.pdf").content)

    ((total,),) = sales.rows("select total_minor from quotes_revision where number = 2")
    assert f"{total / 100:.2f}" in preview
    assert "1 → <b>2</b>" in preview
    assert 'role="alert"' in late
    assert f"{quote_id}-2" in text
    assert "Spring" in text
    assert f"{total / 100:.2f}" in text
    assert sales.rows("select state from quotes_revision order by number") == [("superseded",), ("draft",)]
