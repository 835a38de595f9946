"""Lines that take units back become returns of what was delivered; what matches nothing becomes a named exception.

As with the stations, the database is asked what has been made of each line before anything is made of it.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import groupby

from ordino.adapters.replaying.facts import SQL
from ordino.adapters.replaying.history import CreditLine
from ordino.adapters.replaying.journey import Journey, Station
from ordino.adapters.replaying.matching import Delivered, Match, match_credits
from ordino.engine import Engine
from ordino.exceptions.commands import RaiseException
from ordino.kernel.messages import Record
from ordino.kernel.money import major, rounded_minor
from ordino.payments.commands import ConfirmRefund
from ordino.returns.commands import ReceiveReturn, RefundReturn, RequestReturn
from ordino.returns.rows import ReceivedUnits, UnitsToReturn

UNMATCHED = "unmatched_return"
OTHER_PRICE = "credited_at_another_price"
PAUSE = timedelta(hours=1)
ZERO = Decimal(0)
TO_THE_CUSTOMER = (
    Station("refund return", SQL.select_unrefunded, lambda row: RefundReturn(return_id=row.id)),
    Station("pay refund", SQL.select_unpaid_refunds, lambda row: ConfirmRefund(refund_id=row.id)),
)


class _Made(Record, frozen=True):
    """What has been made of a line: units of returns, and whether the rest of it is an exception already."""

    reference: str
    quantity: int
    excepted: bool


class _Back(Record, frozen=True):
    """Units of a return that are on their way back."""

    return_id: int
    line_number: int
    quantity: int


class _Booked(Record, frozen=True):
    """What a line has come to, in minor units: credited for units sold at these prices, and named in exceptions."""

    reference: str
    quantity: int
    credited_minor: int
    lowest_price: Decimal
    highest_price: Decimal
    excepted_minor: int
    price_named: bool


class Credited(Record, frozen=True):
    """What lines came to, in major units: credit notes (positive), exceptions, and what rounding makes of the rest."""

    lines: int = 0
    unmatched: int = 0
    credit_notes: Decimal = ZERO
    exceptions: Decimal = ZERO
    rounding: Decimal = ZERO

    def __add__(self, other: "Credited") -> "Credited":
        return Credited(
            self.lines + other.lines,
            self.unmatched + other.unmatched,
            self.credit_notes + other.credit_notes,
            self.exceptions + other.exceptions,
            self.rounding + other.rounding,
        )


class Credits:
    """Takes units back at a location of the merchant, on the simulated calendar."""

    def __init__(self, engine: Engine, journey: Journey, *, channel: str, currency: str, location: str) -> None:
        self._engine = engine
        self._journey = journey
        self._channel = channel
        self._currency = currency
        self._location = location

    def take(self, credits: Sequence[CreditLine]) -> Credited:
        """Request, receive and refund what matches, raise what does not; answers what all of it came to."""
        if not credits:
            return Credited()
        references = [credit.reference for credit in credits]
        self._request(credits, references)
        self._receive(references)
        self._journey.carry_references(references, TO_THE_CUSTOMER, PAUSE)
        self._raise_other_prices(credits, references)
        return self._account(credits, references)

    def _request(self, credits: Sequence[CreditLine], references: list[str]) -> None:
        with self._engine.reader() as reader:
            made = {row.reference: row for row in reader.fetch(SQL.select_made, _Made, references=references)}
            delivered = reader.fetch(
                SQL.select_delivered,
                Delivered,
                channel=self._channel,
                customers=sorted({credit.customer for credit in credits if credit.customer}),
                skus=sorted({credit.sku for credit in credits}),
            )
        wanted = [(credit, _open(credit, made.get(credit.reference))) for credit in credits]
        matched = match_credits([(credit, units) for credit, units in wanted if units], delivered)
        self._journey.execute("request return", list(_requests(matched.matches)))
        self._journey.execute("raise exception", [self._unmatched(*left) for left in matched.left_over])

    def _receive(self, references: list[str]) -> None:
        self._journey.pause(PAUSE)
        with self._engine.reader() as reader:
            expected = reader.fetch(SQL.select_expected_back, _Back, references=references)
        commands = [
            ReceiveReturn(
                return_id=return_id,
                location=self._location,
                lines=tuple(ReceivedUnits(line_number=row.line_number, quantity=row.quantity) for row in rows),
            )
            for return_id, rows in groupby(expected, key=lambda row: row.return_id)
        ]
        self._journey.execute("receive return", commands)

    def _raise_other_prices(self, credits: Sequence[CreditLine], references: list[str]) -> None:
        """Units are refunded what was paid for them; where the file gives another price, the difference is an exception."""
        booked = self._booked(references)
        commands = []
        for credit in credits:
            row = booked.get(credit.reference)
            if row is None or row.price_named or row.lowest_price == row.highest_price == credit.unit_price:
                continue
            difference = Decimal(row.credited_minor) - self._minor(credit.unit_price * row.quantity)
            if row.quantity and difference:
                detail = (
                    f"The file credits {row.quantity} of {credit.sku} at {credit.unit_price}; they were sold otherwise."
                )
                commands.append(self._exception(OTHER_PRICE, credit, int(difference), detail))
        self._journey.execute("raise exception", commands)

    def _account(self, credits: Sequence[CreditLine], references: list[str]) -> Credited:
        booked = self._booked(references)
        total = Credited()
        for credit in credits:
            row = booked.get(credit.reference) or _Booked(credit.reference, 0, 0, ZERO, ZERO, 0, False)
            credited, excepted = major(row.credited_minor, self._currency), major(row.excepted_minor, self._currency)
            rounding = credit.amount + credited - excepted
            total += Credited(1, int(row.quantity < credit.quantity), credited, excepted, rounding)
        return total

    def _booked(self, references: list[str]) -> dict[str, _Booked]:
        with self._engine.reader() as reader:
            return {row.reference: row for row in reader.fetch(SQL.select_booked, _Booked, references=references)}

    def _unmatched(self, credit: CreditLine, quantity: int) -> RaiseException:
        detail = f"{quantity} of {credit.sku} at {credit.unit_price} are credited to {credit.customer or 'nobody'}, "
        detail += "who was delivered none, or less."
        return self._exception(UNMATCHED, credit, -self._minor(credit.unit_price * quantity), detail)

    def _exception(self, kind: str, credit: CreditLine, amount_minor: int, detail: str) -> RaiseException:
        return RaiseException(
            exception_kind=kind,
            subject=f"invoice/{credit.reference}",
            detail=detail,
            amount_minor=amount_minor,
            currency=self._currency,
        )

    def _minor(self, amount: Decimal) -> int:
        return rounded_minor(amount, self._currency)


def _open(credit: CreditLine, made: _Made | None) -> int:
    """The units of which nothing has been made yet."""
    if made is None:
        return credit.quantity
    return 0 if made.excepted else credit.quantity - made.quantity


def _requests(matches: Sequence[Match]) -> Iterator[RequestReturn]:
    """One return for the units that an invoice takes back of an order; a line that comes twice begins another one."""
    requests: dict[tuple[str, int, int], list[UnitsToReturn]] = {}
    for match in matches:
        number = 0
        while any(
            units.line_number == match.line_number
            for units in requests.get((match.credit.invoice, match.order_id, number), ())
        ):
            number += 1
        units = UnitsToReturn(line_number=match.line_number, quantity=match.quantity, comment=match.credit.reference)
        requests.setdefault((match.credit.invoice, match.order_id, number), []).append(units)
    for (_, order_id, _), units_of_one in requests.items():
        yield RequestReturn(order_id=order_id, lines=tuple(units_of_one))
