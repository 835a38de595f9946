"""The merchant before its first day: what it sells, from where, to whom, on which terms. The same for every seed."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from msgspec import structs

from ordino.catalog.commands import RegisterSku
from ordino.engine import SYSTEM, Completed, Engine
from ordino.inventory.commands import ReceiveStock
from ordino.kernel.messages import Command, Result
from ordino.network.commands import RegisterChannel
from ordino.orders import events as told
from ordino.parties.commands import RegisterCustomer, SetCreditTerms
from ordino.payments.commands import SetPaymentPolicy
from ordino.procurement.commands import RegisterSupplier, SetSupplierItems
from ordino.procurement.rows import SupplierItem
from ordino.returns.commands import SetReturnPolicy
from ordino.simulation.demo import assortment
from ordino.webhooks.commands import CreateWebhook
from ordino.webhooks.secret import SecretSeal

BEGIN = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
ARTICLES = assortment.ARTICLES[:12]
LOCATIONS = ("BER", "LYS", "STORE")
SERVICE = "ENGRAVING"
SUPPLIER = "MILL"
CUSTOMERS = 30
TOLD = tuple(
    event.kind()
    for event in (
        told.OrderPlaced,
        told.OrderConfirmed,
        told.OrderCompleted,
        told.OrderCanceled,
        told.OrderExpired,
        told.OrderChanged,
        told.OrderSplit,
        told.OrderMerged,
        told.HoldOpened,
        told.HoldReleased,
    )
)
_SEAL = SecretSeal("0" * 32, "0" * 64)
COMPANIES = len(assortment.COMPANIES)
CHANNELS: tuple[RegisterChannel, ...] = (*assortment.CHANNELS,)
_SHARES = {"BER": 5, "LYS": 3, "STORE": 1}


def build(engine: Engine) -> None:
    """Make everything known that the actors need. Raises RuntimeError where something of it is refused."""
    _do(engine, assortment.skus())
    _do(engine, [RegisterSku(code=SERVICE, name="Engraving", sku_kind="service")])
    retail, _british, trade = (
        getattr(result, "price_list_id", None) for result in _do(engine, assortment.price_lists())
    )
    lists = {"trade": trade}
    _do(engine, [structs.replace(one, price_list_id=lists.get(one.code, retail)) for one in CHANNELS])
    _do(engine, assortment.LOCATIONS)
    _do(engine, [assortment.tax_rates(date(2020, 1, 1))])
    _do(engine, [assortment.carrier()])
    _do(engine, list(_customers()))
    terms = [
        SetCreditTerms(customer_id=number, currency="EUR", credit_limit_minor=3_000_000, payment_terms_days=14)
        for number in range(1, COMPANIES + 1)
    ]
    _do(engine, terms)
    _do(engine, [SetReturnPolicy(restocking_fee_percent=Decimal(10), window_days=60, refund_shipping=True)])
    _do(engine, [SetPaymentPolicy(approve_refunds_above_minor=20_000)])
    _do(engine, [RegisterSupplier(code=SUPPLIER, name="Mill", currency="EUR", tolerance_percent=Decimal(10))])
    items = tuple(SupplierItem(sku=article.code, unit_price=Decimal("7.50"), lead_time_days=2) for article in ARTICLES)
    _do(engine, [SetSupplierItems(supplier=SUPPLIER, items=items)])
    _do(engine, [CreateWebhook(name="shop", url="https://shop.example/told", seal=_SEAL, event_types=TOLD)])
    _do(engine, list(_first_stock()))


def _customers() -> Iterator[RegisterCustomer]:
    for number, name in enumerate(assortment.COMPANIES):
        yield RegisterCustomer(name=name, customer_kind="company", email=f"orders{number}@example.com", country="DE")
    for number in range(CUSTOMERS - COMPANIES):
        first = assortment.FIRST_NAMES[number % len(assortment.FIRST_NAMES)]
        yield RegisterCustomer(name=f"{first} {number}", email=f"customer{number}@example.com", country="DE")


def _first_stock() -> Iterator[ReceiveStock]:
    for article in ARTICLES:
        for location, share in _SHARES.items():
            quantity = article.popularity * share
            yield ReceiveStock(sku=article.code, location=location, quantity=quantity, reference="first filling")


def _do(engine: Engine, commands: Sequence[Command]) -> list[Result]:
    results: list[Result] = []
    for outcome in engine.execute(commands, actor=SYSTEM):
        if not isinstance(outcome, Completed):
            raise RuntimeError(f"the merchant cannot be set up: {outcome}")
        results.append(outcome.result)
    return results
