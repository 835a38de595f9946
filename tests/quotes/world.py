"""A merchant who quotes."""

from datetime import date, datetime, timedelta
from typing import Any

from ordino.engine import Completed
from ordino.orders.commands import PlaceOrder
from ordino.quotes.commands import (
    AcceptQuote,
    DeclineQuote,
    DraftQuote,
    ExpireQuote,
    QuoteResult,
    ReviseQuote,
    SendQuote,
)
from tests.support.merchant import Merchant, line, order

END_OF_MARCH = date(2026, 3, 31)
TABLES = ("quotes_quote", "quotes_revision")


class Sales(Merchant):
    """A merchant with quotes; commands that must be done answer the revision."""

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        own = {table: self.rows(f"select t::text from {table} t order by 1") for table in TABLES}
        return super().contents() | own

    def draft(self, offered: PlaceOrder | None = None, valid_until: date = END_OF_MARCH) -> int:
        """A quote whose first revision is a draft; answers its number."""
        return self.quoted(DraftQuote(order=offered or offer("95.00"), valid_until=valid_until)).quote_id

    def sent(self, offered: PlaceOrder | None = None, valid_until: date = END_OF_MARCH) -> int:
        quote_id = self.draft(offered, valid_until)
        self.send(quote_id)
        return quote_id

    def revise(
        self, quote_id: int, revision: int, offered: PlaceOrder, valid_until: date = END_OF_MARCH
    ) -> QuoteResult:
        """Revise and send."""
        revised = self.quoted(ReviseQuote(quote_id=quote_id, revision=revision, order=offered, valid_until=valid_until))
        self.send(quote_id, revised.revision)
        return revised

    def send(self, quote_id: int, revision: int = 1) -> QuoteResult:
        return self.quoted(SendQuote(quote_id=quote_id, revision=revision))

    def accept(self, quote_id: int, revision: int = 1) -> int:
        """Accept a revision; answers the number of its order."""
        self.completed(AcceptQuote(quote_id=quote_id, revision=revision))
        ((order_id,),) = self.rows(
            "select order_id from quotes_revision where quote_id = %s and number = %s", quote_id, revision
        )
        return int(order_id)

    def in_state(self, state: str) -> int:
        """A quote whose first revision is in the state; valid for another day, unless it has expired."""
        tomorrow = self.engine.clock().date() + timedelta(days=1)
        quote_id = self.draft(valid_until=tomorrow)
        if state != "draft":
            self.send(quote_id)
        if state == "superseded":
            self.revise(quote_id, 1, offer("97.00"), tomorrow)
        elif state == "declined":
            self.completed(DeclineQuote(quote_id=quote_id, revision=1))
        elif state == "ordered":
            self.accept(quote_id)
        elif state == "expired":
            self.engine.clock.set(self.engine.clock() + timedelta(days=3))
            self.completed(ExpireQuote(quote_id=quote_id, revision=1))
        return quote_id

    def quoted(self, command: Any) -> QuoteResult:
        done: Completed = self.completed(command)
        assert isinstance(done.result, QuoteResult)
        return done.result

    def state(self, quote_id: int, revision: int = 1) -> str:
        ((state,),) = self.rows(
            "select state from quotes_revision where quote_id = %s and number = %s", quote_id, revision
        )
        return str(state)

    def at(self, moment: datetime) -> None:
        self.engine.clock.set(moment)


def offer(price: str, **terms: Any) -> PlaceOrder:
    """One A at a price."""
    return order(line("A", 1, price), **terms)
