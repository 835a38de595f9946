"""Scenario 35: a quote with revisions becomes an order once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from ordino.engine import SYSTEM, Completed, Outcome, Replayed
from ordino.kernel.problems import StateRefuses
from ordino.quotes.commands import AcceptQuote, QuoteResult
from ordino.quotes.problems import QuoteNoLongerValid
from tests.quotes.world import Sales, offer

MIDDAY_OF_30_MARCH = datetime(2026, 3, 30, 12, tzinfo=UTC)
FIRST_OF_APRIL = datetime(2026, 4, 1, 0, tzinfo=UTC)


def quote_with_three_revisions(sales: Sales) -> int:
    """Revision 2 comes to 95.00, revision 3 to 97.00; both are valid to 31 March."""
    quote_id = sales.sent(offer("99.00"))
    sales.revise(quote_id, 1, offer("95.00"))
    sales.revise(quote_id, 2, offer("97.00"))
    return quote_id


def test_scenario_35_a_superseded_revision_is_refused_and_an_expired_one_too(sales: Sales) -> None:
    quote_id = quote_with_three_revisions(sales)

    assert sales.refused(AcceptQuote(quote_id=quote_id, revision=2)) == StateRefuses(
        subject=f"Revision 2 of quote {quote_id}", state="superseded", command="AcceptQuote", permitted=()
    )
    sales.at(FIRST_OF_APRIL)
    assert sales.refused(AcceptQuote(quote_id=quote_id, revision=3)) == QuoteNoLongerValid(
        quote_id=quote_id, revision=3, expired_at=FIRST_OF_APRIL
    )
    assert sales.rows("select count(*) from orders_order") == [(0,)]


def test_scenario_35_accepting_twice_places_one_order(sales: Sales) -> None:
    quote_id = quote_with_three_revisions(sales)
    sales.at(MIDDAY_OF_30_MARCH)
    accept = AcceptQuote(quote_id=quote_id, revision=3)

    order_id = sales.accept(quote_id, 3)
    (again,) = sales.ask(accept)

    assert again == Replayed(
        QuoteResult(quote_id=quote_id, revision=3, state="ordered", total_minor=9700, currency="GBP", order_id=order_id)
    )
    assert sales.rows("select id, total_minor, external_reference from orders_order") == [
        (order_id, 9700, f"quote/{quote_id}")
    ]
    assert sales.free("A") == 9


@pytest.mark.parametrize("attempt", range(2))
def test_scenario_35_accepting_many_times_at_once_places_one_order(sales: Sales, attempt: int) -> None:
    quote_id = quote_with_three_revisions(sales)
    accept = AcceptQuote(quote_id=quote_id, revision=3)

    def ask(command: AcceptQuote) -> Outcome:
        return sales.engine.execute([command], actor=SYSTEM)[0]

    with ThreadPoolExecutor(6) as threads:
        outcomes = list(threads.map(ask, [accept] * 6))

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Completed", *["Replayed"] * 5]
    assert {outcome.result.order_id for outcome in outcomes if isinstance(outcome, Replayed)} == {  # type: ignore[attr-defined]
        order_id for (order_id,) in sales.rows("select id from orders_order where total_minor = 9700")
    }
    assert sales.rows("select count(*) from orders_order") == [(1,)]


def test_scenario_35_accepting_twice_in_one_batch_places_one_order(sales: Sales) -> None:
    quote_id = quote_with_three_revisions(sales)
    accept = AcceptQuote(quote_id=quote_id, revision=3)

    first, second = sales.ask(accept, accept)

    assert isinstance(first, Completed)
    assert second == Replayed(first.result)
    assert sales.rows("select total_minor from orders_order") == [(9700,)]
