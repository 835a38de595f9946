"""Who cancels an order, and what no page may be: test_every_address.py asks all pages for all roles."""

import pytest
from django.http import HttpResponse

from tests.office.conftest import SignIn
from tests.support.merchant import Merchant, line


def test_somebody_without_a_role_sees_nothing(sign_in: SignIn) -> None:
    assert sign_in("stranger").get("/orders").status_code == 403


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("owner", True),
        ("order manager", True),
        ("service agent", True),
        ("warehouse", False),
        ("finance", False),
        ("buyer", False),
        ("analyst", False),
        ("read-only", False),
    ],
)
def test_only_some_roles_cancel_an_order(sign_in: SignIn, merchant: Merchant, role: str, may: bool) -> None:
    merchant.stock("A", 5)
    order_id = merchant.place(line("A", 2, "10.00"))
    browser = sign_in(role)

    shown = text_of(browser.get(f"/orders/{order_id}"))
    answer = browser.post(f"/orders/{order_id}/cancel", {"version": "1", "reason": "asked"})

    assert (f"/orders/{order_id}/cancel" in shown) is may
    assert merchant.order_row(order_id, "state") == ("canceled" if may else "confirmed",)
    assert ("orders.cancel_order" in text_of(answer)) is not may


def test_no_page_may_be_framed_or_run_foreign_scripts(sign_in: SignIn) -> None:
    answer = sign_in("owner").get("/orders")

    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert " style=" not in text_of(answer)
    assert "<script>" not in text_of(answer)


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()
