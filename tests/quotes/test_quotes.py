"""Quotes: drafted at the prices of now, revised, sent, answered; every state and every command."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from ordino.engine import Completed, Window
from ordino.engine.registry import commands
from ordino.kernel.problems import InvalidInput, NotFound, StateRefuses, VersionConflict
from ordino.orders.rows import OrderedCharge, OrderedDiscount
from ordino.quotes.commands import (
    AcceptQuote,
    DeclineQuote,
    DraftQuote,
    ExpireQuote,
    OrderQuote,
    QuoteCommand,
    ReviseQuote,
    SendQuote,
)
from ordino.quotes.lifecycle import QUOTE
from ordino.quotes.problems import NotAsQuoted, QuoteNoLongerValid, QuoteStillValid
from ordino.quotes.queries import QuoteFilter, due_quotes, list_quotes, show_quote
from ordino.workers.duties import DUTIES
from tests.quotes.world import END_OF_MARCH, Sales, offer
from tests.support.merchant import kinds, line, order

APRIL = date(2026, 4, 30)


def test_a_quote_keeps_the_prices_of_the_day_it_was_drafted(sales: Sales) -> None:
    customer = sales.customer(price_list_id=sales.price_list("gold", [("A", 1, "20.00")], includes_tax=True))
    charges = (OrderedCharge(kind="shipping", label="Parcel", amount_minor=600),)
    discounts = (OrderedDiscount(label="Welcome", percent=Decimal(10)),)
    quote_id = sales.sent(order(line("A", 2), customer_id=customer, charges=charges, discounts=discounts))
    sales.run("update catalog_price set unit_price = 30")
    sales.run("update network_tax_rate set rate = 25")

    order_id = sales.accept(quote_id)

    # 2 x 20.00 less 10 % and 6.00 for the parcel, with 20 % inside
    assert sales.order_row(order_id, "total_minor, tax_minor, customer_id") == (4200, 700, customer)


def test_tax_on_top_stays_as_it_was_quoted(sales: Sales) -> None:
    sales.channel("trade", prices_include_tax=False)
    quote_id = sales.sent(offer("100.00", channel="trade"))
    sales.run("update network_tax_rate set rate = 25")

    assert sales.order_row(sales.accept(quote_id), "total_minor, tax_minor") == (12000, 2000)


def test_an_order_that_would_come_to_another_total_is_refused(sales: Sales) -> None:
    sales.channel("trade", prices_include_tax=False)
    quote_id = sales.sent(offer("100.00", channel="trade"))
    sales.run("update network_channel set prices_include_tax = true where code = 'trade'")

    assert sales.refused(AcceptQuote(quote_id=quote_id, revision=1)) == NotAsQuoted(
        quote_id=quote_id,
        revision=1,
        quoted_minor=12000,
        quoted_currency="GBP",
        found_minor=10000,
        found_currency="GBP",
    )


def test_an_accepted_quote_is_an_order_with_a_hold_where_something_is_wrong(sales: Sales) -> None:
    quote_id = sales.sent(order(line("UNKNOWN", 1, "5.00")))

    assert sales.holds(sales.accept(quote_id)) == ["unknown_sku"]


def test_what_happens_stands_in_the_stream_of_the_quote(sales: Sales) -> None:
    quote_id = sales.sent()
    sales.revise(quote_id, 1, offer("97.00"))
    done = sales.completed(AcceptQuote(quote_id=quote_id, revision=2))

    told = sales.rows("select kind from engine_event where stream = %s order by sequence", f"quote/{quote_id}")
    assert [kind for (kind,) in told] == [
        "QuoteDrafted",
        "QuoteSent",
        "QuoteRevised",
        "QuoteSent",
        "QuoteAccepted",
        "QuoteOrdered",
    ]
    assert kinds(done.events)[:2] == ["QuoteAccepted", "OrderPlaced"]


def test_a_preview_of_acceptance_changes_nothing(sales: Sales) -> None:
    quote_id = sales.sent()

    assert isinstance(sales.preview(AcceptQuote(quote_id=quote_id, revision=1)), Completed)

    assert sales.state(quote_id) == "sent"
    assert sales.rows("select count(*) from orders_order") == [(0,)]


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (DraftQuote(order=offer("1.00", external_reference="x"), valid_until=END_OF_MARCH), "order.external_reference"),
        (
            DraftQuote(order=offer("1.00", placed_at=datetime(2026, 3, 1, tzinfo=UTC)), valid_until=END_OF_MARCH),
            "order.placed_at",
        ),
        (DraftQuote(order=offer("1.00"), valid_until=date(2026, 3, 1)), "valid_until"),
        (DraftQuote(order=offer("1.00"), valid_until=date.max), "valid_until"),
        (DraftQuote(order=order(), valid_until=END_OF_MARCH), "lines"),
        (DraftQuote(order=order(line("A", 1)), valid_until=END_OF_MARCH), "lines.1.unit_price"),
        (DraftQuote(order=offer("1.00", note="a\0b"), valid_until=END_OF_MARCH), "text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_could_not_be_placed_cannot_be_offered_and_harms_no_neighbor(
    sales: Sales, command: DraftQuote, field: str
) -> None:
    refused, done = sales.ask(command, DraftQuote(order=offer("95.00"), valid_until=END_OF_MARCH))

    problem = refused.problem  # type: ignore[union-attr]
    assert isinstance(problem, InvalidInput)
    assert problem.field == field
    assert isinstance(done, Completed)


def test_a_quote_may_be_accepted_to_the_end_of_its_last_day_where_the_channel_is(sales: Sales) -> None:
    sales.channel("newyork", time_zone="America/New_York")
    in_time, too_late = (sales.sent(offer("95.00", channel="newyork")) for _ in range(2))
    midnight = datetime(2026, 4, 1, 4, tzinfo=UTC)

    sales.at(midnight - timedelta(seconds=1))
    sales.accept(in_time)
    sales.at(midnight)
    assert sales.refused(AcceptQuote(quote_id=too_late, revision=1)) == QuoteNoLongerValid(
        quote_id=too_late, revision=1, expired_at=midnight
    )


def test_the_clock_refuses_what_comes_too_late_and_the_worker_puts_it_away(sales: Sales) -> None:
    draft, sent = sales.draft(), sales.sent()
    assert isinstance(sales.refused(ExpireQuote(quote_id=sent, revision=1)), QuoteStillValid)
    sales.at(datetime(2026, 4, 1, tzinfo=UTC))

    assert isinstance(sales.refused(SendQuote(quote_id=draft, revision=1)), QuoteNoLongerValid)
    assert isinstance(sales.refused(DeclineQuote(quote_id=sent, revision=1)), QuoteNoLongerValid)
    (duty,) = [duty for duty in DUTIES if duty.name == "quotes"]
    assert [duty.work(sales.engine), duty.work(sales.engine)] == [1, 0]
    assert (sales.state(draft), sales.state(sent)) == ("draft", "expired")


@pytest.mark.parametrize("state", ["declined", "expired"])
def test_a_quote_that_was_not_taken_may_be_offered_again(sales: Sales, state: str) -> None:
    quote_id = sales.in_state(state)

    assert sales.revise(quote_id, 1, offer("90.00"), APRIL).revision == 2

    assert (sales.state(quote_id), sales.state(quote_id, 2)) == (state, "sent")
    assert sales.order_row(sales.accept(quote_id, 2), "total_minor") == (9000,)


def test_only_the_newest_revision_is_revised(sales: Sales) -> None:
    quote_id = sales.in_state("declined")
    sales.revise(quote_id, 1, offer("90.00"))

    late = ReviseQuote(quote_id=quote_id, revision=1, order=offer("80.00"), valid_until=END_OF_MARCH)
    assert sales.refused(late) == VersionConflict(subject=f"Quote {quote_id}", expected_version=1, found_version=2)


def test_revising_twice_in_one_batch_supersedes_twice(sales: Sales) -> None:
    quote_id = sales.draft()

    first, second = sales.ask(
        *[
            ReviseQuote(quote_id=quote_id, revision=n, order=offer(price), valid_until=APRIL)
            for n, price in ((1, "96.00"), (2, "97.00"))
        ]
    )

    assert isinstance(first, Completed)
    assert isinstance(second, Completed)
    assert sales.rows("select number, state, total_minor from quotes_revision order by number") == [
        (1, "superseded", 9500),
        (2, "superseded", 9600),
        (3, "draft", 9700),
    ]


def test_a_quote_stays_in_its_channel(sales: Sales) -> None:
    sales.channel("other")
    command = ReviseQuote(
        quote_id=sales.draft(), revision=1, order=offer("1.00", channel="other"), valid_until=END_OF_MARCH
    )

    problem = sales.refused(command)
    assert isinstance(problem, InvalidInput)
    assert problem.field == "order.channel"


def test_an_order_cannot_call_itself_the_order_of_a_quote(sales: Sales) -> None:
    sales.channel("other")
    quote_id = sales.sent()
    reference = f"quote/{quote_id}"

    problem = sales.refused(offer("95.00", external_reference=reference))
    assert isinstance(problem, StateRefuses)
    assert isinstance(sales.refused(offer("95.00", external_reference=reference, channel="other")), NotFound)
    assert isinstance(sales.refused(offer("95.00", external_reference="quote/999999")), NotFound)
    sales.accept(quote_id)


REVISION = {
    SendQuote: lambda quote_id: SendQuote(quote_id=quote_id, revision=1),
    AcceptQuote: lambda quote_id: AcceptQuote(quote_id=quote_id, revision=1),
    DeclineQuote: lambda quote_id: DeclineQuote(quote_id=quote_id, revision=1, reason="no"),
    ExpireQuote: lambda quote_id: ExpireQuote(quote_id=quote_id, revision=1),
    ReviseQuote: lambda quote_id: ReviseQuote(
        quote_id=quote_id, revision=1, order=offer("90.00"), valid_until=date(2026, 5, 1)
    ),
}
BUILDERS: dict[type[QuoteCommand], Callable[[int], QuoteCommand]] = {**REVISION}  # type: ignore[dict-item]
STATES = [state for state in QUOTE.states if state != "accepted"]


@pytest.mark.parametrize("command", BUILDERS, ids=lambda command: command.kind())
@pytest.mark.parametrize("state", STATES)
def test_each_command_does_in_each_state_what_the_table_says(
    sales: Sales, state: str, command: type[QuoteCommand]
) -> None:
    """`accepted` lasts only as long as the transaction that places the order."""
    quote_id = sales.in_state(state)
    if command is ExpireQuote and state == "sent":
        sales.at(sales.engine.clock() + timedelta(days=3))
    target = QUOTE.target(state, command.kind())

    if (state, command) == ("ordered", AcceptQuote):
        (again,) = sales.ask(BUILDERS[command](quote_id))
        assert again.result.state == "ordered"  # type: ignore[union-attr]
    elif (state, command) == ("superseded", ReviseQuote):
        assert isinstance(sales.refused(BUILDERS[command](quote_id)), VersionConflict)
    elif target is None:
        assert sales.refused(BUILDERS[command](quote_id)) == StateRefuses(
            subject=f"Revision 1 of quote {quote_id}",
            state=state,
            command=command.kind(),
            permitted=QUOTE.permitted(state),
        )
    else:
        result = sales.quoted(BUILDERS[command](quote_id))
        assert result.revision == (2 if command is ReviseQuote else 1)
        assert sales.state(quote_id) == ("ordered" if target == "accepted" else target)


@pytest.mark.parametrize("state", STATES)
def test_an_order_is_kept_by_an_accepted_quote_only(sales: Sales, state: str) -> None:
    quote_id = sales.in_state(state)
    ((channel_id,),) = sales.rows("select channel_id from quotes_quote where id = %s", quote_id)

    problem = sales.refused(
        OrderQuote(quote_id=quote_id, order_id=1, channel_id=channel_id, total_minor=9500, currency="GBP")
    )

    assert isinstance(problem, StateRefuses)


def test_every_command_is_in_the_matrix() -> None:
    handled = {command for command in commands() if issubclass(command, QuoteCommand)}
    assert handled - {DraftQuote, OrderQuote} == set(BUILDERS)


@pytest.mark.parametrize("command", BUILDERS, ids=lambda command: command.kind())
def test_what_is_not_there_cannot_be_answered(sales: Sales, command: type[QuoteCommand]) -> None:
    assert sales.refused(BUILDERS[command](99)) == NotFound(what="quote", reference="99")


def test_a_revision_that_is_not_there_cannot_be_accepted(sales: Sales) -> None:
    quote_id = sales.sent()
    assert sales.refused(AcceptQuote(quote_id=quote_id, revision=2)) == NotFound(
        what=f"revision of quote {quote_id}", reference="2"
    )


def test_what_is_read(sales: Sales) -> None:
    customer = sales.customer("Ada")
    first = sales.sent(offer("95.00", customer_id=customer))
    second = sales.sent()
    sales.revise(second, 1, offer("97.00"))
    sales.completed(DeclineQuote(quote_id=second, revision=2, reason="too much"))
    order_id = sales.accept(first)

    with sales.engine.reader() as reader:
        rows = list_quotes(reader, QuoteFilter())
        assert [(row.id, row.revision, row.state, row.order_id) for row in rows] == [
            (second, 2, "declined", None),
            (first, 1, "ordered", order_id),
        ]
        assert [row.customer_name for row in list_quotes(reader, QuoteFilter(customer_id=customer))] == ["Ada"]
        assert list_quotes(reader, QuoteFilter(("draft",))) == []
        assert [row.id for row in list_quotes(reader, QuoteFilter(), Window(after_id=second))] == [first]
        view = show_quote(reader, second)
        assert view is not None
        assert [(row.number, row.state, row.total_minor, row.note) for row in view.revisions] == [
            (2, "declined", 9700, "too much"),
            (1, "superseded", 9500, ""),
        ]
        assert view.revisions[0].order.lines[0].unit_price == Decimal("97.00")
        assert view.revisions[0].permitted == ("ReviseQuote",)
        assert show_quote(reader, 99) is None
        assert due_quotes(reader, now=sales.engine.clock()) == []


def test_a_batch_of_quotes_becomes_as_many_orders(sales: Sales) -> None:
    numbers = [sales.draft() for _ in range(5)]
    sales.ask(*[SendQuote(quote_id=number, revision=1) for number in numbers])
    outcomes = sales.ask(*[AcceptQuote(quote_id=number, revision=1) for number in numbers])

    assert [type(outcome) for outcome in outcomes] == [Completed] * 5
    assert sales.rows("select count(*), count(distinct order_id) from quotes_revision where state = 'ordered'") == [
        (5, 5)
    ]
