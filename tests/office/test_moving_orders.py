"""An order is parted in two, two become one, a hold is given to somebody, money that came back is said to be back."""

import pytest

from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.support.merchant import Merchant, line


def test_units_go_into_an_order_of_their_own_with_the_totals_of_both_shown_before(
    sign_in: SignIn, merchant: Merchant
) -> None:
    merchant.stock("A", 10)
    order_id = merchant.place(line("A", 3, "10.00"))
    browser = sign_in("service agent")
    form = {"version": str(merchant.order_row(order_id, "version")[0]), "units-1": "1"}

    preview = text_of(browser.post(f"/orders/{order_id}/split", {**form, "preview": "1"}))
    done = browser.post(f"/orders/{order_id}/split", form)

    assert "from 30.00" in preview
    assert "20.00" in preview
    ((new_id,),) = merchant.rows("select id from orders_order where id <> %s", order_id)
    assert done["HX-Redirect"] == f"/orders/{new_id}"
    assert merchant.order_row(order_id, "total_minor") == (2000,)
    assert merchant.order_row(new_id, "total_minor") == (1000,)


@pytest.mark.parametrize(
    ("units", "said"), [("0", "Choose at least one unit."), ("3", "at least one unit stays in the order")]
)
def test_something_must_go_and_something_must_stay(sign_in: SignIn, merchant: Merchant, units: str, said: str) -> None:
    merchant.stock("A", 10)
    order_id = merchant.place(line("A", 3, "10.00"))
    version = str(merchant.order_row(order_id, "version")[0])

    shown = text_of(sign_in("owner").post(f"/orders/{order_id}/split", {"version": version, "units-1": units}))

    assert said in shown
    assert merchant.rows("select count(*) from orders_order") == [(1,)]


def test_an_open_order_of_the_same_customer_comes_in_and_one_that_changed_meanwhile_does_not(
    sign_in: SignIn, merchant: Merchant
) -> None:
    merchant.stock("A", 10)
    customer_id = merchant.customer()
    order_id = merchant.place(line("A", 1, "10.00"), customer_id=customer_id)
    other = merchant.place(line("A", 2, "10.00"), customer_id=customer_id)
    merchant.place(line("A", 1, "10.00"), customer_id=merchant.customer("Somebody else"))
    browser = sign_in("service agent")
    version, seen = (merchant.order_row(one, "version")[0] for one in (order_id, other))

    opened = text_of(browser.get(f"/orders/{order_id}/merge"))
    stale = text_of(browser.post(f"/orders/{order_id}/merge", {"version": version, "other": f"{other}@{seen - 1}"}))
    between = merchant.order_row(other, "state")
    browser.post(f"/orders/{order_id}/merge", {"version": version, "other": f"{other}@{seen}"})

    assert opened.count('name="other"') == 1
    assert f'value="{other}@{seen}"' in opened
    assert 'role="alert"' in stale
    assert between == ("confirmed",)
    assert merchant.order_row(order_id, "total_minor") == (3000,)
    assert merchant.order_row(other, "state") == ("canceled",)


def test_a_hold_is_given_to_somebody_with_a_day(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.stock("A", 10)
    order_id = merchant.place(line("A", 1, "10.00"))
    browser = sign_in("service agent")
    browser.post(f"/orders/{order_id}/hold", {"reason": "address", "detail": "no number"})
    hold_id = merchant.hold_id(order_id, "address")

    page = text_of(browser.get(f"/orders/{order_id}"))
    browser.post(f"/orders/{order_id}/assign-hold", {"hold_id": hold_id, "owner": "grace", "due": "2026-04-01"})

    assert f"/orders/{order_id}/assign-hold?hold_id={hold_id}" in page
    assert merchant.rows("select owner, due_at::date::text from orders_hold where id = %s", hold_id) == [
        ("grace", "2026-04-01")
    ]
    assert "of grace" in text_of(browser.get(f"/orders/{order_id}"))


def test_money_given_back_by_hand_is_said_to_be_on_its_way_given_and_back(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.stock("A", 10)
    order_id = merchant.place(line("A", 1, "10.00"))
    browser = sign_in("finance")
    browser.post(f"/orders/{order_id}/payment", {"amount": "10.00", "method": "transfer"})
    browser.post(
        f"/orders/{order_id}/refund", {"amount": "4.00", "reason": "goodwill", "to": "original", "reference": "call 7"}
    )
    ((key,),) = merchant.rows("select id from payments_refund")

    for name, state in (("request", "requested"), ("confirm", "succeeded"), ("reverse", "reversed")):
        browser.post(f"/refunds/{key}/{name}", {"note": "the bank"})
        assert merchant.rows("select state from payments_refund") == [(state,)]

    ended = text_of(browser.get("/money?tab=refunds-ended"))
    assert f'href="/orders/{order_id}"' in ended
    assert f"/refunds/{key}/" not in ended
