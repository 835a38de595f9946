"""One sheet for every change of an order: previewed while it is typed, booked against the version it was seen at."""

import pytest

from ordino.office.roles import ROLES
from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.support.merchant import LONDON, Merchant, line

HTMX = {"HTTP_HX_REQUEST": "true"}
ADDRESS = {
    "recipient": LONDON.recipient,
    "street": LONDON.street,
    "city": LONDON.city,
    "postal_code": LONDON.postal_code,
    "country": LONDON.country,
}


@pytest.fixture
def order_id(merchant: Merchant) -> int:
    """Two lines: 4 of A at 10.00, 1 of B at 7.50."""
    merchant.stock("A", 10)
    merchant.stock("B", 10)
    return merchant.place(line("A", 4, "10.00"), line("B", 1, "7.50"))


def wish(**changed: str) -> dict[str, str]:
    fields = {"version": "1", "seen": "99", "units-1": "4", "units-2": "1", **ADDRESS}
    return {
        **fields,
        **{name.replace("_", "-", 1) if name[-1].isdigit() else name: value for name, value in changed.items()},
    }


def test_fewer_units_are_previewed_with_the_exact_difference(
    sign_in: SignIn, merchant: Merchant, order_id: int
) -> None:
    shown = text_of(sign_in("service agent").post(f"/orders/{order_id}/edit", wish(units_1="1"), **HTMX))

    assert "−30.00" in shown
    assert "Change order, total 17.50 GBP" in shown
    assert merchant.order_row(order_id, "version, total_minor") == (1, 4750)


def test_all_changes_of_a_sheet_are_one_change(sign_in: SignIn, merchant: Merchant, order_id: int) -> None:
    typed = wish(units_1="3", units_2="2", sku_1="B", quantity_1="5", price_1="1.00", street="1 Savile Row", do="place")

    done = sign_in("service agent").post(f"/orders/{order_id}/edit", typed, **HTMX)

    assert done["HX-Redirect"] == f"/orders/{order_id}"
    assert merchant.order_row(order_id, "version, total_minor") == (2, 3000 + 750 + 750 + 500)
    assert merchant.lines(order_id, "number, ordered, canceled") == [(1, 4, 1), (2, 1, 0), (3, 1, 0), (4, 5, 0)]
    assert merchant.order_row(order_id, "ship_to->>'street'") == ("1 Savile Row",)


def test_a_conflict_names_what_happened_and_keeps_what_was_typed(
    sign_in: SignIn, merchant: Merchant, order_id: int
) -> None:
    browser = sign_in("service agent")
    opened = text_of(browser.get(f"/orders/{order_id}/edit"))
    seen = opened.partition('name="seen" value="')[2].partition('"')[0]
    sign_in("order manager").post(f"/orders/{order_id}/prioritize", {"priority": "7"})

    typed = {**wish(units_1="2"), "seen": seen}
    shown = text_of(browser.post(f"/orders/{order_id}/edit", {**typed, "do": "place"}, **HTMX))
    renewed = text_of(browser.post(f"/orders/{order_id}/edit", {**typed, "do": "renew"}, **HTMX))

    assert "Changed meanwhile" in shown
    assert "order prioritized" in shown
    assert "by order manager" in shown
    assert 'name="units-1" id="units-1" inputmode="decimal" value="2"' in shown
    assert 'name="version" value="2"' in renewed
    assert "Change order, total 27.50 GBP" in renewed
    assert merchant.lines(order_id, "canceled") == [(0,), (0,)]


def test_what_cannot_be_taken_off_is_refused_in_its_own_words(
    sign_in: SignIn, merchant: Merchant, order_id: int
) -> None:
    sign_in("owner").post(f"/orders/{order_id}/release", {})

    shown = text_of(sign_in("owner").post(f"/orders/{order_id}/edit", wish(units_1="1", version="3"), **HTMX))

    assert 'role="alert"' in shown
    assert merchant.lines(order_id, "canceled") == [(0,), (0,)]


def test_nothing_typed_is_nothing_changed(sign_in: SignIn, merchant: Merchant, order_id: int) -> None:
    shown = text_of(sign_in("service agent").post(f"/orders/{order_id}/edit", wish(do="place"), **HTMX))

    assert "Nothing is changed yet." in shown
    assert merchant.order_row(order_id, "version") == (1,)


@pytest.mark.parametrize("typed", ["-1", "1.5", "many"])
def test_a_quantity_that_is_none_is_refused_in_place(
    sign_in: SignIn, merchant: Merchant, order_id: int, typed: str
) -> None:
    shown = text_of(sign_in("service agent").post(f"/orders/{order_id}/edit", wish(units_1=typed, do="place"), **HTMX))

    assert "Invalid input" in shown
    assert merchant.order_row(order_id, "version") == (1,)


@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_change_orders_sees_the_sheet(
    sign_in: SignIn, merchant: Merchant, order_id: int, role: str
) -> None:
    may = role in ("owner", "order manager", "service agent")

    assert sign_in(role).get(f"/orders/{order_id}/edit").status_code == (200 if may else 403)
    assert (f'href="/orders/{order_id}/edit"' in text_of(sign_in(role).get(f"/orders/{order_id}"))) is may
