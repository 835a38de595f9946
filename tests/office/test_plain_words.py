"""Codes, references and dates of programs are said in words that a merchant understands."""

import pytest

from ordino.exceptions.commands import RaiseException
from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.support.merchant import Merchant, line


def test_an_exception_names_its_subject_and_its_days_in_words(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.stock("A", 1)
    order_id = merchant.place(line("A", 1, "10.00"))
    merchant.completed(
        RaiseException(
            exception_kind="promise_late",
            order_id=order_id,
            subject=f"order/{order_id}",
            detail="Promised for 2021-03-12, now 2021-03-19T09:30:00Z.",
        )
    )

    shown = text_of(sign_in("owner").get("/exceptions"))

    assert f'<a class="q" href="/orders/{order_id}">order {order_id}</a>' in shown
    assert "Promised for 12 Mar 2021, now 19 Mar 2021, 09:30." in shown
    assert "2021-03" not in shown


def test_movements_name_locations_and_what_they_were_for(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.stock("A", 5)
    browser = sign_in("owner")
    browser.post("/stock/do/set-aside?sku=A&location=LON", {"quantity": "2", "bucket": "damaged", "reason": "wet"})

    shown = text_of(browser.get("/stock?sku=A"))

    assert "<td>LON</td><td>LON, damaged</td>" in shown
    assert "location/" not in shown


def test_roles_are_explained_in_words(sign_in: SignIn, merchant: Merchant) -> None:
    shown = text_of(sign_in("owner").get("/settings/people"))

    assert "everything about orders" in shown
    assert "give discount up to 10 %" in shown
    assert "orders.*" not in shown
    assert "office.read" not in shown


def test_columns_of_exceptions_are_chosen(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.completed(RaiseException(exception_kind="parcel_lost", subject="test/1", detail="Nobody knows."))
    browser = sign_in("owner")

    browser.post("/columns", {"page": "exceptions", "column": ["order", "detail", "due"]})

    assert "hide-5 hide-7" in text_of(browser.get("/exceptions"))


@pytest.mark.parametrize(("role", "status"), [("order manager", 200), ("finance", 200), ("warehouse", 403)])
def test_gateways_say_what_they_may_do_and_whether_their_money_is_real(
    sign_in: SignIn, merchant: Merchant, role: str, status: int
) -> None:
    answer = sign_in(role).get("/settings/gateways")

    assert answer.status_code == status
    if status == 200:
        assert "test: no real money" in text_of(answer)
        assert "refunds are given by people, who say so" in text_of(answer)
        assert "ORDINO_STRIPE_SECRET_KEY" in text_of(answer)
