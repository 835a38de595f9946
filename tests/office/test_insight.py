"""Plots say figures that are links, and pictures of processes say what the tables say."""

import re
from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from ordino.cli.reference_pages import lifecycles
from ordino.engine.clock import system_clock
from ordino.exceptions.commands import RaiseException
from ordino.insight.sales import count_sales
from ordino.kernel.lifecycle import Lifecycle
from ordino.office.processes.layout import edges_of, layout
from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.support.merchant import Merchant, line


def _now(merchant: Merchant) -> datetime:
    """The time of the pages, which the merchant's clock shows from here on."""
    merchant.engine.clock.set(system_clock())
    return merchant.engine.clock()


def test_each_figure_leads_to_its_rows(sign_in: SignIn, merchant: Merchant) -> None:
    day = _now(merchant).date()
    merchant.stock("A", 9)
    kept = [merchant.place(line("A", 1, "10.00")) for _ in range(2)]
    count_sales(merchant.engine)
    browser = sign_in("analyst")

    page = text_of(browser.get("/insight"))
    found = re.search(r'<a class="q n" href="([^"]+)">2</a>', page)

    assert found is not None
    assert f"since={day}" in found[1]
    rows = text_of(browser.get(found[1].replace("&amp;", "&")))
    assert all(f"/orders/{order_id}" in rows for order_id in kept)
    week = re.search(r'<a class="q n" href="([^"]+)">2</a>', text_of(browser.get("/insight?days=365")))
    assert week is not None
    assert f"since={day - timedelta(days=6)}&amp;until={day}" in week[1]


@pytest.mark.parametrize(("age", "there"), [("0", False), ("4", True), ("15", False), ("x", True)])
def test_exceptions_are_found_by_how_long_they_wait(sign_in: SignIn, merchant: Merchant, age: str, there: bool) -> None:
    now = _now(merchant)
    merchant.engine.clock.set(now - timedelta(days=5))
    merchant.completed(RaiseException(exception_kind="short_pick", subject="test/1", detail="Nobody knows."))
    merchant.engine.clock.set(now)

    assert ("Nobody knows." in text_of(sign_in("analyst").get(f"/exceptions?age={age}"))) is there


def test_a_sku_shows_what_stood_where_and_the_movements_until_a_day(sign_in: SignIn, merchant: Merchant) -> None:
    now = _now(merchant)
    merchant.engine.clock.set(now - timedelta(days=3))
    merchant.stock("A", 9)
    merchant.engine.clock.set(now)
    merchant.stock("A", 5)
    browser = sign_in("analyst")

    page = text_of(browser.get("/stock?sku=A"))
    before = text_of(browser.get(f"/stock?sku=A&until={now.date() - timedelta(days=1)}"))

    assert f'until={now.date() - timedelta(days=1)}">9</a>' in page
    assert f'until={now.date()}">14</a>' in page
    assert (page.count("<td>receipt</td>"), before.count("<td>receipt</td>")) == (2, 1)


@pytest.mark.parametrize("table", lifecycles(), ids=lambda table: table.subject)
def test_a_picture_shows_every_state_and_move_of_its_table(table: Lifecycle) -> None:
    drawn = layout(table)

    assert set(drawn.states) == set(table.states)
    assert len(set(drawn.states.values())) == len(table.states)
    assert [route.edge for route in drawn.routes] == list(edges_of(table))
    assert all(route.spots[0] == drawn.states[route.edge.source] for route in drawn.routes)
    assert all(route.spots[-1] == drawn.states[route.edge.target] for route in drawn.routes)


def test_every_process_has_a_page_and_its_states_lead_to_rows_in_that_state(
    sign_in: SignIn, merchant: Merchant
) -> None:
    merchant.stock("A", 9)
    order_id = merchant.place(line("A", 1, "10.00"))
    browser = sign_in("read-only")
    found = re.findall(r'href="(/processes/[a-z-]+)"', text_of(browser.get(reverse("processes"))))

    assert len(found) == len(lifecycles())
    pages = {address: browser.get(address) for address in found}
    assert {address for address, page in pages.items() if page.status_code != 200} == set()
    assert 'href="/orders?stage=state-confirmed"' in text_of(pages["/processes/order"])
    assert f"/orders/{order_id}" in text_of(browser.get("/orders?stage=state-confirmed"))
    assert f"/orders/{order_id}" not in text_of(browser.get("/orders?stage=state-expired"))
    assert browser.get("/processes/nothing").status_code == 404
