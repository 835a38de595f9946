"""What leaves the house is read back: every message and every document of a simulated run says what the books say, once."""

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

import msgspec
import pypdf
import pytest

from ordino.adapters.documents.invoice import credit_note_pdf, invoice_pdf
from ordino.billing.commands import SetMerchant
from ordino.billing.events import CreditNoteIssued, InvoiceIssued
from ordino.billing.queries import credit_note, invoice
from ordino.cli.simulated import outside_in
from ordino.delivery.events import ShipmentDelivered, ShipmentHandedOver
from ordino.engine import SYSTEM, Completed, Engine
from ordino.engine.clock import SetClock
from ordino.engine.effects import run_due_effects
from ordino.kernel.messages import Event
from ordino.notifications.commands import SetNotifications
from ordino.orders import events as orders
from ordino.orders.rows import PostalAddress
from ordino.payments.events import PaymentRefunded
from ordino.simulation.auditor.answers import Told
from ordino.simulation.runs.crashes import CrashPlan, dying_connection
from ordino.simulation.runs.feed import Feed
from ordino.simulation.runs.loop import Run
from ordino.simulation.runs.plan import Plan
from ordino.simulation.runs.server import Server, engine_on
from ordino.simulation.runs.story import Story
from ordino.simulation.runs.world import BEGIN
from tests.support.mail_server import mail_server
from tests.support.settings import read_settings

TELLING = ("web", "phone", "trade")
MERCHANT = SetMerchant(
    name="Bergmann & Söhne",
    address=PostalAddress(street="Ringstraße 1", city="Berlin", postal_code="12435", country="DE"),
)
MOST_OF_A_KIND = 40
_ADDRESSES = """
select o.id, o.email from orders_order o join network_channel c on c.id = o.channel_id
where o.email <> '' and c.code in ('web', 'phone', 'trade')
"""
_MONEY = re.compile(r"\d[\d.,]*[.,]\d\d(?!\d)")
_SUBJECTS = (
    ("is on its way", "shipment"),
    ("was delivered", "delivery"),
    ("comes later than promised", "delay"),
    ("Your refund for", "refund"),
    ("Your order", "confirmation"),
)


class Lived(msgspec.Struct, frozen=True):
    """A run, what its journal tells, what left by mail, and the engine that the documents are read with."""

    story: Story
    told: tuple[Told, ...]
    mails: tuple[EmailMessage, ...]
    engine: Engine


@pytest.fixture(scope="module")
def lived(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    read_settings(tmp_path_factory.mktemp("data"))
    clock, counts = SetClock(BEGIN), Counter[str]()
    crashes = CrashPlan(counts)
    outside = outside_in(tmp_path_factory.mktemp("outside"))
    dying = dying_connection(crashes)
    with mail_server() as sink, engine_on(server.fresh(), clock, connections=2, connection_class=dying) as engine:
        outside.connect(engine)
        telling = [SetNotifications(channel=code, enabled=True, sender="shop@bergmann.example") for code in TELLING]
        for batch in ([MERCHANT], telling):
            assert all(isinstance(outcome, Completed) for outcome in engine.execute(batch, actor=SYSTEM))
        story = Run(Plan(31, orders=60, faults=30), engine, clock, outside, crashes, counts).go()
        clock.set(clock() + timedelta(days=1))
        while run_due_effects(engine, outside.performers(engine)):
            pass
        mails = tuple(cast(EmailMessage, message_from_bytes(mail, policy=policy.default)) for mail in sink.taken)
        yield Lived(story, Feed("reading back").read(engine), mails, engine)


def test_the_run_itself_holds(lived: Lived) -> None:
    assert lived.story.violations == ()
    assert lived.story.crashes > 5


def test_every_message_is_told_once_to_whom_the_books_name(lived: Lived) -> None:
    addresses = dict(_rows(lived, _ADDRESSES))
    told = _distinct(lived.mails)
    expected = Counter(
        (order_id, occasion)
        for order_id, event in _of_orders(lived.told)
        if order_id in addresses and (occasion := _occasion(event))
    )
    found = Counter((_order(mail), _kind(mail)) for mail in told if _kind(mail) != "delay")
    assert found == expected
    assert {kind for _, kind in found} == {"confirmation", "shipment", "delivery", "refund"}
    assert [str(mail["To"]) for mail in told] == [addresses[_order(mail)] for mail in told]


def test_the_amounts_of_messages_are_those_of_the_books(lived: Lived) -> None:
    totals: dict[int, set[int]] = {}
    refunds: dict[int, set[int]] = {}
    for order_id, event in _of_orders(lived.told):
        if isinstance(event, PaymentRefunded):
            refunds.setdefault(order_id, set()).add(event.amount_minor)
        elif isinstance(event, orders.OrderEvent):
            totals.setdefault(order_id, set()).update(_totals(event))
    for mail in _distinct(lived.mails):
        amounts, order_id = _amounts(_text(mail)), _order(mail)
        if _kind(mail) == "refund":
            assert amounts & refunds[order_id], mail
        elif _kind(mail) == "confirmation":
            assert amounts & totals[order_id], mail


def test_tracking_numbers_of_messages_are_those_of_the_books(lived: Lived) -> None:
    expected = Counter(
        (event.order_id, event.tracking_number)
        for _, event in _of_orders(lived.told)
        if isinstance(event, ShipmentHandedOver) and event.tracking_number
    )
    for mail in _distinct(lived.mails):
        if _kind(mail) == "shipment" and "Tracking number" in _text(mail):
            number = _text(mail).partition("Tracking number: ")[2].split()[0]
            assert expected[_order(mail), number] == 1


@pytest.mark.parametrize(
    ("kind", "read", "render"),
    [(InvoiceIssued, invoice, invoice_pdf), (CreditNoteIssued, credit_note, credit_note_pdf)],
    ids=["invoices", "credit notes"],
)
def test_documents_say_number_amount_order_and_buyer_of_the_books(
    lived: Lived, kind: Any, read: Any, render: Any
) -> None:
    issued = [event for _, event in _of_orders(lived.told) if isinstance(event, kind)]
    buyers = dict(_rows(lived, "select id, coalesce(bill_to, ship_to) ->> 'recipient' from orders_order"))
    assert len(issued) > 5
    assert len({event.number for event in issued}) == len(issued)
    for event in issued[:MOST_OF_A_KIND]:
        with lived.engine.reader() as reader:
            view = read(reader, event.number)
        text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(render(view))).pages)
        assert event.number in text
        assert event.total_minor in _amounts(text), text
        assert str(event.order_id) in text
        assert buyers[event.order_id] in re.sub(r"\s+", " ", text)


def _of_orders(told: Sequence[Told]) -> Iterator[tuple[int, Event]]:
    for one in told:
        if one.row.stream.startswith("order/"):
            yield int(one.row.stream.removeprefix("order/")), one.event


def _totals(event: Event) -> tuple[int, ...]:
    """What the order comes to before and after the event; nothing once it has ended."""
    match event:
        case orders.OrderPlaced():
            return (event.total_minor,)
        case orders.OrderChanged() | orders.OrderSplit():
            return event.total_minor_before, event.total_minor_after
        case orders.OrderMerged():
            return event.total_minor_before, event.total_minor_after, 0
        case orders.OrderCanceled() | orders.OrderExpired():
            return (0,)
    return ()


def _occasion(event: Event) -> str:
    """What the customer is told of an event, delays apart."""
    match event:
        case orders.OrderConfirmed():
            return "confirmation"
        case ShipmentHandedOver():
            return "shipment"
        case ShipmentDelivered() if event.how != "collected":
            return "delivery"
        case PaymentRefunded():
            return "refund"
    return ""


def _distinct(mails: Sequence[EmailMessage]) -> list[EmailMessage]:
    """Each message once: what is sent again after a crash has the same Message-ID and says the same to the same."""
    found: dict[str, EmailMessage] = {}
    for mail in mails:
        first = found.setdefault(str(mail["Message-ID"]), mail)
        assert (str(first["To"]), str(first["Subject"])) == (str(mail["To"]), str(mail["Subject"]))
    return list(found.values())


def _kind(mail: EmailMessage) -> str:
    return next(kind for words, kind in _SUBJECTS if words in str(mail["Subject"]))


def _order(mail: EmailMessage) -> int:
    found = re.search(r"order (\d+)", str(mail["Subject"]))
    assert found is not None
    return int(found[1])


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def _amounts(text: str) -> set[int]:
    """All amounts of a text, in minor units, however they are written."""
    return {int(re.sub(r"\D", "", found)) for found in _MONEY.findall(text)}


def _rows(lived: Lived, query: Any) -> list[Any]:
    with lived.engine.connection() as connection:
        return connection.execute(query).fetchall()
